"""Cloud Scheduler: call each scheduled function when it is due in its time zone, and retry a failed call."""

import asyncio
import json
import logging
import time
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, TypeAlias
from zoneinfo import ZoneInfo

from croniter import croniter

from emulators.internal_calls import InternalCaller, InternalCallResponse
from emulators.manifest import ManifestFunction

RETRY_BACKOFF = (5.0, 10.0, 20.0)

log = logging.getLogger("emulators.scheduler")

CallFunction: TypeAlias = Callable[[str, datetime], Awaitable[InternalCallResponse]]


@dataclass(frozen=True)
class JobRun:
    """Result of one call of a scheduled function."""

    due_at: datetime
    started_at: datetime
    seconds: float
    reply: InternalCallResponse


@dataclass
class ScheduledJob:
    """Scheduled function, with the number of its calls and the result of the latest call."""

    name: str
    expression: str
    zone: ZoneInfo
    runs: int = 0
    last: JobRun | None = None
    # Cloud Scheduler never runs the same job twice at the same time.
    alone: asyncio.Lock = field(default_factory=asyncio.Lock)

    def next_due(self, after: datetime) -> datetime:
        """Return the first time later than `after` at which the job is due."""
        return compute_next_due(self.expression, self.zone, after)


def compute_next_due(expression: str, zone: ZoneInfo, after: datetime) -> datetime:
    """Return the first time later than `after` that matches the cron `expression` in `zone`, in UTC."""
    following: datetime = croniter(expression, after.astimezone(zone)).get_next(datetime)
    return following.astimezone(UTC)


def format_rfc3339(moment: datetime) -> str:
    """Format a time as Cloud Scheduler does."""
    return moment.astimezone(UTC).isoformat().replace("+00:00", "Z")


class Scheduler:
    """Scheduler of the jobs in a manifest.

    Args:
        functions: Scheduled functions, by cloud name.
        call: Function that performs one call.
        retry_after: Seconds to wait before each retry of a failed call.
    """

    def __init__(
        self,
        functions: Mapping[str, ManifestFunction],
        call: CallFunction,
        *,
        retry_after: Sequence[float] = RETRY_BACKOFF,
    ) -> None:
        self.jobs = {
            name: ScheduledJob(name, each.schedule, ZoneInfo(each.time_zone))
            for name, each in functions.items()
            if each.schedule
        }
        self._call = call
        self._retry_after = retry_after
        self._loops: list[asyncio.Task[None]] = []

    @property
    def is_running(self) -> bool:
        """Return whether jobs run by themselves."""
        return bool(self._loops)

    def start(self) -> None:
        """Start running each job when it is due."""
        self._loops = [asyncio.create_task(self._keep_running(job)) for job in self.jobs.values()]

    async def stop(self) -> None:
        """Stop running jobs when they are due, and cancel runs in progress."""
        for loop in self._loops:
            loop.cancel()
        await asyncio.gather(*self._loops, return_exceptions=True)
        self._loops = []

    async def run_job(self, name: str, due_at: datetime) -> JobRun:
        """Run a job once with the due time `due_at`, after a run of the same job that is in progress."""
        job = self.jobs[name]
        async with job.alone:
            return await self._run(job, due_at)

    def describe_jobs(self) -> list[dict[str, Any]]:
        """Return every job with its schedule, next due time and latest run, as JSON."""
        now = datetime.now(UTC)
        return [
            {
                "function": job.name,
                "schedule": job.expression,
                "time_zone": job.zone.key,
                "next_due": format_rfc3339(job.next_due(now)) if self.is_running else None,
                "runs": job.runs,
                "last_run": job_run_as_json(job.last) if job.last else None,
            }
            for job in self.jobs.values()
        ]

    async def _keep_running(self, job: ScheduledJob) -> None:
        while True:
            due_at = job.next_due(datetime.now(UTC))
            await asyncio.sleep((due_at - datetime.now(UTC)).total_seconds())
            async with job.alone:
                await self._run_until_done(job, due_at)

    async def _run_until_done(self, job: ScheduledJob, due_at: datetime) -> None:
        for pause in (*self._retry_after, None):
            run = await self._run(job, due_at)
            if run.reply.succeeded or pause is None:
                return
            await asyncio.sleep(pause)

    async def _run(self, job: ScheduledJob, due_at: datetime) -> JobRun:
        started_at, began = datetime.now(UTC), time.monotonic()
        reply = await self._call(job.name, due_at)
        job.runs += 1
        job.last = JobRun(due_at, started_at, round(time.monotonic() - began, 3), reply)
        if not reply.succeeded:
            log.warning("schedule %s failed with status %d: %s", job.name, reply.status, reply.body[:300])
        return job.last


def job_run_as_json(run: JobRun) -> dict[str, Any]:
    """Return a run as JSON."""
    try:
        answer = json.loads(run.reply.body)
    except ValueError:
        answer = run.reply.body or None
    return {
        "due_at": format_rfc3339(run.due_at),
        "started_at": format_rfc3339(run.started_at),
        "seconds": run.seconds,
        "status": run.reply.status,
        "answer": answer,
    }


def create_http_call(calls: InternalCaller, functions: Mapping[str, ManifestFunction]) -> CallFunction:
    """Return a function that calls scheduled functions over HTTP with Cloud Scheduler's headers."""

    async def call(name: str, due_at: datetime) -> InternalCallResponse:
        headers = {
            "User-Agent": "Google-Cloud-Scheduler",
            "X-CloudScheduler": "true",
            "X-CloudScheduler-JobName": name,
            "X-CloudScheduler-ScheduleTime": format_rfc3339(due_at),
        }
        # Deadline of the real job: the function's timeout and a margin.
        deadline = functions[name].timeout_seconds + 15
        return await calls.post(name, b"{}", headers=headers, timeout_seconds=deadline)

    return call
