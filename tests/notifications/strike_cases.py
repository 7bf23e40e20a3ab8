"""Cases of the notifications: strikes are told to the expert."""

from shared.sessions import strikes
from tests.bookings.steps import set_up_booking_domain
from tests.cases import MeasuredCall, case, push_event
from tests.sessions.strike_steps import a_strike
from tests.world import World

_TESTED = "tests/sessions/test_strikes.py"


@case("tell_expert_when_strike_changed", who="internal", tested_in=_TESTED)
async def _tell_expert_when_strike_changed(world: World) -> MeasuredCall:
    await set_up_booking_domain(world)
    strike = a_strike()
    await world.put_documents((strikes.strike_ref(strike.id), strike))
    told = {"strike_id": strike.id, "expert": "dewi", "change": "given", "step": "warning", "at": world.now.isoformat()}
    return push_event(world, "tell_expert_when_strike_changed", "StrikeChanged", **told)


@case("tell_expert_when_listing_resumed", who="internal", tested_in=_TESTED)
async def _tell_expert_when_listing_resumed(world: World) -> MeasuredCall:
    await set_up_booking_domain(world)
    told = {"expert": "dewi", "at": world.now.isoformat()}
    return push_event(world, "tell_expert_when_listing_resumed", "ListingResumed", **told)
