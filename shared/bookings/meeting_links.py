"""The pool of meeting links: each is one meeting's at a time, claimed by the quarter of an hour."""

import random
from collections.abc import Sequence
from datetime import datetime

from shared.bookings import jobs, rules, store
from shared.bookings.jobs import BookingNoticeKind, PropagateMeetingLink
from shared.bookings.models import Booking, LinkStatus, MeetingLink, MeetingLinkId, MeetingPlace
from shared.claims.holds import release_claims
from shared.claims.models import Claim
from shared.claims.names import Taken, claim_names
from shared.contracts.offers import ServiceKind
from shared.kernel.ids import BookingId
from shared.kernel.ports import Ref, UnitOfWork

# As many as one commit could ever look through.
MAX_MEETING_LINKS = 200
# How many meetings one task gives a new address.
PROPAGATION_PAGE_SIZE = 50
# How many links are looked up at first; twice as many each time that none of them is free.
_INITIAL_BATCH_SIZE = 2


async def assign_meeting_place(uow: UnitOfWork, booking: Booking, *, now: datetime) -> MeetingPlace | None:
    """Where the two will meet: at a link that is free for all of the meeting, else in a room; offline, nowhere of ours.

    A link is its meeting's until the end, when the claim runs out by itself.
    """
    if booking.offer.kind in (ServiceKind.OFFLINE, ServiceKind.UNKNOWN):
        return None
    pool = await store.list_active_meeting_links(uow, limit=MAX_MEETING_LINKS)
    # Each booking begins elsewhere, and always at the same place, so that few meet and a second try is the same one.
    random.Random(booking.id).shuffle(pool)
    reach = _INITIAL_BATCH_SIZE
    while pool:
        link = await _claim_free_link(uow, booking, pool[:reach], now=now)
        if link is not None:
            # Whoever gives it another address in this very moment would not find this meeting.
            uow.verify(store.meeting_link_ref(link.id))
            return MeetingPlace(kind="link", url=link.url, link_id=link.id)
        pool, reach = pool[reach:], reach * 2
    return MeetingPlace(kind="room", room_id=booking.id)


async def _claim_free_link(
    uow: UnitOfWork, booking: Booking, candidates: Sequence[MeetingLink], *, now: datetime
) -> MeetingLink | None:
    """The first of *candidates* that could be claimed; all of them are looked up at once."""
    wanted = [_link_quarter_refs(booking, link.id) for link in candidates]
    await uow.get_all([quarter for quarters in wanted for quarter in quarters])
    for link, quarters in zip(candidates, wanted, strict=True):
        try:
            await claim_names(uow, quarters, holder=booking.id, now=now, until=booking.ends_at)
        except Taken:
            continue
        return link
    return None


async def release_meeting_link(uow: UnitOfWork, booking: Booking) -> None:
    """Its link is anybody's again."""
    if booking.meeting is not None and booking.meeting.link_id is not None:
        quarters = [quarter.path for quarter in _link_quarter_refs(booking, booking.meeting.link_id)]
        await release_claims(uow, quarters, holder=booking.id)


def _link_quarter_refs(booking: Booking, link_id: MeetingLinkId) -> list[Ref[Claim]]:
    return store.meeting_link_quarter_refs(link_id, booking.starts_at, booking.offer.minutes)


async def save_meeting_link(uow: UnitOfWork, link: MeetingLink) -> MeetingLink:
    """Add a link to the pool, or change it; of another address its coming meetings hear by a task."""
    before = await uow.get(store.meeting_link_ref(link.id))
    uow.put(store.meeting_link_ref(link.id), link)
    if before is not None and before.url != link.url:
        # Without a key: an earlier change may be on its way, and its task would take this one's along.
        uow.schedule(PropagateMeetingLink(meeting_link_id=link.id))
    return link


async def propagate_link_to_booking(
    uow: UnitOfWork, booking_id: BookingId, link_id: MeetingLinkId, *, now: datetime
) -> None:
    """Give a coming meeting its link's address of now, and have both sides told; a second time, nothing."""
    link, before = await uow.get_many(store.meeting_link_ref(link_id), store.booking_ref(booking_id))
    if link is None or before is None or (booking := rules.with_updated_meeting_url(before, link, now=now)) is None:
        return
    uow.verify(store.meeting_link_ref(link_id))
    uow.put(store.booking_ref(booking_id), booking)
    jobs.schedule_notices(uow, booking, BookingNoticeKind.LINK_CHANGED, booking.customer, booking.offer.expert)


async def schedule_next_propagation_page(uow: UnitOfWork, job: PropagateMeetingLink, next_cursor: str | None) -> None:
    """Leave the next page, if there is one, to a task of its own."""
    if next_cursor is not None:
        uow.schedule(job.having(cursor=next_cursor))


async def retire_meeting_link(uow: UnitOfWork, link_id: MeetingLinkId, *, now: datetime) -> MeetingLink:
    """Give it no more meetings."""
    link = (await store.get_meeting_link(uow, link_id)).having(status=LinkStatus.RETIRED, saved_at=now)
    uow.put(store.meeting_link_ref(link_id), link)
    return link
