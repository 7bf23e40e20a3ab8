"""Admins: granted and removed by owners alone, each with a reason in the audit record."""

from collections.abc import Sequence
from datetime import datetime

from shared.contracts.events.people import RoleChanged
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
        raise AdminAccount("restore_first")
    granted = AdminGrant(
        id=uid,
        name=person.full_name,
        scopes=tuple(scope for scope in ADMIN_SCOPES if scope in scopes),
        granted_by=by.id,
        granted_at=now,
    )
    uow.verify(store.restriction_ref(uid))
    uow.schedule(jobs.GrantRole(user_id=uid), key=uid)
    if known is not None and known.having(granted_by=by.id, granted_at=now) == granted:
        return known
    uow.put(store.admin_grant_ref(uid), granted)
    uow.emit(RoleChanged(user_id=uid, change="admin_granted", at=now))
    is_less = known is not None and not set(known.scopes) <= set(granted.scopes)
    _limit_scopes(uow, restriction, granted, sign_out=is_less, now=now)
    return granted


async def remove_admin(uow: UnitOfWork, uid: UserId, *, by: Actor, now: datetime) -> AdminGrant:
    """Take an admin's rights, from the next request on, and sign the person out. A repeated call changes nothing.

    The account need not have a grant: the first owner was made by hand.

    Raises:
        OwnGrant: The account is the actor's own.
        Forbidden: The actor is no longer an owner.
    """
    known = await _check_owner(uow, uid, by)
    uow.schedule(jobs.GrantRole(user_id=uid), key=uid)
    if known is not None and known.removed_at is not None:
        return known
    person, restriction = await uow.get_many(store.user_ref(uid), store.restriction_ref(uid))
    name = known.name if known else person.full_name if person else uid
    removed = AdminGrant(id=uid, name=name, scopes=(), granted_by=by.id, granted_at=now, removed_at=now)
    uow.put(store.admin_grant_ref(uid), removed)
    uow.emit(RoleChanged(user_id=uid, change="admin_removed", at=now))
    _limit_scopes(uow, restriction, removed, sign_out=True, now=now)
    return removed


async def _check_owner(uow: UnitOfWork, uid: UserId, by: Actor) -> AdminGrant | None:
    """Check that the actor may decide on `uid`, and return that person's grant.

    Two owners who remove each other at the same time: the commit of the second finds the own grant changed.
    """
    if uid == by.id:
        raise OwnGrant()
    known, own = await uow.get_many(store.admin_grant_ref(uid), store.admin_grant_ref(by.id))
    if own is not None and "owner" not in own.scopes:
        raise Forbidden("no_longer_owner")
    uow.verify(store.admin_grant_ref(by.id))
    return known


def _limit_scopes(
    uow: UnitOfWork, restriction: AccountRestriction | None, grant: AdminGrant, *, sign_out: bool, now: datetime
) -> None:
    """Limit the scopes that the account may have, whatever its tokens say, and sign the person out if asked to."""
    changed = (restriction or AccountRestriction(id=grant.id, changed_at=now)).having(
        admin_scopes=grant.scopes, changed_at=now
    )
    if sign_out:
        changed = changed.having(signed_in_after=rules.compute_sign_out_time(now))
        uow.schedule(jobs.RevokeSignIns(user_id=grant.id), key=grant.id)
    uow.put(store.restriction_ref(grant.id), changed)


async def list_admins(reader: Reader, *, cursor: str | None, limit: int) -> Page[AdminView]:
    """List a page of grants, the latest first; removed admins are among them."""
    return (await list_rows(reader, store.admin_grants_query(), cursor=cursor, limit=limit)).to_page(AdminView.of)
