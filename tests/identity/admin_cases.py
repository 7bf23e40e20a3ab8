"""Cases of suspensions, admins and audit records."""

from datetime import datetime, timedelta
from typing import Any

from functions.identity.register_user import register_user
from shared.control_center import store as control_center
from shared.control_center.audit_models import AuditRecord
from shared.identity import store
from shared.identity.models import AccountRestriction, AdminGrant, SuspensionReason
from shared.kernel.ids import Id, UserId
from tests.cases import Example, MeasuredCall, call_function, case, deliver_job, paged_rows, push_event
from tests.catalogue.fakes import FakeAccounts
from tests.world import ADMIN, ANA, World

_SUSPENSION: dict[str, Any] = {
    "user_id": "Zx3k9QmT1bV7cR5nW2pL",
    "full_name": "Ana Wijaya",
    "suspended": True,
    "suspended_until": "2026-12-03T05:00:00Z",
    "reason": "spam",
    "closed": False,
}
_ADMIN = {
    "user_id": "Zx3k9QmT1bV7cR5nW2pL",
    "name": "Ana Wijaya",
    "scopes": ["support", "moderator"],
    "granted_by": "Qm7cR5nW2pLZx3k9T1bV",
    "granted_at": "2026-11-26T05:00:00Z",
    "removed_at": None,
}


def a_restriction(uid: str, now: datetime, **given: Any) -> AccountRestriction:
    """Build the restriction of an account that is suspended for a week."""
    fields: dict[str, Any] = {"suspended_until": now + timedelta(days=7), "reason": SuspensionReason.SPAM}
    return AccountRestriction(id=UserId(uid), changed_at=now, **fields | given)


def push_suspension(world: World, name: str, uid: str) -> MeasuredCall:
    """Return the delivery of the event of a suspension to a function."""
    event = {"user_id": uid, "until": None, "suspended_at": world.now.isoformat()}
    return push_event(world, name, "UserSuspended", **event)


async def suspend_ana(world: World, **given: Any) -> None:
    """Register Ana, and suspend her account."""
    world.runtime.gateways.accounts = FakeAccounts()  # type: ignore[assignment]
    await world.call(register_user, {"full_name": "Ana Wijaya"}, as_=ANA)
    body = {"user_id": "ana", "cause": "spam", "reason": "60 mails to strangers", **given}
    await call_function(world, "suspend_user", body, ADMIN)()


@case(
    "suspend_user",
    who="admin",
    example=Example(
        request={
            "user_id": "Zx3k9QmT1bV7cR5nW2pL",
            "cause": "spam",
            "reason": "60 mails to strangers",
            "until": "2026-12-03T05:00:00Z",
        },
        response=_SUSPENSION,
    ),
)
async def _suspend_user(world: World) -> MeasuredCall:
    world.runtime.gateways.accounts = FakeAccounts()  # type: ignore[assignment]
    await world.call(register_user, {"full_name": "Ana Wijaya"}, as_=ANA)
    body = {"user_id": "ana", "cause": "spam", "reason": "60 mails to strangers"}
    return call_function(world, "suspend_user", body, ADMIN)


@case(
    "restore_user",
    who="admin",
    example=Example(
        request={"user_id": "Zx3k9QmT1bV7cR5nW2pL", "reason": "the mails were not hers"},
        response={**_SUSPENSION, "suspended": False, "suspended_until": None},
    ),
)
async def _restore_user(world: World) -> MeasuredCall:
    await suspend_ana(world)
    return call_function(world, "restore_user", {"user_id": "ana", "reason": "the mails were not hers"}, ADMIN)


@case("revoke_sign_ins", who="internal", tested_in="tests/identity/test_suspensions.py")
async def _revoke_sign_ins(world: World) -> MeasuredCall:
    await suspend_ana(world)
    return await deliver_job(world, "revoke_sign_ins", "RevokeSignIns")


@case("end_suspension", who="internal")
async def _end_suspension(world: World) -> MeasuredCall:
    await suspend_ana(world, until=(world.now + timedelta(days=7)).isoformat())
    world.later(days=7)
    return await deliver_job(world, "end_suspension", "EndSuspension")


@case(
    "make_admin",
    who="admin",
    example=Example(
        request={
            "user_id": "Zx3k9QmT1bV7cR5nW2pL",
            "scopes": ["support", "moderator"],
            "reason": "joins the support team",
        },
        response=_ADMIN,
    ),
)
async def _make_admin(world: World) -> MeasuredCall:
    world.runtime.gateways.accounts = FakeAccounts()  # type: ignore[assignment]
    await world.call(register_user, {"full_name": "Ana Wijaya"}, as_=ANA)
    body = {"user_id": "ana", "scopes": ["support", "moderator"], "reason": "joins the support team"}
    return call_function(world, "make_admin", body, ADMIN)


@case(
    "remove_admin",
    who="admin",
    example=Example(
        request={"user_id": "Zx3k9QmT1bV7cR5nW2pL", "reason": "leaves the team"},
        response={**_ADMIN, "scopes": [], "removed_at": "2026-12-20T03:00:00Z"},
    ),
)
async def _remove_admin(world: World) -> MeasuredCall:
    await (await _make_admin(world))()
    return call_function(world, "remove_admin", {"user_id": "ana", "reason": "leaves the team"}, ADMIN)


@case(
    "list_admins",
    who="admin",
    example=Example(request={"limit": 50}, response={"items": [_ADMIN], "next_cursor": None}),
)
async def _list_admins(world: World) -> MeasuredCall:
    await (await _make_admin(world))()
    return call_function(world, "list_admins", {}, ADMIN)


@paged_rows("list_admins", id="user_id", person=ADMIN)
async def _add_admin_row(world: World, number: int, at: datetime) -> None:
    grant = AdminGrant(id=UserId(f"admin-{number}"), name="A", scopes=("support",), granted_by="citra", granted_at=at)
    await world.put_documents((store.admin_grant_ref(grant.id), grant))


def an_audit_record(number: int, at: datetime) -> AuditRecord:
    """Build the record of an act of Citra's on Ana's account."""
    return AuditRecord(
        id=Id(f"{number:020}"),
        admin="citra",
        scopes=("owner",),
        function="suspend_user",
        reason="60 mails to strangers",
        subjects=("users/ana",),
        changes=(),
        request_id="req_1",
        at=at,
    )


async def add_audit_record(world: World, number: int, at: datetime) -> None:
    """Store the record of an act."""
    record = an_audit_record(number, at)
    await world.put_documents((control_center.audit_record_ref(record.id), record))
