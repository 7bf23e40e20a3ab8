"""Where bookings are kept, and who may see them."""

from collections.abc import Sequence
from datetime import datetime

from shared.bookings.errors import BookingNotFound, MeetingLinkNotFound
from shared.bookings.models import Booking, LinkStatus, MeetingLink, MeetingLinkId, Side
from shared.bookings.settings import BookingSettings
from shared.claims.models import Claim
from shared.contracts import slots
from shared.contracts.bookings import BookingStatus
from shared.kernel.actors import Actor
from shared.kernel.ids import BookingId, UserId
from shared.kernel.paging import Rows, list_rows
from shared.kernel.ports import OptionalRef, Query, Reader, Ref, Wanted

SETTINGS = Ref("settings/bookings", BookingSettings)

_OF_SIDE = {Side.CUSTOMER: "customer", Side.EXPERT: "offer.expert"}


def booking_ref(booking_id: str) -> Ref[Booking]:
    """Where a booking is kept."""
    return Ref(f"bookings/{booking_id}", Booking)


def meeting_link_ref(link_id: str) -> Ref[MeetingLink]:
    """Where a link is kept."""
    return Ref(f"meeting_links/{link_id}", MeetingLink)


def meeting_link_quarter_refs(link_id: str, starts_at: datetime, minutes: int) -> list[Ref[Claim]]:
    """The claims of the quarters in which a meeting has a link for itself."""
    quarters = slots.compute_quarters(starts_at, minutes)
    return [Ref(f"meeting_links/{link_id}/slots/{quarter:%Y%m%dT%H%MZ}", Claim) for quarter in quarters]


async def get_booking_settings(reader: Reader, also: Wanted[object] | None = None) -> BookingSettings:
    """Return the settings of bookings; `also` is what is needed next, and read in the same round trip."""
    found, _ = await reader.get_many(SETTINGS, also or OptionalRef(None))
    return found or BookingSettings()


async def find_booking(reader: Reader, booking_id: BookingId) -> Booking | None:
    """For our own machines, who hear of orders for other things too."""
    return await reader.get(booking_ref(booking_id))


async def get_booking(reader: Reader, booking_id: BookingId) -> Booking:
    """For our own machines. A person's door is `booking_for`."""
    found = await find_booking(reader, booking_id)
    if found is None:
        raise BookingNotFound(booking_id=booking_id)
    return found


async def access_booking(reader: Reader, booking_id: BookingId, actor: Actor) -> tuple[Booking, Side]:
    """The booking, and this actor's side of it: its customer's, its expert's, or an admin's."""
    found = await get_booking(reader, booking_id)
    if actor.role == "admin":
        return found, Side.ADMIN
    if actor.id == found.customer:
        return found, Side.CUSTOMER
    if actor.id == found.offer.expert:
        return found, Side.EXPERT
    raise BookingNotFound(booking_id=booking_id)


async def access_booking_as(reader: Reader, booking_id: BookingId, actor: Actor, side: Side) -> Booking:
    """The booking, for what only one of the two may do."""
    found, found_side = await access_booking(reader, booking_id, actor)
    if found_side is not side:
        raise BookingNotFound(booking_id=booking_id)
    return found


async def list_bookings(
    reader: Reader,
    person: UserId,
    side: Side,
    statuses: Sequence[BookingStatus],
    *,
    cursor: str | None,
    limit: int,
) -> Rows[Booking]:
    """A person's bookings in these states, the newest first."""
    query = Query("bookings", Booking).matching(_OF_SIDE[side], "==", person).matching("status", "in", list(statuses))
    query = query.order_by("created_at", "desc").order_by("id", "desc")
    return await list_rows(reader, query, cursor=cursor, limit=limit)


async def count_open_bookings(reader: Reader, customer: UserId) -> int:
    """How many of a customer's bookings wait for their answer or their payment."""
    waiting = [BookingStatus.REQUESTED, BookingStatus.AWAITING_PAYMENT]
    return await reader.count(
        Query("bookings", Booking).matching("customer", "==", customer).matching("status", "in", waiting)
    )


async def list_bookings_due_for_reminder(reader: Reader, *, at: datetime, limit: int) -> list[Booking]:
    """Bookings with a reminder that is due, the longest due first."""
    return await reader.query(
        Query("bookings", Booking).matching("next_reminder_at", "<=", at).order_by("next_reminder_at").first(limit)
    )


async def list_overdue_bookings(reader: Reader, status: BookingStatus, *, at: datetime, limit: int) -> list[Booking]:
    """Bookings in *status* whose time is over, the longest over first."""
    return await reader.query(
        Query("bookings", Booking)
        .matching("status", "==", status)
        .matching("over_at", "<=", at)
        .order_by("over_at")
        .first(limit)
    )


async def list_upcoming_bookings_by_link(
    reader: Reader, link_id: MeetingLinkId, *, at: datetime, cursor: str | None, limit: int
) -> Rows[Booking]:
    """Confirmed bookings that meet at a link and are not over at *at*, the soonest over first."""
    query = (
        Query("bookings", Booking)
        .matching("meeting.link_id", "==", link_id)
        .matching("status", "==", BookingStatus.CONFIRMED)
        .matching("over_at", ">", at)
        .order_by("over_at")
        .order_by("id")
    )
    return await list_rows(reader, query, cursor=cursor, limit=limit)


async def list_meeting_links(reader: Reader, *, limit: int) -> list[MeetingLink]:
    """All links, the retired ones too."""
    return await reader.query(Query("meeting_links", MeetingLink).order_by("id").first(limit))


async def list_active_meeting_links(reader: Reader, *, limit: int) -> list[MeetingLink]:
    """The links that get meetings."""
    return await reader.query(
        Query("meeting_links", MeetingLink).matching("status", "==", LinkStatus.ACTIVE).first(limit)
    )


async def get_meeting_link(reader: Reader, link_id: MeetingLinkId) -> MeetingLink:
    """The link. Raises `MeetingLinkNotFound`."""
    found = await reader.get(meeting_link_ref(link_id))
    if found is None:
        raise MeetingLinkNotFound(meeting_link_id=link_id)
    return found
