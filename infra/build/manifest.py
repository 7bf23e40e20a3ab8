"""The manifest: every function, topic, queue and secret, as Terraform and the local cloud need them."""

import json
from collections.abc import Iterable, Sequence
from typing import Any

from pydantic import ValidationError

from infra.build import access, discovery, imports, indexes, manifest_check, message_filters
from infra.build.discovery import ROOT, BuildError, Function
from infra.build.manifest_schema import FunctionEntry, Manifest, QueueEntry, TopicEntry, compute_longest_gap
from shared.kernel.dates import JAKARTA
from shared.kernel.schemas import Event, Job, to_kebab_case

MANIFEST_FILE = ROOT / "infra" / "functions.json"
SCHEMA_FILE = ROOT / "infra" / "manifest.schema.json"

# Longer than the function may run, so that its own answer is heard: Pub/Sub waits for 600 s at most.
_ACK_GRACE = 30
_DEADLINE_GRACE = 15
_EVENT_ATTEMPTS = 10
_BACKOFF_SECONDS = (10, 600)
_SCHEDULE_RETRIES = 3


def render_manifest(functions: Sequence[Function]) -> str:
    """Render the manifest as it is committed.

    Raises:
        BuildError: The parts of the manifest contradict one another.
    """
    document = build_manifest(functions).model_dump(mode="json", exclude_none=True)
    if wrong := manifest_check.find_manifest_problems(document):
        raise BuildError("\n".join(wrong))
    return json.dumps(document, indent=2, ensure_ascii=False) + "\n"


def render_manifest_schema() -> str:
    """Render the JSON schema of the manifest, for editors and other tools."""
    schema = {"$schema": "https://json-schema.org/draft/2020-12/schema"} | Manifest.model_json_schema()
    return json.dumps(schema, indent=2, ensure_ascii=False) + "\n"


def build_manifest(functions: Sequence[Function]) -> Manifest:
    """Build the manifest from the decorators of all functions, and add the indexes."""
    events, jobs = discovery.collect_events(), discovery.collect_jobs()
    entries = {function.spec.cloud_name: _entry(function, events, jobs) for function in functions}
    return Manifest(
        functions=entries,
        topics={to_kebab_case(event.__name__): _topic(event, functions) for event in events},
        queues=_queues(functions),
        secrets=_all(entry.secrets for entry in entries.values()),
        accounts=_all((entry.account,) for entry in entries.values()),
        buckets=_all(entry.buckets for entry in entries.values()),
        firestore=indexes.read_indexes(),
    )


def _all(given: Iterable[Iterable[str]]) -> tuple[str, ...]:
    return tuple(sorted({one for some in given for one in some}))


def _entry(function: Function, events: list[type[Event]], jobs: list[type[Job]]) -> FunctionEntry:
    spec = function.spec
    queue_of = {job.__name__: job.queue for job in jobs}
    published = _sent(function, [event.__name__ for event in events])
    enqueued = {queue_of[job] for job in _sent(function, queue_of)}
    fields = {
        "kind": spec.kind,
        "domain": spec.domain,
        "entry_point": spec.name,
        "module": function.module,
        "summary": function.summary,
        "method": spec.method,
        "exposure": spec.exposure,
        "audience": spec.who,
        "scope": spec.scope,
        **_of_kind(function),
        "memory": spec.memory,
        # More than one request at a time takes a whole one, and all our functions await.
        "cpu": "1",
        "concurrency": spec.concurrency,
        "timeout_seconds": spec.timeout,
        "min_instances": spec.min_instances,
        "max_instances": spec.max_instances,
        "account": access.compute_account(function),
        "firestore": access.compute_document_access(function),
        "buckets": access.compute_buckets(function),
        "roles": access.compute_roles(function),
        "env": access.compute_environment(function, sends_jobs=bool(enqueued)),
        "gateways": spec.gateways,
        "secrets": spec.secrets,
        "publishes": tuple(to_kebab_case(name) for name in published),
        "enqueues": tuple(sorted(enqueued)),
    }
    try:
        return FunctionEntry.model_validate(fields)
    except ValidationError as error:
        told = (f"{'.'.join(map(str, one['loc'])) or 'entry'}: {one['msg']}" for one in error.errors())
        raise BuildError("\n".join(f"functions.{spec.cloud_name}.{one}" for one in told)) from None


def _of_kind(function: Function) -> dict[str, Any]:
    """Return the fields that only functions of this kind have."""
    spec = function.spec
    if spec.kind == "event" and spec.request_type:
        message_filter = message_filters.render_spec_filter(spec)
        return {
            "topic": to_kebab_case(spec.request_type.__name__),
            "subscription": message_filters.compute_subscription_name(spec.cloud_name, message_filter),
            "filter": message_filter,
            "attempts": _EVENT_ATTEMPTS,
            "ack_deadline_seconds": spec.timeout + _ACK_GRACE,
            "min_backoff_seconds": _BACKOFF_SECONDS[0],
            "max_backoff_seconds": _BACKOFF_SECONDS[1],
            "dead_letter": f"{spec.cloud_name}-dead",
        }
    if spec.kind == "task":
        return {"queue": _job(function).queue, "attempts": spec.attempts}
    if spec.kind == "schedule" and spec.schedule:
        return {
            "schedule": spec.schedule,
            "time_zone": JAKARTA.key,
            "every_seconds": compute_longest_gap(spec.schedule, JAKARTA),
            "deadline_seconds": spec.timeout + _DEADLINE_GRACE,
            "retries": _SCHEDULE_RETRIES,
        }
    return {}


def _sent(function: Function, names: Iterable[str]) -> list[str]:
    # What only reads sends nothing, whatever else stands in the files that it reads with.
    return [] if function.spec.method == "GET" else imports.find_sent_types(function.file, names)


def _job(function: Function) -> type[Job]:
    job = function.spec.request_type
    if job is None or not issubclass(job, Job):
        raise BuildError(f"{function.module}: a task takes a job")
    return job


def _topic(event: type[Event], functions: Sequence[Function]) -> TopicEntry:
    return TopicEntry(
        event=event.__name__,
        domain=event.__module__.rpartition(".")[2],
        summary=(event.__doc__ or "").partition("\n")[0],
        consumers=tuple(each.spec.cloud_name for each in functions if each.spec.request_type is event),
    )


def _queues(functions: Sequence[Function]) -> dict[str, QueueEntry]:
    """Build the queues of the tasks.

    A queue has the attempts of its most patient task: a task that gives up earlier answers success and leaves a dead
    letter. A
    queue has the rate of its slowest task, because the rate protects the vendor behind the queue.
    """
    members: dict[str, list[Function]] = {}
    for function in functions:
        if function.spec.kind == "task":
            members.setdefault(_job(function).queue, []).append(function)
    return {
        name: QueueEntry(
            attempts=max(task.spec.attempts for task in tasks),
            per_second=min(task.spec.per_second for task in tasks),
            tasks=tuple(task.spec.cloud_name for task in tasks),
        )
        for name, tasks in sorted(members.items())
    }
