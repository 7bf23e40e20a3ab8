"""Announcements of groups to the expert. Customers hear of their own seats, which are bookings."""

from datetime import datetime

from shared.bookings import group_dates
from shared.contracts.events.bookings import GroupDateCancelled
from shared.contracts.notices import Notice, NoticeSubject, SubjectKind
from shared.kernel.ports import UnitOfWork
from shared.kernel.quoted_words import quote_name
from shared.workflows.announcements import recipients


async def tell_expert_when_group_date_cancelled(uow: UnitOfWork, event: GroupDateCancelled, *, now: datetime) -> int:
    """Tell an expert that a date was cancelled, and return the number of new notices.

    Raises:
        GroupDateNotFound: The date does not exist.
    """
    date = await group_dates.get_group_date(uow, event.group_date)
    notice = Notice(
        event=f"group:{date.id}:cancelled",
        template="group.cancelled",
        to=date.offer.expert,
        values={"service": quote_name(date.offer.name), "starts_at": date.starts_at.isoformat()},
        subject=NoticeSubject(kind=SubjectKind.GROUP_DATE, id=date.id),
        link=f"/group-dates/{date.id}",
    )
    return await recipients.tell_people(uow, [notice], now=now)
