"""Cases of the chat: rooms that follow a booking or a session."""

from datetime import timedelta

import functions.main
from shared.bookings import store as bookings
from shared.bookings.models import Booking
from shared.contracts.bookings import BookingStatus
from tests.bookings.builders import a_confirmed_booking
from tests.cases import MeasuredCall, case, deliver_job, push_event
from tests.pairing.steps import TRIAL_CUSTOMER, start_session_with_expert
from tests.world import World


def _confirmed(world: World, booking: Booking) -> MeasuredCall:
    payload = {"expert": booking.offer.expert, "customer": booking.customer} | _meeting_times(booking)
    return push_event(world, "open_room_when_booking_confirmed", "BookingConfirmed", booking_id=booking.id, **payload)


def _meeting_times(booking: Booking) -> dict[str, str]:
    return {"starts_at": booking.starts_at.isoformat(), "ends_at": booking.ends_at.isoformat()}


async def _save_booking(world: World, booking: Booking) -> Booking:
    await world.put_documents((bookings.booking_ref(booking.id), booking))
    return booking


@case("open_room_when_booking_confirmed", who="internal")
async def _open_room_when_booking_confirmed(world: World) -> MeasuredCall:
    return _confirmed(world, await _save_booking(world, a_confirmed_booking()))


@case("move_room_when_booking_moved", who="internal")
async def _move_room_when_booking_moved(world: World) -> MeasuredCall:
    booking = a_confirmed_booking()
    await (await _open_room_when_booking_confirmed(world))()
    moved = await _save_booking(world, booking.having(starts_at=booking.starts_at + timedelta(hours=3)))
    return push_event(
        world, "move_room_when_booking_moved", "BookingMoved", booking_id=booking.id, **_meeting_times(moved)
    )


@case("close_room_when_booking_cancelled", who="internal")
async def _close_room_when_booking_cancelled(world: World) -> MeasuredCall:
    await (await _open_room_when_booking_confirmed(world))()
    booking = await _save_booking(world, a_confirmed_booking(status=BookingStatus.CANCELLED))
    payload = {"booking_id": booking.id, "refund": 0, "cancelled_at": world.now.isoformat()}
    return push_event(world, "close_room_when_booking_cancelled", "BookingCancelled", **payload)


@case("archive_closed_room", who="internal")
async def _archive_closed_room(world: World) -> MeasuredCall:
    await (await _open_room_when_booking_confirmed(world))()
    world.later(days=30)
    return await deliver_job(world, "archive_closed_room", "ArchiveClosedRoom")


@case("close_room_when_session_ended", who="internal", tested_in="tests/sessions/test_end_session.py")
async def _close_room_when_session_ended(world: World) -> MeasuredCall:
    await world.call(functions.main.end_session, await start_session_with_expert(world), as_=TRIAL_CUSTOMER)
    (ended,) = [entry for entry in world.sent.entries if entry.type == "SessionEnded"]
    return push_event(world, "close_room_when_session_ended", "SessionEnded", **ended.payload)
