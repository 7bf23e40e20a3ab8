"""Cases of what follows from a suspension."""

from shared.identity import store
from tests.cases import MeasuredCall, case, push_event
from tests.identity.admin_cases import a_restriction, push_suspension
from tests.pairing.steps import put_experts_online, request_open_pairing
from tests.world import World


@case("take_expert_offline_when_user_suspended", who="internal", tested_in="tests/identity/test_suspensions.py")
async def _take_expert_offline(world: World) -> MeasuredCall:
    await put_experts_online(world, "dewi")
    await world.put_documents((store.restriction_ref("dewi"), a_restriction("dewi", world.now)))
    return push_suspension(world, "take_expert_offline_when_user_suspended", "dewi")


@case("readmit_expert_when_user_restored", who="internal", tested_in="tests/identity/test_suspensions.py")
async def _readmit_expert(world: World) -> MeasuredCall:
    await (await _take_expert_offline(world))()
    world.later(days=8)
    event = {"user_id": "dewi", "restored_at": world.now.isoformat()}
    return push_event(world, "readmit_expert_when_user_restored", "UserRestored", **event)


@case("end_call_when_user_suspended", who="internal", tested_in="tests/identity/test_suspensions.py")
async def _end_call(world: World) -> MeasuredCall:
    await request_open_pairing(world)
    await world.put_documents((store.restriction_ref("ana"), a_restriction("ana", world.now)))
    return push_suspension(world, "end_call_when_user_suspended", "ana")
