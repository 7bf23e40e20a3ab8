"""The manifest: every function, topic, queue and secret, as Terraform and the local cloud need them."""

import json
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

from infra.build import collect, imports
from infra.build.collect import ROOT, BuildError, Function
from shared.kernel.clock import JAKARTA
from shared.kernel.schemas import Event, Job, dashed
from shared.runtime.specs import Exposure, Kind

FILE = ROOT / "infra" / "functions.json"
INDEXES = ROOT / "infra" / "firestore.indexes.json"

# A Cloud Run service's name may be longer, but accounts and alerts are named after it.
CloudName = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9-]*[a-z0-9]$", max_length=40)]


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class FunctionEntry(_Part):
    """One function. `publishes` and `enqueues` are the most that its code can send, so the least it must be granted."""

    kind: Kind
    domain: str
    entry_point: str
    module: str
    summary: str = Field(min_length=1)
    method: Literal["GET", "POST"]
    exposure: Exposure
    audience: tuple[str, ...]
    scope: str | None = None
    schedule: str | None = None
    time_zone: str | None = None
    topic: CloudName | None = None
    queue: CloudName | None = None
    attempts: int | None = None
    memory: str = Field(pattern=r"^\d+(Mi|Gi)$")
    cpu: str
    concurrency: int = Field(ge=1, le=1_000)
    timeout_seconds: int = Field(ge=1, le=1_800)
    min_instances: int = Field(ge=0)
    max_instances: int = Field(ge=1)
    gateways: tuple[str, ...]
    secrets: tuple[str, ...]
    publishes: tuple[CloudName, ...]
    enqueues: tuple[CloudName, ...]

    @model_validator(mode="after")
    def _possible(self) -> "FunctionEntry":
        # Pub/Sub waits at most 600 s for an answer, and is given half a minute more than the function.
        if self.kind == "event" and self.timeout_seconds > 570:
            raise ValueError("a function that hears events ends within 570 s")
        if self.max_instances < self.min_instances:
            raise ValueError("max_instances is less than min_instances")
        return self


class Topic(_Part):
    """One event's topic; `consumers` are the functions that hear it."""

    event: str
    domain: str
    summary: str
    consumers: tuple[CloudName, ...]


class Queue(_Part):
    """One queue: one limit of the outside world, kept by all tasks that share it."""

    attempts: int = Field(ge=1, le=100)
    per_second: float = Field(gt=0, le=500)
    concurrent: int = 10
    min_backoff_seconds: int = 5
    max_backoff_seconds: int = 600
    doublings: int = 5
    tasks: tuple[CloudName, ...]


class IndexField(_Part):
    """Sorted by, or, when `array` says so, searched for one of the values in it."""

    field: str
    order: Literal["ASCENDING", "DESCENDING"] | None = None
    array: Literal["CONTAINS"] | None = None


class Index(_Part):
    """A composite index."""

    collection: str
    scope: Literal["COLLECTION", "COLLECTION_GROUP"]
    fields: tuple[IndexField, ...]


class FieldOverride(_Part):
    """A field that is not indexed by itself."""

    collection: str
    field: str


class Firestore(_Part):
    """`ttl`: when documents go. `exempt`: fields that no query asks for, and that are large or ever growing."""

    indexes: dict[str, Index]
    ttl: dict[str, FieldOverride]
    exempt: dict[str, FieldOverride]


class Manifest(_Part):
    functions: dict[CloudName, FunctionEntry]
    topics: dict[CloudName, Topic]
    queues: dict[CloudName, Queue]
    secrets: tuple[str, ...]
    firestore: Firestore


def text(functions: Sequence[Function]) -> str:
    """The manifest as it is committed."""
    document = manifest(functions).model_dump(mode="json", exclude_none=True)
    return json.dumps(document, indent=2, ensure_ascii=False) + "\n"


def manifest(functions: Sequence[Function]) -> Manifest:
    """Everything that the decorators say, and the indexes."""
    events, jobs = collect.events(), collect.jobs()
    return Manifest(
        functions={function.spec.cloud_name: _entry(function, events, jobs) for function in functions},
        topics={dashed(event.__name__): _topic(event, functions) for event in events},
        queues=_queues(functions),
        secrets=tuple(sorted({secret for function in functions for secret in function.spec.secrets})),
        firestore=firestore(INDEXES),
    )


def _entry(function: Function, events: list[type[Event]], jobs: list[type[Job]]) -> FunctionEntry:
    spec = function.spec
    queue_of = {job.__name__: job.queue for job in jobs}
    published = _sent(function, [event.__name__ for event in events])
    enqueued = {queue_of[job] for job in _sent(function, queue_of)}
    return FunctionEntry(
        kind=spec.kind,
        domain=spec.domain,
        entry_point=spec.name,
        module=function.module,
        summary=function.summary,
        method=spec.method,
        exposure=spec.exposure,
        audience=spec.who,
        scope=spec.scope,
        schedule=spec.schedule,
        time_zone=JAKARTA.key if spec.kind == "schedule" else None,
        topic=dashed(spec.takes.__name__) if spec.kind == "event" and spec.takes else None,
        queue=_job(function).queue if spec.kind == "task" else None,
        attempts=spec.attempts if spec.kind == "task" else None,
        memory=spec.memory,
        # More than one request at a time takes a whole one, and all our functions await.
        cpu="1",
        concurrency=spec.concurrency,
        timeout_seconds=spec.timeout,
        min_instances=spec.min_instances,
        max_instances=spec.max_instances,
        gateways=spec.gateways,
        secrets=spec.secrets,
        publishes=tuple(dashed(name) for name in published),
        enqueues=tuple(sorted(enqueued)),
    )


def _sent(function: Function, names: Iterable[str]) -> list[str]:
    # What only reads sends nothing, whatever else stands in the files that it reads with.
    return [] if function.spec.method == "GET" else imports.sends(function.file, names)


def _job(function: Function) -> type[Job]:
    job = function.spec.takes
    if job is None or not issubclass(job, Job):
        raise BuildError(f"{function.module}: a task takes a job")
    return job


def _topic(event: type[Event], functions: Sequence[Function]) -> Topic:
    return Topic(
        event=event.__name__,
        domain=event.__module__.rpartition(".")[2],
        summary=(event.__doc__ or "").partition("\n")[0],
        consumers=tuple(each.spec.cloud_name for each in functions if each.spec.takes is event),
    )


def _queues(functions: Sequence[Function]) -> dict[str, Queue]:
    """The queues of the tasks.

    A queue is as patient as its most patient task: one that gives up earlier answers that it is done, and leaves a dead
    letter. It is as slow as its slowest, since the rate is what the vendor behind the queue bears.
    """
    members: dict[str, list[Function]] = {}
    for function in functions:
        if function.spec.kind == "task":
            members.setdefault(_job(function).queue, []).append(function)
    return {
        name: Queue(
            attempts=max(task.spec.attempts for task in tasks),
            per_second=min(task.spec.per_second for task in tasks),
            tasks=tuple(task.spec.cloud_name for task in tasks),
        )
        for name, tasks in sorted(members.items())
    }


def firestore(file: Path) -> Firestore:
    """Indexes, TTL policies and exemptions, each under a name that does not change when others come and go."""
    given = json.loads(file.read_text())
    indexes = [
        Index(
            collection=one["collectionGroup"],
            scope=one["queryScope"],
            fields=tuple(
                IndexField(field=field["fieldPath"], order=field.get("order"), array=field.get("arrayConfig"))
                for field in one["fields"]
            ),
        )
        for one in given["indexes"]
    ]
    overrides: list[dict[str, Any]] = given["fieldOverrides"]
    if any(one["indexes"] for one in overrides):
        raise BuildError(f"{file.name}: only overrides without any index are carried over to Terraform")
    return Firestore(
        indexes={_index_name(index): index for index in indexes},
        ttl=_overrides(one for one in overrides if one.get("ttl")),
        exempt=_overrides(one for one in overrides if not one.get("ttl")),
    )


def _index_name(index: Index) -> str:
    fields = (f"{one.field}-desc" if one.order == "DESCENDING" else one.field for one in index.fields)
    return "-".join((index.collection, *fields))


def _overrides(given: Any) -> dict[str, FieldOverride]:
    fields = [FieldOverride(collection=one["collectionGroup"], field=one["fieldPath"]) for one in given]
    return {f"{field.collection}-{field.field}": field for field in fields}
