"""Cases of what follows from a suspension."""

from shared.identity import store
from tests.cases import MeasuredCall, case, push_event
from tests.catalogue.builders import add_bookable_expert
from tests.identity.admin_cases import a_restriction, push_suspension
from tests.world import World


@case("hide_expert_when_user_suspended", who="internal", tested_in="tests/identity/test_suspensions.py")
async def _hide_expert(world: World) -> MeasuredCall:
    await add_bookable_expert(world)
    await world.put_documents((store.restriction_ref("dewi"), a_restriction("dewi", world.now)))
    return push_suspension(world, "hide_expert_when_user_suspended", "dewi")


@case("show_expert_when_user_restored", who="internal", tested_in="tests/identity/test_suspensions.py")
async def _show_expert(world: World) -> MeasuredCall:
    await (await _hide_expert(world))()
    world.later(days=8)
    event = {"user_id": "dewi", "restored_at": world.now.isoformat()}
    return push_event(world, "show_expert_when_user_restored", "UserRestored", **event)
