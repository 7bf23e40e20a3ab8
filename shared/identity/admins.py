"""Admins: granted and removed by owners alone, each with a reason in the audit record."""

from collections.abc import Sequence
from datetime import datetime

from shared.identity import jobs, rules, store
from shared.identity.errors import AdminAccount, OwnGrant
from shared.identity.models import AccountRestriction, AdminGrant
from shared.identity.schemas import AdminView
from shared.kernel.actors import ADMIN_SCOPES, Actor, AdminScope
from shared.kernel.errors import Forbidden
from shared.kernel.ids import UserId
from shared.kernel.paging import Page, list_rows
from shared.kernel.ports import Reader, UnitOfWork


async def grant_admin(
    uow: UnitOfWork, uid: UserId, scopes: Sequence[AdminScope], *, by: Actor, now: datetime
) -> AdminGrant:
    """Make a registered person an admin, or replace an admin's scopes.

    An admin who loses a scope must sign in again, so that no earlier token keeps the scope.

    Raises:
        OwnGrant: The account is the actor's own.
        Forbidden: The actor is no longer an owner.
        NotRegistered: The person has not registered.
        AdminAccount: The account is suspended.
    """
    known = await _check_owner(uow, uid, by)
    person = await store.get_user(uow, uid)
    restriction = await uow.get(store.restriction_ref(uid))
    if restriction is not None and now < restriction.suspended_until:
        raise AdminAccount("Restore this account first.")
    granted = AdminGrant(
        id=uid,
        name=person.full_name,
        scopes=tuple(scope for scope in ADMIN_SCOPES if scope in scopes),
        granted_by=by.id,
        granted_at=now,
    )
    if known is not None and known.having(granted_by=by.id, granted_at=now) == granted:
        return known
    uow.put(store.admin_grant_ref(uid), granted)
    if known is not None and not set(known.scopes) <= set(granted.scopes):
        _end_sign_ins(uow, restriction, uid, now)
    uow.schedule(jobs.GrantRole(user_id=uid), key=uid)
    return granted


async def remove_admin(uow: UnitOfWork, uid: UserId, *, by: Actor, now: datetime) -> AdminGrant:
    """Take an admin's rights, from the next request on, and sign the person out. A repeated call changes nothing.

    The account need not have a grant: the first owner was made by hand.

    Raises:
        OwnGrant: The account is the actor's own.
        Forbidden: The actor is no longer an owner.
    """
    known = await _check_owner(uow, uid, by)
    if known is not None and known.removed_at is not None:
        return known
    person, restriction = await uow.get_many(store.user_ref(uid), store.restriction_ref(uid))
    name = known.name if known else person.full_name if person else uid
    removed = AdminGrant(id=uid, name=name, scopes=(), granted_by=by.id, granted_at=now, removed_at=now)
    uow.put(store.admin_grant_ref(uid), removed)
    _end_sign_ins(uow, restriction, uid, now)
    uow.schedule(jobs.GrantRole(user_id=uid), key=uid)
    return removed


async def _check_owner(uow: UnitOfWork, uid: UserId, by: Actor) -> AdminGrant | None:
    """Check that the actor may decide on `uid`, and return that person's grant.

    Two owners who remove each other at the same time: the commit of the second finds the own grant changed.
    """
    if uid == by.id:
        raise OwnGrant()
    known, own = await uow.get_many(store.admin_grant_ref(uid), store.admin_grant_ref(by.id))
    if own is not None and own.removed_at is not None:
        raise Forbidden("You are no longer an admin.")
    uow.verify(store.admin_grant_ref(by.id))
    return known


def _end_sign_ins(uow: UnitOfWork, restriction: AccountRestriction | None, uid: UserId, now: datetime) -> None:
    """Let all sign-ins of the account lose their validity."""
    restriction = restriction or AccountRestriction(id=uid, changed_at=now)
    changed = restriction.having(signed_in_after=rules.compute_sign_out_time(now), changed_at=now)
    uow.put(store.restriction_ref(uid), changed)
    uow.schedule(jobs.RevokeSignIns(user_id=uid), key=uid)


async def list_admins(reader: Reader, *, cursor: str | None, limit: int) -> Page[AdminView]:
    """List a page of grants, the latest first; removed admins are among them."""
    return (await list_rows(reader, store.admin_grants_query(), cursor=cursor, limit=limit)).to_page(AdminView.of)
