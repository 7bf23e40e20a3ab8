"""Audit records: every act of an admin leaves one in the same commit, and nobody's words or contacts stand in one."""

from typing import Any

import pytest

import functions.main
from functions.control_center.list_audit_records import list_audit_records
from functions.control_center.update_settings import update_settings
from functions.identity.register_user import register_user
from shared.control_center.audit_rules import MAX_CHANGES, NOT_RECORDED, build_record
from shared.kernel.actors import Actor
from shared.kernel.ids import Id
from shared.runtime.specs import get_spec
from tests.builders import NOON
from tests.cases import load_cases
from tests.identity.admin_cases import suspend_ana
from tests.world import ADMIN, ANA, World


def _changes_documents(name: str) -> bool:
    spec = get_spec(getattr(functions.main, name))
    return spec.method == "POST" and "documents" in spec.gateways


async def records(world: World, **filters: Any) -> list[dict[str, Any]]:
    """List the audit records, the newest first."""
    answer = await world.call(list_audit_records, filters, as_=ADMIN)
    assert answer.status == 200
    items: list[dict[str, Any]] = answer.body["items"]
    return items


@pytest.mark.emulator
async def test_an_act_says_who_what_on_whom_and_why(world: World) -> None:
    """Before and after stand beside each other, and the id leads to the logs."""
    await suspend_ana(world)

    (record,) = await records(world)
    changes = {change["path"]: change for change in record["changes"]}
    assert (record["admin"], record["function"], record["scopes"]) == ("citra", "suspend_user", ["owner"])
    assert record["reason"] == "60 mails to strangers"
    assert record["request_id"].startswith("req_")
    assert changes["users/ana"]["before"]["status"] == "active"
    assert changes["users/ana"]["after"]["status"] == "suspended"
    assert changes["account_restrictions/ana"]["kind"] == "created"


@pytest.mark.emulator
async def test_records_are_found_by_admin_function_and_subject(world: World) -> None:
    """Each filter alone, and all together."""
    await suspend_ana(world)
    await world.call(update_settings, {"bookings": {"hold_minutes": 30}}, as_=ADMIN)

    by_function = await records(world, function="update_settings")
    by_subject = await records(world, subject="users/ana")
    by_all = await records(world, admin="citra", function="suspend_user", subject="users/ana")
    by_nobody = await records(world, admin="dian")

    assert [one["function"] for one in by_function] == ["update_settings"]
    assert [one["function"] for one in by_subject] == ["suspend_user"]
    assert by_all == by_subject
    assert by_nobody == []


@pytest.mark.emulator
async def test_a_refused_act_and_a_repeated_one_leave_nothing(world: World) -> None:
    """Only what was changed is recorded."""
    await suspend_ana(world)
    world.later(minutes=1)
    await world.call(functions.main.restore_user, {"user_id": "budi", "reason": "a mistake"}, as_=ADMIN)
    for _ in range(2):
        await world.call(functions.main.restore_user, {"user_id": "ana", "reason": "a mistake"}, as_=ADMIN)

    assert [one["function"] for one in await records(world)] == ["restore_user", "suspend_user"]


@pytest.mark.emulator
async def test_customers_leave_no_records(world: World) -> None:
    """The same function called by a customer is no act of an admin's."""
    await world.call(register_user, {"full_name": "Ana"}, as_=ANA)

    assert await records(world) == []


@pytest.mark.emulator
@pytest.mark.parametrize(
    "name", sorted(name for name, case in load_cases().items() if case.who == ("admin",) and _changes_documents(name))
)
async def test_every_act_of_an_admin_is_recorded(world: World, name: str) -> None:
    """Each function for admins alone that changes documents."""
    act = await load_cases()[name].arrange(world)
    earlier = {record["record_id"] for record in await records(world)}

    answer = await act()

    assert answer.status == 200
    added = [record for record in await records(world) if record["record_id"] not in earlier]
    assert [record["function"] for record in added] == [name] * len(added)
    assert added


def test_words_and_contacts_are_not_recorded() -> None:
    """The record says that a text changed, never what anybody wrote."""
    before = {"full_name": "Ana", "phone": None, "status": "active"}
    after = {"full_name": "Ani", "phone": "+6281234567890", "status": "suspended"}

    record = build([("users/ana", before, after)])

    assert record is not None
    (change,) = record.changes
    assert change.before == {"full_name": NOT_RECORDED, "phone": "null", "status": "active"}
    assert change.after == {"full_name": NOT_RECORDED, "phone": NOT_RECORDED, "status": "suspended"}


@pytest.mark.parametrize(
    ("field", "value", "recorded"),
    [
        ("holder", "Ana Wijaya", NOT_RECORDED),
        ("number", "1234567890", NOT_RECORDED),
        ("last_message", {"text": "Rahasia", "sender_name": "Ana"}, NOT_RECORDED),
        ("reason", "Rumahnya di Jalan Asia Afrika", NOT_RECORDED),
        ("names", ["Ana", "Budi"], NOT_RECORDED),
        ("reason", "spam", "spam"),
        ("scopes", ["support", "finance"], '["support", "finance"]'),
        ("event_id", "tedx-bandung-2026", "tedx-bandung-2026"),
        ("amount", 157_500, "157500"),
        ("closed", True, "true"),
        ("suspended_until", NOON, '"2026-11-26 05:00:00+00:00"'),
        ("notes", "", ""),
    ],
)
def test_only_plain_values_are_recorded(field: str, value: Any, recorded: str) -> None:
    """Numbers, instants, ids and choices are told; whatever else may be a person's is not."""
    record = build([("things/1", None, {field: value})])

    assert record.changes[0].after == {field: recorded}


def test_a_long_record_is_cut() -> None:
    """A record stays small, and says how much was left out; each subject is still found."""
    changed = [(f"bookings/{number}", None, {"event_ids": ["x" * 60] * 20}) for number in range(30)]

    record = build([*changed, ("outbox/1", None, {"id": 1}), ("users/ana", {"status": "a"}, {"status": "a"})])

    assert record is not None
    assert (len(record.changes), record.changes_left_out, len(record.subjects)) == (MAX_CHANGES, 10, 30)
    assert len(record.changes[0].after["event_ids"]) == 300


def test_nothing_changed_is_no_record() -> None:
    """The claim of a repeated request alone is no act; a job alone is one."""
    assert build([("idempotency/2", None, {"id": 2}), ("users/ana", {"status": "a"}, {"status": "a"})]) is None

    record = build([("outbox/1", None, {"type": "FindAnotherExpert"})])
    assert record.subjects == ("outbox/1",)


def build(changed: list[Any]) -> Any:
    """Build the record of what an admin changed."""
    actor = Actor("admin", "citra", scopes=frozenset(["owner"]))
    return build_record(
        changed, id=Id("r"), actor=actor, function="suspend_user", reason=None, request_id="req_1", now=NOON
    )
