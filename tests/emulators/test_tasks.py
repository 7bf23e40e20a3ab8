"""Cloud Tasks, through the official client, delivering to a real server."""

import asyncio
import time
from datetime import timedelta
from typing import Any

import grpc
import jwt
import pytest
from google.api_core.exceptions import AlreadyExists, NotFound
from google.cloud import tasks_v2
from google.cloud.tasks_v2.services.cloud_tasks.transports import CloudTasksGrpcTransport

from emulators.identity_tokens import IdentityTokenSigner
from tests.emulators.builders import LOCATION, QUICK_QUEUE, a_task, find_queue
from tests.emulators.conftest import TasksServer
from tests.emulators.recording_server import RecordingServer, wait_until

CALLER = "temani-internal@demo-temani.iam.gserviceaccount.com"


async def test_a_task_is_delivered_with_its_headers_and_its_token(
    tasks: TasksServer, receiver: RecordingServer, identity: IdentityTokenSigner
) -> None:
    """A task arrives once, as the cloud would send it, and is then gone."""
    token = {"service_account_email": CALLER, "audience": receiver.url("settle-invoice")}
    headers = {"Content-Type": "application/json", "X-Request-Id": "r-1"}
    task = a_task(receiver.url("settle-invoice"), name="one", headers=headers, oidc_token=token)

    await tasks.client.create_task(parent=QUICK_QUEUE, task=task)
    await wait_until(lambda: find_queue(tasks).finished)

    [call] = receiver.received
    assert call.body == b'{"order": "o-1"}'
    assert call.headers["content-type"] == "application/json"
    assert call.headers["x-request-id"] == "r-1"
    assert call.headers["x-cloudtasks-taskname"] == "one"
    assert call.headers["x-cloudtasks-queuename"] == "quick"
    assert call.headers["x-cloudtasks-taskretrycount"] == "0"
    assert call.headers["x-cloudtasks-taskexecutioncount"] == "0"
    assert float(call.headers["x-cloudtasks-tasketa"]) <= call.at
    claims = verified(identity, call.headers["authorization"], audience=receiver.url("settle-invoice"))
    assert (claims["email"], claims["email_verified"]) == (CALLER, True)
    with pytest.raises(NotFound):
        await tasks.client.get_task(name=f"{QUICK_QUEUE}/tasks/one")


async def test_the_synchronous_client_works_too(tasks: TasksServer, receiver: RecordingServer) -> None:
    """The blocking client creates and reads a task."""
    task = a_task(receiver.url("later"), name="sync", in_seconds=600)

    def create_and_get() -> tasks_v2.Task:
        with grpc.insecure_channel(tasks.address) as channel:
            client = tasks_v2.CloudTasksClient(transport=CloudTasksGrpcTransport(channel=channel))
            client.create_task(parent=QUICK_QUEUE, task=task)
            full = tasks_v2.GetTaskRequest(name=task.name, response_view=tasks_v2.Task.View.FULL)
            return client.get_task(full)

    created = await asyncio.to_thread(create_and_get)

    assert created.http_request.body == b'{"order": "o-1"}'
    assert created.dispatch_deadline == timedelta(minutes=10)


async def test_a_name_is_used_once(tasks: TasksServer, receiver: RecordingServer) -> None:
    """A name is refused while its task waits, and for a time after it left."""
    task = a_task(receiver.url("once"), name="only", in_seconds=600)
    await tasks.client.create_task(parent=QUICK_QUEUE, task=task)

    with pytest.raises(AlreadyExists):
        await tasks.client.create_task(parent=QUICK_QUEUE, task=task)
    await tasks.client.delete_task(name=task.name)
    with pytest.raises(AlreadyExists, match="existed too recently"):
        await tasks.client.create_task(parent=QUICK_QUEUE, task=task)

    await tasks.client.create_task(parent=QUICK_QUEUE, task=a_task(receiver.url("once"), name="other"))
    await wait_until(lambda: find_queue(tasks).finished[-1].outcome == "done")
    with pytest.raises(AlreadyExists, match="existed too recently"):
        await tasks.client.create_task(parent=QUICK_QUEUE, task=a_task(receiver.url("once"), name="other"))


async def test_a_name_is_free_again_later(forgetful_tasks: TasksServer, receiver: RecordingServer) -> None:
    """When the time is over for which a name is kept, another task may have it."""
    tasks, task = forgetful_tasks, a_task(receiver.url("again"), name="again")

    await tasks.client.create_task(parent=QUICK_QUEUE, task=task)
    await wait_until(lambda: len(find_queue(tasks).finished) == 1)
    await tasks.client.create_task(parent=QUICK_QUEUE, task=task)
    await wait_until(lambda: len(find_queue(tasks).finished) == 2)

    assert [call.path for call in receiver.received] == ["/again"] * 2


async def test_racers_for_one_name_have_one_winner(tasks: TasksServer, receiver: RecordingServer) -> None:
    """Of fifty that create the same task at once, one does, and it is delivered once."""
    task = a_task(receiver.url("race"), name="race")

    racers = (tasks.client.create_task(parent=QUICK_QUEUE, task=task) for _ in range(50))
    answers = await asyncio.gather(*racers, return_exceptions=True)
    await wait_until(lambda: find_queue(tasks).finished)

    assert sum(isinstance(answer, AlreadyExists) for answer in answers) == 49
    assert len(receiver.received) == 1


async def test_a_task_waits_for_its_time(tasks: TasksServer, receiver: RecordingServer) -> None:
    """Tasks leave when they are due, not in the order they came."""
    began = time.time()
    late = a_task(receiver.url("late"), name="late", in_seconds=600)
    soon = a_task(receiver.url("soon"), in_seconds=0.3)

    await tasks.client.create_task(parent=QUICK_QUEUE, task=late)
    await tasks.client.create_task(parent=QUICK_QUEUE, task=soon)
    await wait_until(lambda: find_queue(tasks).finished)

    [call] = receiver.received
    assert call.path == "/soon"
    assert call.at - began >= 0.3
    assert [task.name async for task in await tasks.client.list_tasks(parent=QUICK_QUEUE)] == [late.name]


async def test_a_deleted_task_is_never_delivered(tasks: TasksServer, receiver: RecordingServer) -> None:
    """Deleting a waiting task calls it off, whatever is delivered after its time; deleting it again finds nothing."""
    queue = f"{LOCATION}/queues/single"
    never = a_task(receiver.url("never"), queue=queue, name="never", in_seconds=0.2)
    after = a_task(receiver.url("after"), in_seconds=0.3)
    await tasks.client.pause_queue(name=queue)
    for task in (never, after):
        await tasks.client.create_task(parent=queue, task=task)

    await tasks.client.delete_task(name=never.name)
    await tasks.client.resume_queue(name=queue)
    await wait_until(lambda: [each for each in find_queue(tasks, queue).finished if each.outcome == "done"])

    assert [call.path for call in receiver.received] == ["/after"]
    with pytest.raises(NotFound):
        await tasks.client.delete_task(name=never.name)


async def test_a_failed_task_is_tried_again(tasks: TasksServer, receiver: RecordingServer) -> None:
    """Each attempt says how many came before it and what was last answered."""
    receiver.answers = [503, 500]

    await tasks.client.create_task(parent=QUICK_QUEUE, task=a_task(receiver.url("again")))
    await wait_until(lambda: find_queue(tasks).finished)

    counts = [call.headers["x-cloudtasks-taskretrycount"] for call in receiver.received]
    assert counts == ["0", "1", "2"]
    assert receiver.received[2].headers["x-cloudtasks-taskpreviousresponse"] == "500"
    assert find_queue(tasks).finished[0].outcome == "done"


async def test_retry_after_is_respected(tasks: TasksServer, receiver: RecordingServer) -> None:
    """A function that asks for time gets it."""
    receiver.answers, receiver.headers = [503], {"Retry-After": "1"}

    await tasks.client.create_task(parent=QUICK_QUEUE, task=a_task(receiver.url("patience")))
    await wait_until(lambda: len(receiver.received) == 2)

    assert receiver.received[1].at - receiver.received[0].at >= 1


async def test_a_task_is_given_up_and_stays_visible(tasks: TasksServer, receiver: RecordingServer) -> None:
    """After its last attempt a task is gone, as in the cloud; here a record of it is kept."""
    receiver.answers = [500, 500, 500]
    task = a_task(receiver.url("hopeless"), name="hopeless")

    await tasks.client.create_task(parent=QUICK_QUEUE, task=task)
    await wait_until(lambda: find_queue(tasks).finished)

    record = find_queue(tasks).finished[0]
    assert (record.outcome, record.attempts, record.last_status) == ("gave_up", 3, 500)
    with pytest.raises(NotFound):
        await tasks.client.get_task(name=task.name)


async def test_nobody_at_home_is_a_failure_like_any_other(tasks: TasksServer, receiver: RecordingServer) -> None:
    """A delivery that reaches nobody counts as an attempt."""
    await tasks.client.create_task(parent=QUICK_QUEUE, task=a_task("http://127.0.0.1:9/nobody"))

    await wait_until(lambda: find_queue(tasks).finished)

    record = find_queue(tasks).finished[0]
    assert (record.outcome, record.attempts, record.last_status) == ("gave_up", 3, None)


async def test_a_queue_keeps_its_pace(tasks: TasksServer, receiver: RecordingServer) -> None:
    """Five a second means that six tasks take a second, however long the first of them is on its way."""
    queue = f"{LOCATION}/queues/paced"
    await tasks.client.pause_queue(name=queue)
    for _ in range(6):
        await tasks.client.create_task(parent=queue, task=a_task(receiver.url("paced")))

    began = time.monotonic()
    await tasks.client.resume_queue(name=queue)
    await wait_until(lambda: len(receiver.received) == 6)

    assert time.monotonic() - began >= 0.99


async def test_a_queue_keeps_its_width(tasks: TasksServer, receiver: RecordingServer) -> None:
    """As many deliveries at once as the queue allows, and never more."""
    receiver.answers_after, receiver.answer_delay = 2, 0.1
    queue = f"{LOCATION}/queues/narrow"

    for _ in range(6):
        await tasks.client.create_task(parent=queue, task=a_task(receiver.url("narrow")))
    await wait_until(lambda: len(find_queue(tasks, queue).finished) == 6)

    assert receiver.max_concurrent == 2


def verified(identity: IdentityTokenSigner, authorization: str, *, audience: str) -> dict[str, Any]:
    """Verify a token against the published keys."""
    token = authorization.removeprefix("Bearer ")
    keys = jwt.PyJWKSet.from_dict(identity.key_set())
    key = keys[jwt.get_unverified_header(token)["kid"]]
    claims: dict[str, Any] = jwt.decode(
        token, key, algorithms=["RS256"], audience=audience, issuer="https://accounts.google.com"
    )
    return claims


async def test_a_moved_clock_makes_tasks_due(tasks: TasksServer, receiver: RecordingServer) -> None:
    """What waits for tomorrow is delivered tomorrow; what is then scheduled waits for its own time."""
    tomorrow = 24 * 3_600
    await tasks.client.create_task(parent=QUICK_QUEUE, task=a_task(receiver.url("a"), name="a", in_seconds=tomorrow))

    tasks.service.move_clock(timedelta(seconds=tomorrow))
    for name, seconds in (("b", tomorrow - 60), ("c", tomorrow + 3_600)):
        await tasks.client.create_task(
            parent=QUICK_QUEUE, task=a_task(receiver.url(name), name=name, in_seconds=seconds)
        )
    await wait_until(lambda: len(find_queue(tasks).finished) == 2)

    assert sorted(task.name[-1] for task in find_queue(tasks).finished) == ["a", "b"]
    assert [task.name[-1] for task in find_queue(tasks).list_waiting()] == ["c"]
