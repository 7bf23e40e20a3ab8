"""Chat rooms of bookings: they are open while the booking has a meeting ahead, and some hours after it."""

from datetime import datetime

from shared.bookings import store as bookings
from shared.chat import booking_rooms
from shared.chat.errors import RoomNotFound
from shared.kernel.ids import BookingId, RoomId
from shared.kernel.ports import UnitOfWork


async def sync_booking_room(uow: UnitOfWork, booking_id: BookingId, *, now: datetime) -> None:
    """Open, close or reopen the room of a booking as the booking is now.

    Raises:
        RoomNotFound: There is no such booking.
    """
    booking = await bookings.find_booking(uow, booking_id)
    if booking is None:
        raise RoomNotFound(room_id=RoomId(booking_id))
    if await booking_rooms.sync_booking_room(uow, booking.meeting_terms, now=now):
        # The booking may have changed by the time of the commit.
        uow.verify(bookings.booking_ref(booking_id))
