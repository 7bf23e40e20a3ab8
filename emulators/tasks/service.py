"""Cloud Tasks API as a gRPC service, which google-cloud-tasks calls."""

import secrets
import time
from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any, TypeVar

import grpc
import grpc.aio
from google.cloud import tasks_v2

from emulators.manifest import QueueRules
from emulators.tasks.queue import NAME_RETENTION_SECONDS, DeliverTask, QueuedTask, TaskCallRefused, TaskQueue
from emulators.tasks.resource_names import check_task_name, queue_name_from_task, split_queue_name
from emulators.tasks.views import queue_to_proto, rules_from_queue, task_to_proto

MAX_SCHEDULE_AHEAD = timedelta(days=30)
DEFAULT_DISPATCH_DEADLINE = timedelta(minutes=10)
SERVICE_NAME = "google.cloud.tasks.v2.CloudTasks"

Item = TypeVar("Item")


class CloudTasks:
    """Cloud Tasks service with the queues of every project.

    The queues of the manifest exist from the start. Callers can create others.

    Args:
        rules: Rate limits and retry settings of the manifest's queues, by queue id.
        deliver: Function that makes one attempt to deliver a task.
        names_kept_for: Seconds for which the name of a finished task cannot be used again.
    """

    def __init__(
        self, rules: Mapping[str, QueueRules], deliver: DeliverTask, *, names_kept_for: float = NAME_RETENTION_SECONDS
    ) -> None:
        self._ahead = timedelta()
        self._rules = rules
        self._deliver = deliver
        self._names_kept_for = names_kept_for
        self._queues: dict[str, TaskQueue] = {}
        self._deleted: set[str] = set()

    @property
    def queues(self) -> list[TaskQueue]:
        """Return the queues that have been used, sorted by name."""
        return [self._queues[name] for name in sorted(self._queues)]

    def move_clock(self, ahead: timedelta) -> None:
        """Count schedule times by a clock that is `ahead` of the true time, those of waiting tasks too."""
        moved, self._ahead = ahead - self._ahead, ahead
        for queue in self.queues:
            queue.bring_forward(moved.total_seconds())

    async def create_queue(self, request: tasks_v2.CreateQueueRequest) -> tasks_v2.Queue:
        """Create a queue.

        Raises:
            TaskCallRefused: The name is malformed, in use, or belonged to a deleted queue.
        """
        name = str(request.queue.name)
        parent, identifier = split_queue_name(name)
        if parent != request.parent:
            raise TaskCallRefused(
                grpc.StatusCode.INVALID_ARGUMENT, f"The queue's name must start with {request.parent}."
            )
        if name in self._deleted:
            message = "The queue cannot be created because a queue with this name existed too recently."
            raise TaskCallRefused(grpc.StatusCode.FAILED_PRECONDITION, message)
        if name in self._queues or identifier in self._rules:
            raise TaskCallRefused(grpc.StatusCode.ALREADY_EXISTS, "Queue already exists")
        return queue_to_proto(self._open(name, rules_from_queue(request.queue)))

    async def get_queue(self, request: tasks_v2.GetQueueRequest) -> tasks_v2.Queue:
        """Return a queue."""
        return queue_to_proto(self._queue(request.name))

    async def list_queues(self, request: tasks_v2.ListQueuesRequest) -> tasks_v2.ListQueuesResponse:
        """List the queues of a location."""
        known = {f"{request.parent}/queues/{each}" for each in self._rules}
        created = {each for each in self._queues if split_queue_name(each)[0] == request.parent}
        names = sorted((known | created) - self._deleted)
        page, following = _page(names, request.page_size or 9800, request.page_token)
        queues = [queue_to_proto(self._queue(name)) for name in page]
        return tasks_v2.ListQueuesResponse(queues=queues, next_page_token=following)

    async def delete_queue(self, request: tasks_v2.DeleteQueueRequest) -> None:
        """Delete a queue with its tasks. The name cannot be used again until the local cloud restarts."""
        queue = self._queue(request.name)
        del self._queues[queue.name]
        self._deleted.add(queue.name)
        await queue.stop()

    async def purge_queue(self, request: tasks_v2.PurgeQueueRequest) -> tasks_v2.Queue:
        """Delete every task in a queue."""
        queue = self._queue(request.name)
        queue.purge()
        return queue_to_proto(queue)

    async def pause_queue(self, request: tasks_v2.PauseQueueRequest) -> tasks_v2.Queue:
        """Pause the deliveries of a queue."""
        queue = self._queue(request.name)
        queue.pause()
        return queue_to_proto(queue)

    async def resume_queue(self, request: tasks_v2.ResumeQueueRequest) -> tasks_v2.Queue:
        """Resume the deliveries of a queue."""
        queue = self._queue(request.name)
        queue.resume()
        return queue_to_proto(queue)

    async def create_task(self, request: tasks_v2.CreateTaskRequest) -> tasks_v2.Task:
        """Add a task to a queue.

        Raises:
            TaskCallRefused: URL, schedule time or name is invalid, or the queue does not exist.
        """
        queue = self._queue(request.parent)
        task = tasks_v2.Task(request.task)
        now = datetime.now(UTC)
        if not task.http_request.url.startswith(("http://", "https://")):
            raise TaskCallRefused(
                grpc.StatusCode.INVALID_ARGUMENT, "HttpRequest.url must start with http:// or https://."
            )
        due = task.schedule_time - self._ahead if task.schedule_time else now
        if due > now + MAX_SCHEDULE_AHEAD:
            message = "Task.schedule_time must be no more than 30 days in the future."
            raise TaskCallRefused(grpc.StatusCode.INVALID_ARGUMENT, message)
        task.name = task.name or f"{queue.name}/tasks/{secrets.randbelow(10**19)}"
        check_task_name(task.name, queue.name)
        task.create_time = now
        task.dispatch_deadline = task.dispatch_deadline or DEFAULT_DISPATCH_DEADLINE
        entry = queue.add(task, max(due.timestamp(), time.time()))
        return task_to_proto(entry, request.response_view)

    async def get_task(self, request: tasks_v2.GetTaskRequest) -> tasks_v2.Task:
        """Return a task that has not been finished."""
        return task_to_proto(self._entry(request.name), request.response_view)

    async def list_tasks(self, request: tasks_v2.ListTasksRequest) -> tasks_v2.ListTasksResponse:
        """List the tasks in a queue."""
        entries = self._queue(request.parent).list_waiting()
        page, following = _page(entries, request.page_size or 1000, request.page_token)
        tasks = [task_to_proto(entry, request.response_view) for entry in page]
        return tasks_v2.ListTasksResponse(tasks=tasks, next_page_token=following)

    async def delete_task(self, request: tasks_v2.DeleteTaskRequest) -> None:
        """Delete a task."""
        self._queue(queue_name_from_task(request.name)).delete(request.name)

    async def run_task(self, request: tasks_v2.RunTaskRequest) -> tasks_v2.Task:
        """Deliver a task now."""
        return task_to_proto(
            self._queue(queue_name_from_task(request.name)).run_now(request.name), request.response_view
        )

    async def stop(self) -> None:
        """Stop every queue."""
        for queue in self.queues:
            await queue.stop()

    def _entry(self, name: str) -> QueuedTask:
        return self._queue(queue_name_from_task(name)).get(name)

    def _queue(self, name: str) -> TaskQueue:
        if name in self._queues:
            return self._queues[name]
        _, identifier = split_queue_name(name)
        if identifier not in self._rules or name in self._deleted:
            raise TaskCallRefused(grpc.StatusCode.NOT_FOUND, f"Queue does not exist: {name}.")
        return self._open(name, self._rules[identifier])

    def _open(self, name: str, rules: QueueRules) -> TaskQueue:
        self._queues[name] = TaskQueue(name, rules, self._deliver, names_kept_for=self._names_kept_for)
        return self._queues[name]


def create_handlers(tasks: CloudTasks) -> dict[str, Any]:
    """Return the gRPC handlers of the service, by method name."""
    calls: dict[str, tuple[Callable[[Any], Awaitable[Any]], Any, Any]] = {
        "CreateQueue": (tasks.create_queue, tasks_v2.CreateQueueRequest, tasks_v2.Queue),
        "GetQueue": (tasks.get_queue, tasks_v2.GetQueueRequest, tasks_v2.Queue),
        "ListQueues": (tasks.list_queues, tasks_v2.ListQueuesRequest, tasks_v2.ListQueuesResponse),
        "DeleteQueue": (tasks.delete_queue, tasks_v2.DeleteQueueRequest, None),
        "PurgeQueue": (tasks.purge_queue, tasks_v2.PurgeQueueRequest, tasks_v2.Queue),
        "PauseQueue": (tasks.pause_queue, tasks_v2.PauseQueueRequest, tasks_v2.Queue),
        "ResumeQueue": (tasks.resume_queue, tasks_v2.ResumeQueueRequest, tasks_v2.Queue),
        "CreateTask": (tasks.create_task, tasks_v2.CreateTaskRequest, tasks_v2.Task),
        "GetTask": (tasks.get_task, tasks_v2.GetTaskRequest, tasks_v2.Task),
        "ListTasks": (tasks.list_tasks, tasks_v2.ListTasksRequest, tasks_v2.ListTasksResponse),
        "DeleteTask": (tasks.delete_task, tasks_v2.DeleteTaskRequest, None),
        "RunTask": (tasks.run_task, tasks_v2.RunTaskRequest, tasks_v2.Task),
    }
    return {
        name: grpc.unary_unary_rpc_method_handler(
            _answering(call),
            request_deserializer=request.deserialize,
            response_serializer=response.serialize if response else _empty,
        )
        for name, (call, request, response) in calls.items()
    }


async def start_task_server(tasks: CloudTasks, address: str) -> tuple[grpc.aio.Server, int]:
    """Serve `tasks` at `address`. Return the gRPC server and the port that it listens on."""
    server = grpc.aio.server(options=[("grpc.so_reuseport", 0)])
    server.add_generic_rpc_handlers((grpc.method_handlers_generic_handler(SERVICE_NAME, create_handlers(tasks)),))
    port = server.add_insecure_port(address)
    await server.start()
    return server, port


def _answering(call: Callable[[Any], Awaitable[Any]]) -> Callable[[Any, Any], Awaitable[Any]]:
    async def answer(request: Any, context: Any) -> Any:
        try:
            return await call(request)
        except TaskCallRefused as refused:
            await context.abort(refused.code, str(refused))

    return answer


def _empty(_: None) -> bytes:
    return b""


def _page(items: Sequence[Item], size: int, token: str) -> tuple[Sequence[Item], str]:
    start = int(token) if token else 0
    end = start + size
    return items[start:end], str(end) if end < len(items) else ""
