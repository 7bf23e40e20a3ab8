"""Answers to each kind of error by each kind of trigger, and the details that they reveal."""

from datetime import datetime
from typing import Any

import pytest

from shared.kernel.errors import (
    Busy,
    Conflict,
    Fault,
    FieldError,
    Forbidden,
    Gone,
    Invalid,
    NotFound,
    TooMany,
    Unauthenticated,
    Unavailable,
)
from shared.kernel.ports import Query
from shared.orders.ports import InvoiceNotice, PaymentCallbacks
from shared.runtime import dead_letters, error_responses
from shared.runtime.context import Context
from shared.runtime.error_responses import Bug, ErrorAction
from shared.runtime.schedules import RunRecord, RunSummary, ScheduledRun
from shared.runtime.specs import Kind
from shared.runtime.triggers import http, on, schedule, task, webhook
from tests.builders import NOON
from tests.runtime.sample_functions import Bell, Ring, RingBell, Rung, SampleFunctionCaller
from tests.world import ANA, Answer, World

HTTP, WEBHOOK, EVENT, TASK, SCHEDULE = KINDS = ("http", "webhook", "event", "task", "schedule")

# Error, then the answer and what it means to each of: http, webhook, event, task, schedule.
TABLE: dict[type[Fault], tuple[tuple[int, ErrorAction], ...]] = {
    Invalid: ((422, "answer"), (400, "answer"), (200, "drop"), (200, "drop"), (422, "fail")),
    Unauthenticated: ((401, "answer"), (401, "answer"), (200, "drop"), (200, "drop"), (401, "fail")),
    Forbidden: ((403, "answer"), (403, "answer"), (200, "drop"), (200, "drop"), (403, "fail")),
    NotFound: ((404, "answer"), (200, "record"), (200, "drop"), (200, "drop"), (200, "skip")),
    Conflict: ((409, "answer"), (200, "record"), (200, "skip"), (200, "skip"), (200, "skip")),
    Gone: ((410, "answer"), (200, "record"), (200, "skip"), (200, "skip"), (200, "skip")),
    TooMany: ((429, "answer"), (429, "retry"), (429, "retry"), (429, "retry"), (429, "retry")),
    Unavailable: ((503, "answer"), (503, "retry"), (503, "retry"), (503, "retry"), (503, "retry")),
    Busy: ((503, "answer"), (503, "retry"), (503, "retry"), (503, "retry"), (503, "retry")),
    Bug: ((500, "answer"), (500, "fail"), (500, "fail"), (500, "fail"), (500, "fail")),
}
CASES = [
    pytest.param(kind, fault, *row[place], id=f"{kind}-{fault.__name__}")
    for fault, row in TABLE.items()
    for place, kind in enumerate(KINDS)
]
NOTICE = {
    "id": "inv-1",
    "external_id": "BE-20261126-ACD346",
    "status": "PAID",
    "amount": 150_000,
    "payer_email": "sari@example.com",
}
SECRET = "sari@example.com owes Rp150.000"


@pytest.mark.parametrize(("kind", "fault", "status", "verdict"), CASES)
def test_the_table(kind: Kind, fault: type[Fault], status: int, verdict: ErrorAction) -> None:
    """
    Each kind of error has one answer and one meaning for each kind of trigger.
    """
    assert (status, verdict) == (
        error_responses.compute_status(kind, fault()),
        error_responses.decide_error_action(kind, fault()),
    )


def raising(kind: str, error: Exception) -> Any:
    """A function of that kind, in whose story *error* is raised."""
    if kind == HTTP:

        @http.post(who="customer")
        async def fail_http(body: RingBell, ctx: Context) -> Bell:
            """Fail."""
            raise error

        return fail_http
    if kind == WEBHOOK:

        @webhook(sender=PaymentCallbacks)
        async def fail_webhook(notice: InvoiceNotice, ctx: Context) -> None:
            """Fail."""
            raise error

        return fail_webhook
    if kind == EVENT:

        @on(Rung)
        async def fail_event(event: Rung, ctx: Context) -> None:
            """Fail."""
            raise error

        return fail_event
    if kind == TASK:

        @task(Ring)
        async def fail_task(job: Ring, ctx: Context) -> None:
            """Fail."""
            raise error

        return fail_task

    @schedule("* * * * *")
    async def fail_schedule(tick: ScheduledRun, ctx: Context) -> RunSummary:
        """Fail."""
        raise error

    return fail_schedule


async def called(toys: SampleFunctionCaller, kind: str, error: Exception) -> Answer:
    """What a function of that kind answers when *error* is raised in it."""
    function = raising(kind, error)
    toys.serve_handlers(function)
    if kind == WEBHOOK:
        return await toys(function, NOTICE, headers={"x-callback-token": "new-token"})
    if kind == EVENT:
        return await toys.push_event(function, "Rung", {}, id=f"e-{error!r}")
    if kind == TASK:
        return await toys.deliver_task(function, {})
    if kind == SCHEDULE:
        return await toys.run_schedule(function, due_at=NOON)
    return await toys(function, {}, as_=ANA)


@pytest.mark.emulator
@pytest.mark.parametrize("kind", KINDS)
async def test_the_table_through_the_doors(toys: SampleFunctionCaller, kind: str) -> None:
    """
    What a caller of that kind is answered is what the table says.
    """
    answers = {}
    for fault in TABLE:
        answers[fault] = (await called(toys, kind, RuntimeError(SECRET) if fault is Bug else fault())).status

    assert answers == {fault: row[KINDS.index(kind)][0] for fault, row in TABLE.items()}


@pytest.mark.emulator
@pytest.mark.parametrize("kind", [EVENT, TASK])
@pytest.mark.parametrize("fault", [Invalid, Unauthenticated, Forbidden, NotFound])
async def test_what_is_dropped_is_kept(world: World, toys: SampleFunctionCaller, kind: str, fault: type[Fault]) -> None:
    """
    What will not be tried again leaves a dead letter that says why.
    """
    answer = await called(toys, kind, fault(errors=[FieldError("bell", "in_past", {})]))

    (letter,) = await world.reader.query(dead_letters.dead_letters_query())
    assert answer.status == 200
    assert (letter.kind, letter.code, letter.detail) == (kind, fault.code, "bell: is in the past")


@pytest.mark.emulator
@pytest.mark.parametrize("kind", [WEBHOOK, EVENT, TASK, SCHEDULE])
@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE"])
async def test_machines_use_one_method_too(toys: SampleFunctionCaller, kind: str, method: str) -> None:
    """
    A function that a vendor or the cloud calls takes POST alone: it says so, and its handler does not run.
    """
    function = raising(kind, AssertionError("the handler has run"))
    toys.serve_handlers(function)
    machine = {"x-callback-token": "new-token"} if kind == WEBHOOK else toys.machine_headers(function)

    answer = await toys(function, {}, headers=machine, method=method)

    assert (answer.status, answer.headers["allow"]) == (405, "POST")


async def test_a_webhook_that_is_of_no_use_is_on_record(world: World, toys: SampleFunctionCaller) -> None:
    """
    Each of them is kept with its reason, so that somebody looks into it; what it said of people is not.
    """
    function = raising(WEBHOOK, NotFound())
    toys.serve_handlers(function)

    for invoice in ("inv-1", "inv-2", "inv-2"):
        await toys(function, NOTICE | {"id": invoice}, headers={"x-callback-token": "new-token"})

    found = await world.reader.query(dead_letters.dead_letters_query())
    assert [(letter.kind, letter.code, letter.body) for letter in found] == [("webhook", "not_found", None)] * 2


@pytest.mark.emulator
@pytest.mark.parametrize("kind", KINDS)
async def test_a_bug_says_nothing_and_is_reported(world: World, toys: SampleFunctionCaller, kind: str) -> None:
    """
    The caller learns that it is our fault and under which id to ask; the log learns where it broke.
    """
    answer = await called(toys, kind, RuntimeError(SECRET))

    crash = next(line for line in world.log_lines if "@type" in line)
    assert (answer.status, answer.code) == (500, "internal_error")
    assert SECRET not in str(answer.body)
    assert "RuntimeError" not in str(answer.body)
    assert answer.body["request_id"] == answer.headers["x-request-id"] == crash["request_id"]
    assert (crash["severity"], crash["function"]) == ("ERROR", f"fail-{kind}")
    assert "test_error_handling.py" in crash["message"]


@pytest.mark.emulator
async def test_a_problem_has_the_shape_of_one(world: World, toys: SampleFunctionCaller) -> None:
    """
    RFC 9457, with our code, the request's id and the error's own fields; times as everywhere in the API.
    """
    error = Gone(valid_until=NOON, colour="red", status="SOLD", code="x", title="x", type="x")
    answer = await called(toys, HTTP, error)

    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.body == {
        "type": "urn:temani:problem:gone",
        "title": "This is no longer available",
        "status": 410,
        "code": "gone",
        "detail": "This is no longer available",
        "request_id": answer.headers["x-request-id"],
        "valid_until": "2026-11-26T05:00:00Z",
        "colour": "red",
    }


@pytest.mark.emulator
@pytest.mark.parametrize(
    ("error", "seconds"),
    [(TooMany(retry_after=1.2), "2"), (Unavailable(), "2"), (Busy(), "2"), (Conflict(), None)],
)
async def test_who_is_to_come_back_is_told_when(toys: SampleFunctionCaller, error: Fault, seconds: str | None) -> None:
    """
    Too many and unavailable say after how many whole seconds to try again.
    """
    answer = await called(toys, HTTP, error)

    assert answer.headers.get("retry-after") == seconds


@pytest.mark.emulator
async def test_a_failed_run_leaves_its_record(world: World, toys: SampleFunctionCaller) -> None:
    """
    A scheduled run that broke is on record as failed, under its due time, with the kind of error only.
    """
    await called(toys, SCHEDULE, RuntimeError(SECRET))

    (run,) = await world.reader.query(Query("job_runs", RunRecord))
    assert (run.job, run.due_at, run.failed, run.error) == ("fail_schedule", NOON, 1, "RuntimeError")


@pytest.mark.emulator
async def test_a_late_retry_is_the_same_run(world: World, toys: SampleFunctionCaller) -> None:
    """
    The story is told when it was due, not when it runs, and a retry takes the place of the run's record.
    """
    told: list[datetime] = []

    @schedule("*/5 * * * *")
    async def count_slowly(tick: ScheduledRun, ctx: Context) -> RunSummary:
        """Count."""
        told.append(tick.due_at)
        if len(told) == 1:
            raise Unavailable
        return RunSummary(counted=3, failed=1)

    toys.serve_handlers(count_slowly)
    first = await toys.run_schedule(count_slowly, due_at=NOON)
    world.later(minutes=4)
    second = await toys.run_schedule(count_slowly, due_at=NOON)

    (run,) = await world.reader.query(Query("job_runs", RunRecord))
    assert (first.status, second.status, second.body) == (503, 200, {"counted": 3, "failed": 1})
    assert told == [NOON, NOON]
    assert (run.due_at, run.started_at, run.counted, run.failed, run.error) == (NOON, world.now, 3, 1, None)


@pytest.mark.emulator
async def test_a_run_without_a_due_time_is_due_now(world: World, toys: SampleFunctionCaller) -> None:
    """
    Run by hand, a schedule is due when it runs; an unreadable due time is refused.
    """

    @schedule("*/5 * * * *")
    async def tell_the_time(tick: ScheduledRun, ctx: Context) -> RunSummary:
        """Tell."""
        return RunSummary(counted=int(tick.due_at.timestamp()))

    toys.serve_handlers(tell_the_time)
    now = await toys(tell_the_time, {}, headers=toys.machine_headers(tell_the_time))
    odd = await toys(
        tell_the_time, {}, headers=toys.machine_headers(tell_the_time) | {"x-cloudscheduler-scheduletime": "yesterday"}
    )

    assert now.body["counted"] == int(NOON.timestamp())
    assert (odd.status, odd.invalid_fields) == (422, ["due_at"])
