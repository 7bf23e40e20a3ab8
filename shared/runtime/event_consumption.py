"""Consumption of events: which functions must have done an event, and which of them have.

Pub/Sub delivers each event at least once. An effect is left out all the same if a message is lost, or if a subscription
came too late. Each function claims an event in the commit of its effect, so the claims tell who has done it.
"""

import json
from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path

from shared.kernel import outbox
from shared.kernel.ports import Reader, UnitOfWork
from shared.runtime.idempotency import key_for_event

CONSUMERS_FILE = Path(__file__).with_name("event_consumers.json")
"""Generated: for each event its functions by their names in code, and the facts by which each is triggered."""

Consumers = Mapping[str, Mapping[str, Mapping[str, Sequence[str]]]]


@lru_cache(maxsize=1)
def _load_consumers() -> Consumers:
    consumers: Consumers = json.loads(CONSUMERS_FILE.read_text(encoding="utf-8"))
    return consumers


def list_consumers(entry: outbox.OutboxEntry) -> list[str]:
    """List the functions that must do the event of `entry`, by the facts that the event carries.

    An event without a fact reaches every function: an older version has published the event.
    """
    return [
        function
        for function, facts in _load_consumers().get(entry.type, {}).items()
        if all(_has_fact(entry, fact, wanted) for fact, wanted in facts.items())
    ]


def _has_fact(entry: outbox.OutboxEntry, fact: str, wanted: Sequence[str]) -> bool:
    told = entry.attributes.get(fact)
    return told is None or not set(wanted).isdisjoint(told.split(","))


async def find_missing_consumers(reader: Reader, entries: Sequence[outbox.OutboxEntry]) -> dict[str, list[str]]:
    """Find the functions that have not done the published events of `entries`.

    Returns:
        The names of the functions that are missing, by the id of the event's entry.
    """
    pairs = [(entry, function) for entry in entries for function in list_consumers(entry)]
    claims = await reader.get_many(*(key_for_event(entry.id, function=function).ref for entry, function in pairs))
    missing: dict[str, list[str]] = {}
    for (entry, function), claim in zip(pairs, claims, strict=True):
        if claim is None:
            missing.setdefault(entry.id, []).append(function)
    return missing


async def delete_consumed_entries(uow: UnitOfWork, entries: Sequence[outbox.OutboxEntry]) -> None:
    """Delete the entries of events that all their functions have done."""
    for entry in entries:
        uow.delete(outbox.entry_ref(entry.id))
