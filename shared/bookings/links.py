"""The pool of meeting links: each is one meeting's at a time, claimed by the quarter of an hour."""

import random
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from shared.bookings import jobs, rules, store
from shared.bookings.jobs import Notice, PassOnMeetingLink
from shared.bookings.models import Booking, LinkStatus, Meeting, MeetingLink, MeetingLinkId
from shared.kernel import claims, paging
from shared.kernel.claims import Claim
from shared.kernel.ids import BookingId
from shared.kernel.offers import ServiceKind
from shared.kernel.ports import Ref, UnitOfWork

# As many as one commit could ever look through.
MOST_LINKS = 200
# How many meetings one task gives a new address.
PAGE = 50
# How many links are looked up at first; twice as many each time that none of them is free.
_FIRST_LOOK = 2


async def meet(uow: UnitOfWork, booking: Booking, *, now: datetime) -> Meeting | None:
    """Where the two will meet: at a link that is free for all of the meeting, else in a room; offline, nowhere of ours.

    A link is its meeting's until the end, when the claim runs out by itself.
    """
    if booking.offer.kind is ServiceKind.OFFLINE:
        return None
    pool = await store.active_links(uow, limit=MOST_LINKS)
    # Each booking begins elsewhere, and always at the same place, so that few meet and a second try is the same one.
    random.Random(booking.id).shuffle(pool)
    reach = _FIRST_LOOK
    while pool:
        link = await _free(uow, booking, pool[:reach], now=now)
        if link is not None:
            # Whoever gives it another address in this very moment would not find this meeting.
            uow.verify(store.link_ref(link.id))
            return Meeting(kind="link", url=link.url, link_id=link.id)
        pool, reach = pool[reach:], reach * 2
    return Meeting(kind="room", room_id=booking.id)


async def _free(
    uow: UnitOfWork, booking: Booking, candidates: Sequence[MeetingLink], *, now: datetime
) -> MeetingLink | None:
    """The first of *candidates* that could be claimed; all of them are looked up at once."""
    wanted = [_quarters(booking, link.id) for link in candidates]
    await uow.get_all([quarter for quarters in wanted for quarter in quarters])
    for link, quarters in zip(candidates, wanted, strict=True):
        try:
            await claims.claim_all(uow, quarters, holder=booking.id, now=now, until=booking.ends_at)
        except claims.Taken:
            continue
        return link
    return None


async def leave(uow: UnitOfWork, booking: Booking) -> None:
    """Its link is anybody's again."""
    if booking.meeting is not None and booking.meeting.link_id is not None:
        quarters = [quarter.path for quarter in _quarters(booking, booking.meeting.link_id)]
        await claims.give_back(uow, quarters, holder=booking.id)


def _quarters(booking: Booking, link_id: MeetingLinkId) -> list[Ref[Claim]]:
    return store.link_quarters(link_id, booking.starts_at, booking.offer.minutes)


async def save(uow: UnitOfWork, link: MeetingLink) -> MeetingLink:
    """Add a link to the pool, or change it; of another address its coming meetings hear by a task."""
    before = await uow.get(store.link_ref(link.id))
    uow.put(store.link_ref(link.id), link)
    if before is not None and before.url != link.url:
        # Without a key: an earlier change may be on its way, and its task would take this one's along.
        uow.schedule(PassOnMeetingLink(meeting_link_id=link.id))
    return link


async def pass_on(uow: UnitOfWork, booking_id: BookingId, link_id: MeetingLinkId, *, now: datetime) -> None:
    """Give a coming meeting its link's address of now, and have both sides told; a second time, nothing."""
    refs: list[Ref[Any]] = [store.link_ref(link_id), store.ref(booking_id)]
    link, before = await uow.get_all(refs)
    if link is None or before is None or (booking := rules.readdressed(before, link, now=now)) is None:
        return
    uow.verify(store.link_ref(link_id))
    uow.put(store.ref(booking_id), booking)
    jobs.tell(uow, booking, Notice.LINK_CHANGED, booking.customer, booking.offer.expert)


async def pass_on_rest(uow: UnitOfWork, job: PassOnMeetingLink, done: Sequence[Booking]) -> None:
    """Leave what may come behind a full page to the next task."""
    if len(done) == PAGE:
        uow.schedule(job.having(cursor=paging.cursor(done[-1].ends_at.isoformat(), done[-1].id)))


async def retire(uow: UnitOfWork, link_id: MeetingLinkId, *, now: datetime) -> MeetingLink:
    """Give it no more meetings."""
    link = (await store.link(uow, link_id)).having(status=LinkStatus.RETIRED, saved_at=now)
    uow.put(store.link_ref(link_id), link)
    return link
