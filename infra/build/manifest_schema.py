"""The shape of the manifest: which fields there are, and what each may hold."""

from datetime import datetime
from itertools import pairwise
from typing import Annotated, Any, Literal
from zoneinfo import ZoneInfo

from croniter import croniter
from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

from infra.build.access import DocumentAccess
from infra.build.indexes import FirestoreIndexes
from shared.runtime import task_retries
from shared.runtime.options import Exposure
from shared.runtime.specs import Kind

# A Cloud Run service's name may be longer, but accounts and alerts are named after it.
CloudName = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9-]*[a-z0-9]$", max_length=40)]
Word = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$")]

# Weeks of what runs hourly, years of what runs daily.
_RUNS_CHECKED = 400

FIELDS_BY_KIND: dict[Kind, tuple[str, ...]] = {
    "http": (),
    "webhook": (),
    "event": (
        "topic",
        "subscription",
        "filter",
        "attempts",
        "ack_deadline_seconds",
        "min_backoff_seconds",
        "max_backoff_seconds",
        "dead_letter",
    ),
    "task": ("queue", "attempts"),
    "schedule": ("schedule", "time_zone", "every_seconds", "deadline_seconds", "retries"),
}
"""Fields that only the functions of each kind have."""
_OF_SOME_KIND = tuple(dict.fromkeys(name for names in FIELDS_BY_KIND.values() for name in names))


def _by_kind(schema: dict[str, Any]) -> None:
    """Express the table above in JSON Schema."""
    schema["allOf"] = [
        {
            "if": {"properties": {"kind": {"const": kind}}},
            "then": {
                "required": list(names),
                "properties": {name: False for name in _OF_SOME_KIND if name not in names},
            },
        }
        for kind, names in FIELDS_BY_KIND.items()
    ]


class ManifestPart(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class FunctionEntry(ManifestPart):
    """Function in the manifest.

    `publishes` and `enqueues` are the most that its code can send: the least that it must be granted.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", json_schema_extra=_by_kind)

    kind: Kind
    domain: Word
    entry_point: Word
    module: str
    summary: str = Field(min_length=1)
    method: Literal["GET", "POST"]
    exposure: Exposure
    audience: tuple[str, ...] = Field(min_length=1)
    scope: str | None = None
    schedule: str | None = None
    time_zone: str | None = None
    every_seconds: int | None = Field(
        default=None, ge=60, description="The longest time between two runs: who has not run for longer is late."
    )
    deadline_seconds: int | None = Field(
        default=None,
        ge=15,
        le=1_800,
        description="How long Cloud Scheduler waits: a little longer than the function may run.",
    )
    retries: int | None = Field(default=None, ge=0, le=5)
    topic: CloudName | None = None
    subscription: str | None = Field(
        default=None,
        pattern=r"^[a-z][a-z0-9-]*[a-z0-9]$",
        max_length=255,
        description="The function's subscription. Its name changes with the filter, which can't be changed.",
    )
    filter: str | None = Field(
        default=None,
        max_length=256,
        description="Which messages of the topic reach the function, in Pub/Sub's syntax; all, when it is empty.",
    )
    queue: CloudName | None = None
    attempts: int | None = Field(default=None, ge=1, le=200)
    ack_deadline_seconds: int | None = Field(
        default=None,
        ge=10,
        le=600,
        description="How long Pub/Sub waits: half a minute longer than the function may run.",
    )
    min_backoff_seconds: int | None = Field(default=None, ge=0, le=600)
    max_backoff_seconds: int | None = Field(default=None, ge=0, le=600)
    dead_letter: str | None = Field(default=None, description="The topic where an event goes that fails too often.")
    memory: str = Field(pattern=r"^\d+(Mi|Gi)$")
    cpu: str
    concurrency: int = Field(ge=1, le=1_000)
    timeout_seconds: int = Field(ge=1, le=1_800)
    min_instances: int = Field(ge=0)
    max_instances: int = Field(ge=1)
    account: Word = Field(description="Whose service account it runs as: its domain's, or that of the payouts.")
    firestore: DocumentAccess = Field(description="What it does with documents.")
    buckets: tuple[Word, ...]
    roles: tuple[Annotated[str, StringConstraints(pattern=r"^roles/[a-zA-Z.]+$")], ...]
    env: tuple[Annotated[str, StringConstraints(pattern=r"^[A-Z][A-Z0-9_]*$")], ...] = Field(
        description="The variables that it reads, but for secrets and what Cloud Run sets."
    )
    gateways: tuple[Word, ...]
    secrets: tuple[Word, ...]
    publishes: tuple[CloudName, ...]
    enqueues: tuple[CloudName, ...]

    @model_validator(mode="after")
    def _possible(self) -> "FunctionEntry":
        for name in _OF_SOME_KIND:
            given, belongs = getattr(self, name) is not None, name in FIELDS_BY_KIND[self.kind]
            if given != belongs:
                raise ValueError(f"{name} {'is missing' if belongs else 'is there'}, and its kind is {self.kind}")
        if self.max_instances < self.min_instances:
            raise ValueError("max_instances is less than min_instances")
        return self


class TopicEntry(ManifestPart):
    """Topic of one event; `consumers` are the functions that subscribe to it."""

    event: str
    domain: Word
    summary: str
    consumers: tuple[CloudName, ...]


class QueueEntry(ManifestPart):
    """Queue with one rate limit, which all its tasks share."""

    attempts: int = Field(ge=1, le=200)
    per_second: float = Field(gt=0, le=500)
    concurrent: int = 10
    min_backoff_seconds: int = task_retries.MIN_BACKOFF_SECONDS
    max_backoff_seconds: int = task_retries.MAX_BACKOFF_SECONDS
    doublings: int = task_retries.DOUBLINGS
    tasks: tuple[CloudName, ...]


class Manifest(ManifestPart):
    """Everything that the functions declare."""

    functions: dict[CloudName, FunctionEntry]
    topics: dict[CloudName, TopicEntry]
    queues: dict[CloudName, QueueEntry]
    secrets: tuple[Word, ...]
    accounts: tuple[Word, ...]
    buckets: tuple[Word, ...]
    firestore: FirestoreIndexes


def compute_longest_gap(cron: str, zone: ZoneInfo) -> int:
    """Compute the longest time between two of the next runs of a cron expression, in seconds."""
    runs = croniter(cron, datetime(2026, 1, 5, tzinfo=zone))
    due: list[datetime] = [runs.get_next(datetime) for _ in range(_RUNS_CHECKED)]
    return int(max(later - earlier for earlier, later in pairwise(due)).total_seconds())
