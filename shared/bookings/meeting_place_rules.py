"""Rules of the place of a meeting: its present link or address. Pure, told the time."""

from datetime import datetime

from shared.bookings import rules
from shared.bookings.models import Booking, MeetingLink
from shared.contracts.bookings import BookingStatus
from shared.contracts.offers import MeetingAddress


def with_updated_meeting_url(booking: Booking, link: MeetingLink, *, now: datetime) -> Booking | None:
    """Return the booking with the link's present address.

    None if the meeting has that address already, does not take place at the link, or is over.
    """
    meeting = booking.meeting
    if meeting is None or meeting.link_id != link.id or meeting.url == link.url:
        return None
    if booking.status is not BookingStatus.CONFIRMED or booking.ends_at <= now:
        return None
    return rules.with_next_version(booking.having(meeting=meeting.having(url=link.url)), now)


def with_place_of_service(booking: Booking, place: MeetingAddress | None) -> Booking:
    """Return the booking with the present place of its service in its offer; unchanged for None."""
    return booking if place is None else booking.having(offer=booking.offer.having(place=place))


def with_updated_address(booking: Booking, place: MeetingAddress, *, now: datetime) -> Booking | None:
    """Return the booking with the present place of its service.

    None if the meeting has that place already, is not at an address, or is over.
    """
    if booking.status is not BookingStatus.CONFIRMED or booking.ends_at <= now:
        return None
    meeting = booking.meeting
    if meeting is None or meeting.kind != "address":
        return None
    moved = meeting.having(url=place.maps_link, address=place.address)
    if moved == meeting:
        return None
    return rules.with_next_version(with_place_of_service(booking, place).having(meeting=moved), now)
