"""Names of queues and tasks, checked as Cloud Tasks checks them."""

import re

import grpc

from emulators.tasks.queue import TaskCallRefused

QUEUE_NAME = re.compile(r"(?P<parent>projects/[^/]+/locations/[^/]+)/queues/(?P<queue>[A-Za-z0-9-]{1,100})")
TASK_ID = re.compile(r"[A-Za-z0-9_-]{1,500}")


def split_queue_name(name: str) -> tuple[str, str]:
    """Return the location and the id in the full name of a queue.

    Raises:
        TaskCallRefused: The name is malformed.
    """
    matched = QUEUE_NAME.fullmatch(name)
    if matched is None:
        message = f"Queue name must be projects/PROJECT/locations/LOCATION/queues/QUEUE, not {name!r}."
        raise TaskCallRefused(grpc.StatusCode.INVALID_ARGUMENT, message)
    return matched["parent"], matched["queue"]


def queue_name_from_task(task: str) -> str:
    """Return the full name of the queue in the full name of a task."""
    return task.partition("/tasks/")[0]


def check_task_name(name: str, queue: str) -> None:
    """Check that `name` is a valid full name of a task in `queue`.

    Raises:
        TaskCallRefused: The name is malformed or belongs to another queue.
    """
    identifier = name.removeprefix(f"{queue}/tasks/")
    if identifier == name or TASK_ID.fullmatch(identifier) is None:
        message = f"Task name must be {queue}/tasks/TASK, of letters, digits, - and _ only, not {name!r}."
        raise TaskCallRefused(grpc.StatusCode.INVALID_ARGUMENT, message)
