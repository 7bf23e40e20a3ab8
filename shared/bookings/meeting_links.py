"""Pool of meeting links. A link serves one meeting at a time and is claimed by the quarter of an hour."""

import random
from collections.abc import Sequence
from datetime import datetime

from shared.bookings import changes, meeting_place_rules, store
from shared.bookings.jobs import PropagateMeetingLink
from shared.bookings.models import Booking, LinkStatus, MeetingLink, MeetingLinkId, MeetingPlace
from shared.claims.holds import release_claims
from shared.claims.models import Claim
from shared.claims.names import Taken, claim_names
from shared.contracts.bookings import BookingChange
from shared.contracts.offers import ServiceKind
from shared.kernel.ids import BookingId
from shared.kernel.inputs import with_named_fields
from shared.kernel.ports import Ref, UnitOfWork

# Upper limit of the links that one commit reads.
MAX_MEETING_LINKS = 200
# Meetings that one task updates.
PROPAGATION_PAGE_SIZE = 50
# Links of the first batch; each further batch is twice as large.
_INITIAL_BATCH_SIZE = 2


async def assign_meeting_place(uow: UnitOfWork, booking: Booking, *, now: datetime) -> MeetingPlace | None:
    """Claim a free link of the pool for a meeting by video; if none is free, name a room of our own.

    A meeting by chat takes place in its chat room, a group in the room of its date. A meeting in person has the address
    of the offer. If an earlier version sold the meeting without an address, the two get a room to agree on a place.
    Return None for a kind that only a newer version knows. The claim of a link expires by itself at the end of the
    meeting.
    """
    if booking.offer.kind is ServiceKind.UNKNOWN:
        return None
    if booking.group_date is not None or booking.offer.kind is ServiceKind.CHAT:
        return MeetingPlace(kind="room", room_id=booking.meeting_id)
    if booking.offer.kind is ServiceKind.OFFLINE:
        place = booking.offer.place
        if place is None:
            return MeetingPlace(kind="room", room_id=booking.id)
        return MeetingPlace(kind="address", url=place.maps_link, address=place.address)
    pool = await store.list_active_meeting_links(uow, limit=MAX_MEETING_LINKS)
    # Bookings probe the pool in different orders, so that few of them conflict; a retry probes in the same order.
    random.Random(booking.id).shuffle(pool)
    reach = _INITIAL_BATCH_SIZE
    while pool:
        link = await _claim_free_link(uow, booking, pool[:reach], now=now)
        if link is not None:
            # A concurrent change of the address would not find this meeting yet, so the commits must conflict.
            uow.verify(store.meeting_link_ref(link.id))
            return MeetingPlace(kind="link", url=link.url, link_id=link.id)
        pool, reach = pool[reach:], reach * 2
    return MeetingPlace(kind="room", room_id=booking.id)


async def _claim_free_link(
    uow: UnitOfWork, booking: Booking, candidates: Sequence[MeetingLink], *, now: datetime
) -> MeetingLink | None:
    """Claim the first free link of `candidates`, which are read in one round trip; return None if none is free."""
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
    """Release the link of a meeting, if the meeting has one."""
    if booking.meeting is not None and booking.meeting.link_id is not None:
        quarters = [quarter.path for quarter in _link_quarter_refs(booking, booking.meeting.link_id)]
        await release_claims(uow, quarters, holder=booking.id)


def _link_quarter_refs(booking: Booking, link_id: MeetingLinkId) -> list[Ref[Claim]]:
    return store.meeting_link_quarter_refs(link_id, booking.starts_at, booking.offer.minutes)


async def save_meeting_link(uow: UnitOfWork, link: MeetingLink) -> MeetingLink:
    """Add a link to the pool, or change the fields of the existing one that `link` names.

    A job gives a new address to the upcoming meetings.
    """
    before = await uow.get(store.meeting_link_ref(link.id))
    link = with_named_fields(before, link)
    uow.put(store.meeting_link_ref(link.id), link)
    if before is not None and before.url != link.url:
        # Without a key: a job with the same key could be concluded by the task of an earlier change.
        uow.schedule(PropagateMeetingLink(meeting_link_id=link.id))
    return link


async def propagate_link_to_booking(
    uow: UnitOfWork, booking_id: BookingId, link_id: MeetingLinkId, *, now: datetime
) -> None:
    """Set the link's present address in an upcoming meeting, and have both sides told. Idempotent."""
    link, before = await uow.get_many(store.meeting_link_ref(link_id), store.booking_ref(booking_id))
    if link is None or before is None:
        return
    booking = meeting_place_rules.with_updated_meeting_url(before, link, now=now)
    if booking is None:
        return
    uow.verify(store.meeting_link_ref(link_id))
    uow.put(store.booking_ref(booking_id), booking)
    changes.emit_change(uow, booking, BookingChange.LINK_CHANGED, booking.customer, booking.offer.expert)


async def schedule_next_propagation_page(uow: UnitOfWork, job: PropagateMeetingLink, next_cursor: str | None) -> None:
    """Schedule a job for the next page, if there is one."""
    if next_cursor is not None:
        uow.schedule(job.having(cursor=next_cursor))


async def retire_meeting_link(uow: UnitOfWork, link_id: MeetingLinkId, *, now: datetime) -> MeetingLink:
    """Retire a link: no more meetings are assigned to the link.

    Raises:
        MeetingLinkNotFound: No link has this id.
    """
    link = (await store.get_meeting_link(uow, link_id)).having(status=LinkStatus.RETIRED, saved_at=now)
    uow.put(store.meeting_link_ref(link_id), link)
    return link
