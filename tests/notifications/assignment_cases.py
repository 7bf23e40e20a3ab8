"""Cases of the notifications: steps of assignments are told to the side that each concerns."""

from shared.assignments import store
from tests.assignments.builders import an_assignment
from tests.bookings.steps import set_up_booking_domain
from tests.cases import MeasuredCall, case, push_event
from tests.world import World


@case("tell_people_when_assignment_changed", who="internal", tested_in="tests/assignments/test_assignments.py")
async def _tell_people_when_assignment_changed(world: World) -> MeasuredCall:
    await set_up_booking_domain(world)
    assignment = an_assignment()
    await world.put_documents((store.assignment_ref(assignment.id), assignment))
    told = {"assignment_id": assignment.id, "version": 2, "change": "started", "told": ["ana", "dewi"]}
    return push_event(
        world, "tell_people_when_assignment_changed", "AssignmentChanged", **told, at=world.now.isoformat()
    )
