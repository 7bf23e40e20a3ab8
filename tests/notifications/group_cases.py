"""Cases of the notifications: a date of a group that was cancelled is told to its expert."""

from tests.bookings.group_steps import open_date
from tests.cases import MeasuredCall, case, push_event
from tests.world import World


@case("tell_expert_when_group_date_cancelled", who="internal", tested_in="tests/bookings/test_group_dates.py")
async def _tell_expert_when_group_date_cancelled(world: World) -> MeasuredCall:
    told = {"group_date": await open_date(world), "cancelled_at": world.now.isoformat()}
    return push_event(world, "tell_expert_when_group_date_cancelled", "GroupDateCancelled", **told)
