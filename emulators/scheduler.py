"""Cloud Scheduler: calls each scheduled function when it is due, in its time zone, and again if it fails."""

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
    """One call of a scheduled function."""

    due_at: datetime
    started_at: datetime
    seconds: float
    reply: InternalCallResponse


@dataclass
class ScheduledJob:
    """A scheduled function, when it is due next and how its last call went."""

    name: str
    expression: str
    zone: ZoneInfo
    runs: int = 0
    last: JobRun | None = None
    # Cloud Scheduler never runs one job twice at the same time.
    alone: asyncio.Lock = field(default_factory=asyncio.Lock)

    def next_due(self, after: datetime) -> datetime:
        """Return the first time after *after* at which the job is due."""
        return compute_next_due(self.expression, self.zone, after)


def compute_next_due(expression: str, zone: ZoneInfo, after: datetime) -> datetime:
    """Return when a cron *expression*, read in *zone*, next matches, in UTC."""
    following: datetime = croniter(expression, after.astimezone(zone)).get_next(datetime)
    return following.astimezone(UTC)


def format_rfc3339(moment: datetime) -> str:
    """Write a moment as Cloud Scheduler does."""
    return moment.astimezone(UTC).isoformat().replace("+00:00", "Z")


class Scheduler:
    """Runs the jobs of a manifest."""

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
        """Whether jobs run by themselves."""
        return bool(self._loops)

    def start(self) -> None:
        """Let jobs run by themselves from now on."""
        self._loops = [asyncio.create_task(self._keep_running(job)) for job in self.jobs.values()]

    async def stop(self) -> None:
        """Let no job run by itself any more."""
        for loop in self._loops:
            loop.cancel()
        await asyncio.gather(*self._loops, return_exceptions=True)
        self._loops = []

    async def run_job(self, name: str, due_at: datetime) -> JobRun:
        """Run a job once, as if it had been due at *due_at*."""
        job = self.jobs[name]
        async with job.alone:
            return await self._run(job, due_at)

    def describe_jobs(self) -> list[dict[str, Any]]:
        """Describe every job and its last run."""
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
            log.warning("schedule %s answered %d: %s", job.name, reply.status, reply.body[:300])
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
    """Return a call that posts to the function with Cloud Scheduler's headers."""

    async def call(name: str, due_at: datetime) -> InternalCallResponse:
        headers = {
            "User-Agent": "Google-Cloud-Scheduler",
            "X-CloudScheduler": "true",
            "X-CloudScheduler-JobName": name,
            "X-CloudScheduler-ScheduleTime": format_rfc3339(due_at),
        }
        # The real job's deadline: what the function may take, and some air.
        deadline = functions[name].timeout_seconds + 15
        return await calls.post(name, b"{}", headers=headers, timeout_seconds=deadline)

    return call
