"""Steps of a booked session: a confirmed booking of Ana's with Dewi, and what both do around its time."""

from datetime import datetime, timedelta
from typing import Any

from shared.chat import store as chat
from shared.chat.models import Room
from shared.contracts.offers import MeetingAddress, ServiceKind
from shared.kernel.ids import BookingId
from shared.sessions import store
from shared.sessions.models import Session
from tests.bookings.builders import TOMORROW
from tests.bookings.steps import a_service, create_confirmed_booking, set_up_booking_domain
from tests.world import World

START = TOMORROW
"""Agreed start of the sessions."""


async def book_session(world: World, kind: ServiceKind = ServiceKind.CHAT, **given: Any) -> BookingId:
    """Set the domain up, confirm a booking that begins at `START`, and return its id: a chat of half an hour."""
    place = MeetingAddress(address="Jalan Sudirman 1") if kind is ServiceKind.OFFLINE else None
    service = a_service("career-chat", name="Career chat", kind=kind, minutes=30, place=place)
    await set_up_booking_domain(world, service)
    return await create_confirmed_booking(world, service_id=service.id, **given)


async def set_clock(world: World, minutes: float, *, of: datetime = START) -> None:
    """Move the clock to `minutes` after the agreed start, or before it, and do what is due by then."""
    world.set_clock(of + timedelta(minutes=minutes))
    await world.deliver()


async def load_booked_session(world: World, booking_id: str) -> Session:
    """Load the stored session of a booking."""
    session = await world.get(store.session_ref(booking_id))
    assert session is not None
    return session


async def load_booking_room(world: World, booking_id: str) -> Room:
    """Load the stored room of a booking."""
    room = await world.get(chat.room_ref(booking_id))
    assert room is not None
    return room
