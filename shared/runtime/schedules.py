"""Scheduled jobs: when a run was due, what it came to, and the record that it leaves."""

from collections.abc import Awaitable, Callable, Iterable
from datetime import timedelta
from typing import Any, TypeVar

from shared.kernel.errors import Fault
from shared.kernel.ports import Query, Ref, UnitOfWork
from shared.kernel.schemas import Entity, Moment, View
from shared.runtime.context import Context

RUN_RETENTION = timedelta(days=90)
T = TypeVar("T")


class ScheduledRun(View):
    """`due_at` is when the run was due, not when it runs: a late retry decides as the run in time would have."""

    due_at: Moment


class RunSummary(View):
    """Number of items that a run handled, and of items that failed."""

    counted: int = 0
    failed: int = 0

    def __add__(self, other: "RunSummary") -> "RunSummary":
        return RunSummary(counted=self.counted + other.counted, failed=self.failed + other.failed)


async def commit_each(
    ctx: Context, action: Callable[..., Awaitable[Any]], items: Iterable[T], /, **arguments: Any
) -> RunSummary:
    """Commit `action` for each of `items` in turn. An item that fails is reported, and the next one follows.

    An action that returns an integer counts as that many items, any other action as one.
    """
    tally = RunSummary()
    for thing in items:
        try:
            done = await ctx.commit(action, thing, **arguments)
        except Fault as fault:
            ctx.alert(f"{ctx.function} failed for one item: {fault.code}", thing=str(thing))
            tally += RunSummary(failed=1)
        else:
            tally += RunSummary(counted=done if isinstance(done, int) else 1)
    return tally


class RunRecord(Entity):
    """Record of one run of one job."""

    job: str
    due_at: Moment
    started_at: Moment
    milliseconds: int = 0
    counted: int = 0
    failed: int = 0
    error: str | None = None
    expire_at: Moment


def run_record_ref(job: str, due_at: Moment) -> Ref[RunRecord]:
    """Build the reference of a run by its due time. A retry overwrites the record of the attempt before."""
    return Ref(f"job_runs/{job}-{due_at:%Y%m%dT%H%M%SZ}", RunRecord)


def run_records_query(job: str) -> Query[RunRecord]:
    """Build the query for the runs of `job`, the latest first."""
    return Query("job_runs", RunRecord).matching("job", "==", job).order_by("due_at", "desc")


async def record_run(uow: UnitOfWork, record: RunRecord) -> None:
    """Save the record of a run."""
    uow.put(run_record_ref(record.job, record.due_at), record)
