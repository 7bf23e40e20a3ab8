"""Check of the manifest, with errors that name function and field.

Terraform would report them later and less clearly.
"""

from collections.abc import Iterator
from typing import Any

from pydantic import ValidationError

from infra.build import message_filters
from infra.build.manifest_schema import FunctionEntry, Manifest
from shared.kernel.schemas import to_kebab_case

_INTERNAL_KINDS = ("event", "task", "schedule")


def find_manifest_problems(document: Any) -> list[str]:
    """List what is wrong with a manifest; each line begins with the place: `functions.get-order.memory: …`."""
    try:
        manifest = Manifest.model_validate(document)
    except ValidationError as error:
        return [f"{_format_location(one['loc'])}: {one['msg']}, not {_short(one['input'])}" for one in error.errors()]
    return [
        *(
            f"functions.{name}.{wrong}"
            for name, entry in manifest.functions.items()
            for wrong in _find_entry_problems(name, entry)
        ),
        *(
            f"functions.{name}.{wrong}"
            for name, entry in manifest.functions.items()
            for wrong in _find_broken_links(entry, manifest)
        ),
        *_find_member_mismatches(manifest),
    ]


def _format_location(loc: tuple[int | str, ...]) -> str:
    return ".".join(str(part) for part in loc if part != "[key]") or "manifest"


def _short(value: Any) -> str:
    text = repr(value)
    return text if len(text) <= 60 else f"{text[:57]}…"


def _find_entry_problems(name: str, entry: FunctionEntry) -> Iterator[str]:
    """Find contradictions within one entry."""
    if to_kebab_case(entry.entry_point) != name:
        yield f"entry_point: {entry.entry_point} would be called {to_kebab_case(entry.entry_point)}"
    if entry.module != f"functions.{entry.domain}.{entry.entry_point}":
        yield f"module: {entry.module} is not {entry.entry_point} of {entry.domain}"
    if (entry.exposure == "internal") != (entry.kind in _INTERNAL_KINDS):
        yield f"exposure: {entry.exposure}, and its kind is {entry.kind}"
    if (entry.audience == ("internal",)) != (entry.exposure == "internal"):
        yield f"audience: {', '.join(entry.audience)}, and its exposure is {entry.exposure}"
    if "admin" in entry.audience and len(entry.audience) == 1 and entry.exposure != "control_center":
        yield f"exposure: {entry.exposure}, though admins alone may call it"
    if (entry.scope is not None) != ("partner" in entry.audience):
        yield f"scope: {entry.scope}, and its audience is {', '.join(entry.audience)}"
    if entry.filter is not None:
        yield from _find_filter_problems(name, entry.filter, entry.subscription)
    for field, waits in (
        ("ack_deadline_seconds", entry.ack_deadline_seconds),
        ("deadline_seconds", entry.deadline_seconds),
    ):
        if waits is not None and waits <= entry.timeout_seconds:
            yield f"{field}: {waits}, and the function may run for {entry.timeout_seconds}"


def _find_filter_problems(name: str, text: str, subscription: str | None) -> Iterator[str]:
    try:
        message_filters.parse_filter(text)
    except message_filters.InvalidFilter as error:
        yield f"filter: {error}"
    expected = message_filters.compute_subscription_name(name, text)
    if subscription != expected:
        yield f"subscription: {subscription}, and with this filter it is {expected}"


def _find_broken_links(entry: FunctionEntry, manifest: Manifest) -> Iterator[str]:
    """Find names in an entry that the manifest does not define."""
    known: list[tuple[str, tuple[str | None, ...], Any]] = [
        ("topic", (entry.topic,), manifest.topics),
        ("queue", (entry.queue,), manifest.queues),
        ("publishes", entry.publishes, manifest.topics),
        ("enqueues", entry.enqueues, manifest.queues),
        ("secrets", entry.secrets, manifest.secrets),
        ("buckets", entry.buckets, manifest.buckets),
        ("account", (entry.account,), manifest.accounts),
    ]
    for field, names, there in known:
        for name in names:
            if name is not None and name not in there:
                yield f"{field}: {name} is not declared"


def _find_member_mismatches(manifest: Manifest) -> Iterator[str]:
    """Topics and queues whose members are not those that say so themselves."""
    for field, groups, of in (
        ("topics", {name: topic.consumers for name, topic in manifest.topics.items()}, "topic"),
        ("queues", {name: queue.tasks for name, queue in manifest.queues.items()}, "queue"),
    ):
        for name, told in groups.items():
            members = tuple(one for one, entry in manifest.functions.items() if getattr(entry, of) == name)
            if sorted(told) != sorted(members):
                yield f"{field}.{name}: has {', '.join(told) or 'none'}, but {', '.join(members) or 'none'} say so"
