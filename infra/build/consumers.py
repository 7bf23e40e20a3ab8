"""The consumers of each event: the functions that must do the event, and the facts by which each is triggered."""

import json
from collections.abc import Sequence

from infra.build.discovery import Function
from shared.kernel.outbox import compute_attribute_text


def render_consumers(functions: Sequence[Function]) -> str:
    """Render the table by which the sweep of the outbox finds events that a function has not done."""
    table: dict[str, dict[str, dict[str, list[str]]]] = {}
    for spec in (function.spec for function in functions):
        if spec.kind == "event" and spec.request_type is not None:
            facts = {fact: [compute_attribute_text(value) for value in values] for fact, values in spec.event_filter}
            table.setdefault(spec.request_type.__name__, {})[spec.name] = facts
    return json.dumps(table, indent=2, sort_keys=True) + "\n"
