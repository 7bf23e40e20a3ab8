"""Builders of tasks for the local Cloud Tasks."""

from datetime import UTC, datetime, timedelta
from typing import Any

from google.cloud import tasks_v2

from emulators.tasks.queue import TaskQueue
from tests.emulators.conftest import TasksServer

LOCATION = "projects/demo-temani/locations/asia-southeast2"
QUICK_QUEUE = f"{LOCATION}/queues/quick"


def a_task(
    url: str, *, name: str = "", queue: str = QUICK_QUEUE, in_seconds: float = 0, **request: Any
) -> tasks_v2.Task:
    """Build a task that calls `url`, after `in_seconds`."""
    return tasks_v2.Task(
        name=f"{queue}/tasks/{name}" if name else "",
        http_request=tasks_v2.HttpRequest(url=url, body=b'{"order": "o-1"}', **request),
        schedule_time=datetime.now(UTC) + timedelta(seconds=in_seconds) if in_seconds else None,
    )


def find_queue(tasks: TasksServer, name: str = QUICK_QUEUE) -> TaskQueue:
    """Return a queue of the running server."""
    return next(queue for queue in tasks.service.queues if queue.name == name)
