"""Queues of Cloud Tasks: pausing, emptying, listing, creating, and what they refuse."""

import asyncio

import pytest
from google.api_core.exceptions import AlreadyExists, FailedPrecondition, InvalidArgument, NotFound
from google.cloud import tasks_v2

from emulators.manifest import QueueRules
from emulators.tasks.queue import compute_backoff
from tests.emulators.builders import LOCATION, QUICK_QUEUE, a_task
from tests.emulators.conftest import TasksServer
from tests.emulators.recording_server import RecordingServer, wait_until


async def test_a_paused_queue_delivers_only_what_is_run_by_hand(tasks: TasksServer, receiver: RecordingServer) -> None:
    """A pause holds everything but `RunTask`; resuming lets the rest go."""
    paused = await tasks.client.pause_queue(name=QUICK_QUEUE)
    await tasks.client.create_task(parent=QUICK_QUEUE, task=a_task(receiver.url("held"), name="held"))
    await tasks.client.create_task(parent=QUICK_QUEUE, task=a_task(receiver.url("run"), name="run", in_seconds=600))

    await tasks.client.run_task(name=f"{QUICK_QUEUE}/tasks/run")
    await wait_until(lambda: receiver.received)
    await asyncio.sleep(0.1)
    before = [call.path for call in receiver.received]
    await tasks.client.resume_queue(name=QUICK_QUEUE)
    await wait_until(lambda: len(receiver.received) == 2)

    assert paused.state == tasks_v2.Queue.State.PAUSED
    assert before == ["/run"]
    assert receiver.received[1].path == "/held"


async def test_a_queue_can_be_emptied(tasks: TasksServer, receiver: RecordingServer) -> None:
    """Purging takes out every task."""
    for number in range(3):
        task = a_task(receiver.url(), name=f"task-{number}", in_seconds=600)
        await tasks.client.create_task(parent=QUICK_QUEUE, task=task)
    listed = [task.name async for task in await tasks.client.list_tasks(parent=QUICK_QUEUE)]

    await tasks.client.purge_queue(name=QUICK_QUEUE)

    assert listed == [f"{QUICK_QUEUE}/tasks/task-{number}" for number in range(3)]
    assert [task async for task in await tasks.client.list_tasks(parent=QUICK_QUEUE)] == []


async def test_pages_of_tasks_follow_one_another(tasks: TasksServer, receiver: RecordingServer) -> None:
    """A small page size still lists everything."""
    for number in range(5):
        task = a_task(receiver.url(), name=f"page-{number}", in_seconds=600)
        await tasks.client.create_task(parent=QUICK_QUEUE, task=task)

    request = tasks_v2.ListTasksRequest(parent=QUICK_QUEUE, page_size=2)
    listed = [task.name async for task in await tasks.client.list_tasks(request)]

    assert listed == [f"{QUICK_QUEUE}/tasks/page-{number}" for number in range(5)]


async def test_an_unknown_queue_is_not_found(tasks: TasksServer, receiver: RecordingServer) -> None:
    """Only the manifest's queues, and created ones, exist."""
    unknown = f"{LOCATION}/queues/unknown"

    with pytest.raises(NotFound):
        await tasks.client.create_task(parent=unknown, task=a_task(receiver.url()))
    with pytest.raises(NotFound):
        await tasks.client.get_queue(name=unknown)


async def test_queues_come_and_go(tasks: TasksServer) -> None:
    """A queue can be created once, is listed, and cannot be created again after its deletion."""
    name = f"{LOCATION}/queues/mail"
    mail = tasks_v2.Queue(name=name, retry_config=tasks_v2.RetryConfig(max_attempts=5))

    created = await tasks.client.create_queue(parent=LOCATION, queue=mail)
    listed = [queue.name async for queue in await tasks.client.list_queues(parent=LOCATION)]
    with pytest.raises(AlreadyExists):
        await tasks.client.create_queue(parent=LOCATION, queue=mail)
    await tasks.client.delete_queue(name=name)

    assert created.retry_config.max_attempts == 5
    assert name in listed
    with pytest.raises(FailedPrecondition):
        await tasks.client.create_queue(parent=LOCATION, queue=mail)
    with pytest.raises(NotFound):
        await tasks.client.get_queue(name=name)


@pytest.mark.parametrize(
    "task",
    [
        a_task("ftp://127.0.0.1/"),
        a_task("http://127.0.0.1/", name="not.allowed"),
        a_task("http://127.0.0.1/", queue=f"{LOCATION}/queues/paced", name="elsewhere"),
        a_task("http://127.0.0.1/", in_seconds=31 * 24 * 3600),
    ],
    ids=["scheme", "name", "queue", "horizon"],
)
async def test_what_the_cloud_refuses_is_refused(tasks: TasksServer, task: tasks_v2.Task) -> None:
    """A wrong address, name or queue, and a time beyond thirty days, are invalid."""
    with pytest.raises(InvalidArgument):
        await tasks.client.create_task(parent=QUICK_QUEUE, task=task)


def test_backoff_doubles_then_grows_then_stays() -> None:
    """The example of the cloud's own documentation."""
    rules = QueueRules(min_backoff_seconds=10, max_backoff_seconds=300, doublings=3)

    pauses = [compute_backoff(rules, failures) for failures in range(1, 9)]

    assert pauses == [10, 20, 40, 80, 160, 240, 300, 300]
