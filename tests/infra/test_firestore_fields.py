"""TTL policies and index exemptions fit the stored fields, and no field's name is misspelt."""

import ast
import importlib
import json
import re
from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from pydantic.fields import FieldInfo

from infra.build import indexes
from infra.build.discovery import ROOT, BuildError
from shared.kernel.schemas import Entity
from shared.workflows.settings_parts import SETTINGS_PARTS

READ_BY_OTHERS = {
    "shared/claims/models.py": ("slots", "units"),
    "shared/claims/pools.py": ("units",),
    "shared/kernel/settings.py": ("settings",),
    "shared/contracts/slots.py": ("slots",),
    "shared/tickets/stock_sweep.py": ("units",),
}
"""Where a document is kept is said by whoever calls this file."""

STAYS = {
    "account_restrictions.suspended_until": "the door compares it with the clock; earlier sign-ins stay invalid",
    "bookings.hold_until": "the time is held until then; the booking is history",
    "mail_sendings.until": "a lease of 45 seconds; the record has an end of its own",
    "heartbeats.until": "the expert's beats renew it; who is silent is taken offline, and it is deleted then",
    "notice_deliveries.lease_until": "a lease of a minute; the record has an end of its own",
    "notice_deliveries.valid_until": "the notification is worthless then; the record has an end of its own",
    "notifications.expire_at": "a job deletes it and counts it as read; TTL would leave it unread for ever",
    "strike_standings.paused_until": "a job resumes the listing then; the standing stays",
    "strikes.counts_until": "the strike counts no longer; it stays as the record of what was decided",
    "suppressions.until": "a full mailbox may be written to again then; the record says why it was not",
    "text_windows.open_until": "free text ends then; the record has an end of its own",
    "orders.hold_until": "what is ordered is held until then; the order is history",
    "participants.typing_until": "a lease within a membership",
    "presence.online_until": "a lease; the document goes when its other end has come",
    "types.valid_until": "the last day on which such a ticket lets somebody in",
    "users.suspended_until": "the account stays; a task clears the field at that time",
    "units.until": "a hold that has run out is a seat that is free, and the stock remains",
}
"""What is over at a time and stays, and why."""

ENDS = re.compile(r"(^|_)(expires?_at|until|forget_at|purge_at|delete_at)$")


@cache
def kept() -> dict[str, frozenset[type[Entity]]]:
    """The models whose documents are kept in each collection, by what the code says where it names their places."""
    found: dict[str, set[type[Entity]]] = defaultdict(set)
    for file in sorted((ROOT / "shared").rglob("*.py")):
        place = file.relative_to(ROOT)
        if "gateways" not in place.parts and place.name != "ports.py":
            for node in ast.walk(ast.parse(file.read_text())):
                if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in ("Ref", "Query"):
                    for collection in _collections(node, place):
                        found[collection] |= _models(node.args[1], place)
    return {collection: frozenset(models) for collection, models in found.items()}


def _collections(call: ast.Call, place: Path) -> list[str]:
    """The collections of `Ref("a/{}/b/{}", …)` or of `Query("a/{}/b", …)`: here, b."""
    back = 2 if ast.unparse(call.func) == "Ref" else 1
    known = [path.split("/")[-back] for path in _paths(call.args[0]) if path.count("/") >= back - 1]
    if known and all(re.fullmatch(r"[a-z_]+", name) for name in known):
        return known
    assert str(place) in READ_BY_OTHERS, f"{place}:{call.lineno}: in which collection this is kept can't be read"
    return [*READ_BY_OTHERS[str(place)]]


def _paths(path: ast.expr) -> Iterator[str]:
    """What *path* may be, with * for what is filled in."""
    if isinstance(path, ast.Constant):
        yield str(path.value)
    elif isinstance(path, ast.JoinedStr):
        yield "".join(str(part.value) if isinstance(part, ast.Constant) else "*" for part in path.values)
    elif isinstance(path, ast.IfExp):
        yield from _paths(path.body)
        yield from _paths(path.orelse)


def _models(name: ast.expr, place: Path) -> set[type[Entity]]:
    if ast.unparse(name) == "self.model":
        return {part.model for part in SETTINGS_PARTS}
    module = importlib.import_module(".".join(place.with_suffix("").parts))
    model: type[Entity] = getattr(module, ast.unparse(name))
    assert issubclass(model, Entity)
    return {model}


def fields(model: type[Entity]) -> set[str]:
    """What its documents hold."""
    return {*model.model_fields, *model.model_computed_fields}


def is_time(field: FieldInfo) -> bool:
    """Whether it holds a time, or may."""
    return "datetime" in str(field.annotation).lower()


def test_what_is_kept_is_found() -> None:
    """The list that the tests here go by is as long as it should be, and knows documents within documents."""
    assert len(kept()) > 35
    assert {model.__name__ for model in kept()["slots"]} == {"Claim", "TakenQuarter"}
    assert {"messages", "types", "idempotency", "deliveries", "settings"} <= kept().keys()


def test_what_runs_out_goes_by_itself() -> None:
    """A document with an end has a TTL policy on it, or its reason to stay is written down."""
    ends = {
        f"{collection}.{field}"
        for collection, models in kept().items()
        for model in models
        for field, told in model.model_fields.items()
        if ENDS.search(field) and is_time(told)
    }

    told = {f"{one.collection}.{one.field}" for one in indexes.read_indexes().ttl.values()}
    assert ends == told | STAYS.keys()
    assert told & STAYS.keys() == set()


def test_what_goes_by_itself_goes_by_a_time() -> None:
    """Firestore ignores a TTL policy on a field that is no time, and says nothing."""
    for policy in indexes.read_indexes().ttl.values():
        for model in kept()[policy.collection]:
            assert is_time(model.model_fields[policy.field])


def test_only_fields_that_are_kept_are_named() -> None:
    """A misspelt field indexes nothing and exempts nothing; a renamed one is renamed here too."""
    told = indexes.read_indexes()
    named = {(one.collection, one.field) for one in (*told.ttl.values(), *told.exempt.values())}
    named |= {(index.collection, part.field) for index in told.indexes.values() for part in index.fields}

    unknown = {
        f"{collection}.{field}"
        for collection, field in named
        if not any(field.partition(".")[0] in fields(model) for model in kept().get(collection, ()))
    }

    assert unknown == set()


def test_there_is_room_for_more() -> None:
    """Firestore takes 200 composite indexes of a project without billing, 1,000 with, and 200 exemptions."""
    told = indexes.read_indexes()

    assert len(told.indexes) <= 150
    assert len(told.ttl) + len(told.exempt) <= 150
    assert all(2 <= len(index.fields) <= 100 for index in told.indexes.values())


@pytest.mark.parametrize("part", ["indexes", "fieldOverrides"])
def test_nothing_is_said_twice(tmp_path: Path, part: str) -> None:
    """Of two under one name Terraform would see one."""
    file = tmp_path / "firestore.indexes.json"
    given = json.loads(indexes.INDEXES_FILE.read_text())
    given[part].append(given[part][0])
    file.write_text(json.dumps(given))

    with pytest.raises(BuildError, match="twice"):
        indexes.read_indexes(file)
