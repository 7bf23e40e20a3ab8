"""Telling of people: loads their accounts and choices in one round trip, and lets `notifications` decide."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from shared.contracts.notices import Notice
from shared.identity import store as identity
from shared.identity.models import AccountRestriction
from shared.kernel.ids import UserId
from shared.kernel.ports import UnitOfWork, Wanted
from shared.notifications import decisions
from shared.notifications.notice_templates import get_template


async def tell_people(
    uow: UnitOfWork,
    notices: Sequence[Notice],
    *,
    followed: Mapping[UserId, Mapping[str, bool]] | None = None,
    now: datetime,
) -> int:
    """Tell each recipient of `notices`, and return how many had not been told before.

    A person who is not registered or is suspended is not told: notifications are about what the person may still do.
    A suspended person hears of the suspension alone.

    Args:
        uow: Unit of work. The caller limits the number of notices; each writes up to ten documents.
        notices: Notices, at most one for each recipient.
        followed: Channels that followers switched on or off for the followed thing, by person.
        now: Present instant.
    """
    people = [notice for notice in notices if notice.to is not None]
    uids = [UserId(str(notice.to)) for notice in people]
    await uow.prefetch(*list_recipient_documents(people))
    accounts = await uow.get_all([identity.user_ref(uid) for uid in uids])
    restrictions = await uow.get_all([identity.restriction_ref(uid) for uid in uids])
    told = 0
    for notice, uid, account, restriction in zip(people, uids, accounts, restrictions, strict=True):
        if account is None:
            continue
        if is_suspended(restriction, now=now) and not get_template(notice.template).reaches_suspended:
            continue
        told += await decisions.tell_person(uow, notice, account, followed=(followed or {}).get(uid), now=now)
    for notice in notices:
        if notice.to is None:
            told += await decisions.tell_guest(uow, notice, now=now)
    return told


def list_recipient_documents(notices: Sequence[Notice]) -> list[Wanted[object]]:
    """List the documents that `tell_people` reads, so that they can be read together with others."""
    wanted: list[Wanted[object]] = []
    for notice in notices:
        if notice.to is not None:
            wanted += [identity.user_ref(notice.to), identity.restriction_ref(notice.to)]
            wanted.append(decisions.RecipientDocuments(notice))
    return wanted


def is_suspended(restriction: AccountRestriction | None, *, now: datetime) -> bool:
    """Return whether an account is suspended at `now`."""
    return restriction is not None and now < restriction.suspended_until
