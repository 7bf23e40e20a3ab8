"""Conversion of queues and tasks to protos and JSON."""

from dataclasses import asdict
from datetime import UTC, datetime, timedelta
from typing import Any

from google.cloud import tasks_v2
from google.rpc import status_pb2

from emulators.manifest import QueueRules
from emulators.tasks.queue import FinishedTask, QueuedTask, TaskQueue


def queue_to_proto(queue: TaskQueue) -> tasks_v2.Queue:
    """Return a queue as a proto."""
    rules = queue.rules
    return tasks_v2.Queue(
        name=queue.name,
        state=tasks_v2.Queue.State.PAUSED if queue.paused else tasks_v2.Queue.State.RUNNING,
        rate_limits=tasks_v2.RateLimits(
            max_dispatches_per_second=rules.per_second, max_concurrent_dispatches=rules.concurrent
        ),
        retry_config=tasks_v2.RetryConfig(
            max_attempts=rules.attempts,
            min_backoff=timedelta(seconds=rules.min_backoff_seconds),
            max_backoff=timedelta(seconds=rules.max_backoff_seconds),
            max_doublings=rules.doublings,
        ),
    )


def rules_from_queue(queue: tasks_v2.Queue) -> QueueRules:
    """Return the rules in a queue's proto, with Cloud Tasks' defaults for missing values."""
    rates, retries = queue.rate_limits, queue.retry_config
    return QueueRules(
        attempts=retries.max_attempts or 100,
        per_second=rates.max_dispatches_per_second or 500,
        concurrent=rates.max_concurrent_dispatches or 1000,
        min_backoff_seconds=retries.min_backoff.total_seconds() if retries.min_backoff else 0.1,
        max_backoff_seconds=retries.max_backoff.total_seconds() if retries.max_backoff else 3600,
        doublings=retries.max_doublings or 16,
    )


def task_to_proto(entry: QueuedTask, view: tasks_v2.Task.View) -> tasks_v2.Task:
    """Return a task as a proto. Only the full view contains the body."""
    full = view == tasks_v2.Task.View.FULL
    task = tasks_v2.Task(entry.task, view=tasks_v2.Task.View.FULL if full else tasks_v2.Task.View.BASIC)
    task.schedule_time = datetime.fromtimestamp(entry.due, UTC)
    task.dispatch_count = entry.dispatches
    task.response_count = entry.answers
    if not full:
        task.http_request.body = b""
    if entry.first_attempt is not None:
        task.first_attempt = tasks_v2.Attempt(dispatch_time=entry.first_attempt)
    if entry.last is not None:
        status = status_pb2.Status(code=2, message=f"HTTP status code {entry.last.status or 'none'}")
        task.last_attempt = tasks_v2.Attempt(response_time=entry.last_attempt, response_status=status)
    return task


def waiting_as_json(entry: QueuedTask) -> dict[str, Any]:
    """Return a waiting task as JSON."""
    last = entry.last
    return {
        "name": entry.name,
        "url": entry.task.http_request.url,
        "due_at": datetime.fromtimestamp(entry.due, UTC).isoformat(),
        "attempts": entry.dispatches,
        "running": entry.running,
        "last_status": last.status if last else None,
        "last_error": last.error if last else "",
    }


def finished_as_json(finished: FinishedTask) -> dict[str, Any]:
    """Return a finished task as JSON."""
    return {**asdict(finished), "at": finished.at.isoformat()}
