"""Cloud Scheduler: when jobs are due, and what the functions are told."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import httpx
import pytest

from emulators.demo.expectations import POLL_TIMEOUT
from emulators.identity_tokens import IdentityTokenSigner
from emulators.internal_calls import InternalCaller, InternalCallResponse
from emulators.manifest import ManifestFunction
from emulators.scheduler import Scheduler, compute_next_due, create_http_call
from emulators.settings import Ports, Settings
from tests.emulators.recording_server import RecordingServer, wait_until

JAKARTA = ZoneInfo("Asia/Jakarta")
EVERY_SECOND = "* * * * * *"


def a_job(schedule: str) -> ManifestFunction:
    """Describe a scheduled function."""
    return ManifestFunction(kind="schedule", entry_point="release_expired_holds", schedule=schedule)


@pytest.mark.parametrize(
    ("expression", "after", "due"),
    [
        ("*/5 * * * *", "2026-11-20T10:02:30+00:00", "2026-11-20T10:05:00+00:00"),
        ("*/5 * * * *", "2026-11-20T10:05:00+00:00", "2026-11-20T10:10:00+00:00"),
        ("0 3 * * *", "2026-11-20T10:00:00+00:00", "2026-11-20T20:00:00+00:00"),
        ("0 0 1 * *", "2026-11-20T10:00:00+00:00", "2026-11-30T17:00:00+00:00"),
    ],
)
def test_jobs_are_due_by_the_clock_in_jakarta(expression: str, after: str, due: str) -> None:
    """A cron expression is read in the job's zone; the moment is told in UTC."""
    moment = compute_next_due(expression, JAKARTA, datetime.fromisoformat(after))

    assert moment.isoformat() == due


async def test_a_run_by_hand_tells_the_function_when_it_was_due(
    receiver: RecordingServer, identity: IdentityTokenSigner
) -> None:
    """The function gets Scheduler's headers with the due time it was given, and a token for its own URL."""
    settings = Settings(ports=Ports(functions=receiver.port))
    jobs = {"release-expired-holds": a_job("*/5 * * * *")}
    async with httpx.AsyncClient(timeout=POLL_TIMEOUT) as client:
        scheduler = Scheduler(jobs, create_http_call(InternalCaller(client, identity, settings), jobs))

        run = await scheduler.run_job("release-expired-holds", datetime(2026, 11, 20, 3, 0, tzinfo=UTC))

    [call] = receiver.requests_at("release-expired-holds")
    assert call.body == b"{}"
    assert call.headers["x-cloudscheduler"] == "true"
    assert call.headers["x-cloudscheduler-jobname"] == "release-expired-holds"
    assert call.headers["x-cloudscheduler-scheduletime"] == "2026-11-20T03:00:00Z"
    assert call.headers["authorization"].startswith("Bearer ")
    assert (run.reply.status, run.reply.body) == (200, "said")
    assert scheduler.describe_jobs()[0]["runs"] == 1
    assert scheduler.describe_jobs()[0]["next_due"] is None


async def test_jobs_run_by_themselves_when_due() -> None:
    """Once started, a job is called each time it is due, with that time, and never twice for one."""
    calls: list[datetime] = []

    async def call(_: str, due_at: datetime) -> InternalCallResponse:
        calls.append(due_at)
        return InternalCallResponse(200, "")

    scheduler = Scheduler({"tick": a_job(EVERY_SECOND)}, call)
    scheduler.start()
    # Whatever a machine is busy with: sooner or later it has time for two seconds in a row.
    await wait_until(lambda: timedelta(seconds=1) in [after - before for before, after in pairwise(calls)])
    await scheduler.stop()

    assert calls == sorted(set(calls))
    assert {due_at.microsecond for due_at in calls} == {0}


async def test_a_failed_run_is_repeated_for_the_same_due_time() -> None:
    """A function that was busy is called again, and believes that it is as late as it is."""
    calls: list[datetime] = []

    async def call(_: str, due_at: datetime) -> InternalCallResponse:
        calls.append(due_at)
        return InternalCallResponse(503 if len(calls) < 3 else 200, "")

    scheduler = Scheduler({"tick": a_job(EVERY_SECOND)}, call, retry_after=(0.01, 0.01))
    scheduler.start()
    await wait_until(lambda: len(calls) >= 3)
    await scheduler.stop()

    assert len(set(calls[:3])) == 1
    assert calls[0] not in calls[3:]
