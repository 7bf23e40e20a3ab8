"""Suspensions of accounts: begin, end, and the sign-ins that lose their validity."""

from datetime import datetime

from shared.contracts.events.people import UserRestored, UserSuspended
from shared.identity import jobs, rules, store
from shared.identity.errors import AdminAccount, NotSuspended
from shared.identity.models import FOR_EVER, LONG_AGO, AccountRestriction, SuspensionReason, User, UserStatus
from shared.kernel.errors import Invalid
from shared.kernel.ids import UserId
from shared.kernel.ports import Reader, UnitOfWork


async def suspend_user(
    uow: UnitOfWork,
    uid: UserId,
    reason: SuspensionReason,
    *,
    until: datetime | None,
    closed: bool,
    by: str,
    now: datetime,
) -> tuple[AccountRestriction, User | None]:
    """Suspend an account, and sign the person out everywhere. A repeated call replaces reason and end.

    Args:
        uow: Unit of work that carries the changes.
        uid: Id of the account; the person need not be registered.
        reason: Reason that the person is told.
        until: End of the suspension; None for a suspension without end.
        closed: True if the person shall not be able to sign in at all.
        by: Id of the admin.
        now: Time of the suspension.

    Raises:
        AdminAccount: The person is an admin, who must be removed first.
        Invalid: The end is past, or the account is the admin's own.
    """
    if uid.is_alias:
        raise Invalid.field("user_id", "alias")
    if uid == by:
        raise Invalid.field("user_id", "own_account")
    if until is not None and until <= now:
        raise Invalid.field("until", "not_in_future")
    known, person, grant = await uow.get_many(
        store.restriction_ref(uid), store.user_ref(uid), store.admin_grant_ref(uid)
    )
    if grant is not None and grant.removed_at is None:
        raise AdminAccount()
    uow.verify(store.admin_grant_ref(uid))
    earlier = known or AccountRestriction(id=uid, changed_at=now)
    restriction = earlier.having(
        suspended_until=until or FOR_EVER,
        suspended_at=earlier.suspended_at if now < earlier.suspended_until else now,
        reason=reason,
        signed_in_after=rules.compute_sign_out_time(now),
        closed=closed,
        changed_at=now,
    )
    uow.put(store.restriction_ref(uid), restriction)
    if person is not None:
        person = person.having(
            status=UserStatus.SUSPENDED, suspended_until=until, suspension_reason=reason, changed_at=now
        )
        uow.put(store.user_ref(uid), person)
    uow.schedule(jobs.RevokeSignIns(user_id=uid), key=uid)
    uow.cancel_job(jobs.EndSuspension, uid)
    if until is not None:
        uow.schedule(jobs.EndSuspension(user_id=uid), at=until, key=uid)
    uow.emit(UserSuspended(user_id=uid, until=until, suspended_at=now))
    return restriction, person


async def restore_user(uow: UnitOfWork, uid: UserId, *, now: datetime) -> tuple[AccountRestriction, User | None]:
    """Lift the suspension of an account. A repeated call changes nothing.

    Sign-ins from before the suspension stay invalid.

    Raises:
        NotSuspended: The account was never suspended.
    """
    known, person = await uow.get_many(store.restriction_ref(uid), store.user_ref(uid))
    if known is None or known.reason is None:
        raise NotSuspended()
    if known.suspended_until == LONG_AGO:
        return known, person
    return await _lift_suspension(uow, known, person, now=now)


async def _lift_suspension(
    uow: UnitOfWork, known: AccountRestriction, person: User | None, *, now: datetime
) -> tuple[AccountRestriction, User | None]:
    uid = known.id
    restriction = known.having(suspended_until=LONG_AGO, closed=False, changed_at=now)
    uow.put(store.restriction_ref(uid), restriction)
    if person is not None:
        person = person.having(status=UserStatus.ACTIVE, suspended_until=None, suspension_reason=None, changed_at=now)
        uow.put(store.user_ref(uid), person)
    uow.cancel_job(jobs.EndSuspension, uid)
    if known.closed:
        uow.schedule(jobs.RevokeSignIns(user_id=uid), key=uid)
    uow.emit(UserRestored(user_id=uid, restored_at=now))
    return restriction, person


async def is_suspended(reader: Reader, uid: UserId, *, now: datetime) -> bool:
    """Return whether the account is suspended at `now`."""
    known = await reader.get(store.restriction_ref(uid))
    return known is not None and now < known.suspended_until


async def is_closed(reader: Reader, uid: UserId, *, now: datetime) -> bool:
    """Return whether nobody can sign in with the account."""
    known = await reader.get(store.restriction_ref(uid))
    return known is not None and rules.is_closed(known, now=now)


async def end_suspension(uow: UnitOfWork, uid: UserId, *, now: datetime) -> None:
    """Lift a suspension whose end has come. A call that comes too early schedules another one."""
    known = await uow.get(store.restriction_ref(uid))
    if known is not None and now < known.suspended_until < FOR_EVER:
        uow.schedule(jobs.EndSuspension(user_id=uid), at=known.suspended_until, key=uid)
    elif known is not None and LONG_AGO < known.suspended_until <= now:
        await _lift_suspension(uow, known, await uow.get(store.user_ref(uid)), now=now)
