"""Meetings by video for which the pool had no free link."""

from shared.bookings import store
from shared.contracts.offers import ServiceKind
from shared.kernel.ids import BookingId
from shared.kernel.ports import Reader
from shared.workflows.call import Call


async def report_missing_link(call: Call, booking_id: BookingId) -> None:
    """Alert if the pool had no free link for a meeting by video, once for each confirmation."""
    if await call.commit(is_without_link, booking_id):
        call.alert("no free meeting link: the meeting takes place in a video room", booking_id=booking_id)


async def is_without_link(reader: Reader, booking_id: BookingId) -> bool:
    """Return whether a meeting by video takes place in a room of ours, because no link was free."""
    booking = await store.find_booking(reader, booking_id)
    if booking is None or booking.meeting is None:
        return False
    return booking.offer.kind is ServiceKind.VIDEO and booking.meeting.kind == "room"
