"""Cases of what follows from a suspension."""

from shared.identity import store
from tests.bookings.steps import create_booking, set_up_booking_domain
from tests.cases import MeasuredCall, case, deliver_job
from tests.identity.admin_cases import a_restriction, push_suspension
from tests.world import World


@case("cancel_bookings_when_user_suspended", who="internal", tested_in="tests/identity/test_suspensions.py")
async def _cancel_bookings(world: World) -> MeasuredCall:
    await set_up_booking_domain(world)
    await create_booking(world)
    await world.put_documents((store.restriction_ref("ana"), a_restriction("ana", world.now)))
    return push_suspension(world, "cancel_bookings_when_user_suspended", "ana")


@case("cancel_booking_of_suspended", who="internal", tested_in="tests/identity/test_suspensions.py")
async def _cancel_booking(world: World) -> MeasuredCall:
    await (await _cancel_bookings(world))()
    return await deliver_job(world, "cancel_booking_of_suspended", "CancelBookingOfSuspended")
