"""Cases of announcements: who is told of what happened in other domains."""

from datetime import timedelta

from shared.bookings import store as bookings
from tests.bookings.builders import BOOKING_ID, TOMORROW, a_confirmed_booking
from tests.cases import MeasuredCall, case, push_event
from tests.notifications.steps import add_person
from tests.world import World


async def _meet(world: World) -> None:
    await add_person(world)
    await add_person(world, "dewi", role="expert")
    await world.put_documents((bookings.booking_ref(BOOKING_ID), a_confirmed_booking()))


@case("tell_people_when_booking_changed", who="internal")
async def _announce_booking_change(world: World) -> MeasuredCall:
    await _meet(world)
    return push_event(
        world,
        "tell_people_when_booking_changed",
        "BookingChanged",
        booking_id=BOOKING_ID,
        version=a_confirmed_booking().version,
        change="confirmed",
        told=["ana", "dewi"],
        by="ana",
        at=world.now.isoformat(),
    )


@case("remind_people_when_booking_reminder_due", who="internal")
async def _announce_booking_reminder(world: World) -> MeasuredCall:
    await _meet(world)
    world.set_clock(TOMORROW - timedelta(days=1))
    return push_event(
        world,
        "remind_people_when_booking_reminder_due",
        "BookingReminderDue",
        booking_id=BOOKING_ID,
        timed_in=a_confirmed_booking().timed_in,
        reminder="24h",
        told=["ana", "dewi"],
        at=world.now.isoformat(),
    )
