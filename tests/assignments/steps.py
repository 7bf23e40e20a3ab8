"""Steps of assignments: ordering, paying, delivering, and what the world then finds."""

from typing import Any

from functions.assignments.accept_delivery import accept_delivery
from functions.assignments.advance_assignments import advance_assignments
from functions.assignments.buy_service import buy_service
from functions.assignments.create_assignment_upload import create_assignment_upload
from functions.assignments.deliver_assignment import deliver_assignment
from functions.assignments.dispute_delivery import dispute_delivery
from shared.assignments import store
from shared.assignments.models import Assignment
from shared.contracts.events.assignments import AssignmentConcluded
from shared.kernel.ids import AssignmentId, OrderId
from shared.kernel.ports import Query
from shared.notifications.inbox_models import Notification
from shared.orders import store as orders
from shared.orders.models import Order
from tests.assignments.builders import BRIEF, SERVICE_ID, a_written_service
from tests.bookings.steps import set_up_booking_domain
from tests.builders import BUYER
from tests.catalogue.builders import DEWI
from tests.orders.steps import deliver_invoice_callback, pay_invoice
from tests.world import ANA, EXPERT, Answer, Person, World, create_http_client

PDF = b"%PDF-1.7 a resume"


async def set_up_assignments(world: World, **service: Any) -> None:
    """Store an expert with a service without a meeting, and two customers."""
    await set_up_booking_domain(world, a_written_service(**service))


async def buy_service_as(world: World, as_: Person = ANA, **changes: Any) -> Answer:
    """Call `buy_service` as a person."""
    body = {"expert_id": DEWI, "service_id": SERVICE_ID, "brief": BRIEF, "buyer": BUYER} | changes
    return await world.call(buy_service, body, as_=as_)


async def pay_assignment(world: World, assignment_id: str) -> None:
    """Pay for an assignment, and deliver all that follows."""
    await pay_invoice(world, assignment_id)
    await deliver_invoice_callback(world, OrderId(assignment_id), "PAID")
    await world.deliver()


async def start_assignment(world: World, **service: Any) -> AssignmentId:
    """Set the domain up, buy the service as Ana, pay for it, and return the assignment's id."""
    await set_up_assignments(world, **service)
    assignment_id = AssignmentId((await buy_service_as(world)).body["assignment_id"])
    await pay_assignment(world, assignment_id)
    return assignment_id


async def deliver_text(world: World, assignment_id: str, text: str = "Ini catatan saya.", **changes: Any) -> Answer:
    """Deliver text as Dewi."""
    body = {"assignment_id": assignment_id, "text": text} | changes
    return await world.call(deliver_assignment, body, as_=EXPERT)


async def start_and_deliver(world: World, **service: Any) -> AssignmentId:
    """Start an assignment, deliver it as Dewi, and deliver all that follows."""
    assignment_id = await start_assignment(world, **service)
    assert (await deliver_text(world, assignment_id)).status == 200
    await world.deliver()
    return assignment_id


async def start_and_accept(world: World) -> AssignmentId:
    """Start and deliver an assignment, and accept it as Ana."""
    assignment_id = await start_and_deliver(world)
    assert (await world.call(accept_delivery, {"assignment_id": assignment_id}, as_=ANA)).status == 200
    await world.deliver()
    return assignment_id


async def start_and_dispute(world: World) -> AssignmentId:
    """Start an assignment, deliver it as Dewi, and dispute it as Ana."""
    assignment_id = await start_and_deliver(world)
    body = {"assignment_id": assignment_id, "text": "Ini bukan CV saya."}
    assert (await world.call(dispute_delivery, body, as_=ANA)).status == 200
    await world.deliver()
    return assignment_id


async def upload_file(world: World, assignment_id: str, as_: Person) -> str:
    """Upload a PDF for an assignment to the address that we give, and return the upload's id."""
    body = {"assignment_id": assignment_id, "content_type": "application/pdf", "bytes": len(PDF)}
    leave = (await world.call(create_assignment_upload, body, as_=as_)).body
    async with create_http_client() as app:
        (await app.put(leave["url"], content=PDF, headers=leave["headers"])).raise_for_status()
    return str(leave["upload_id"])


async def run_sweep(world: World) -> None:
    """Run the sweep at the present time, and deliver all that follows."""
    assert (await world.call.run_schedule(advance_assignments, due_at=world.now)).status == 200
    await world.deliver()


async def load_assignment(world: World, assignment_id: str) -> Assignment:
    """Load a stored assignment."""
    return await store.get_assignment(world.reader, AssignmentId(assignment_id))


async def load_order(world: World, assignment_id: str) -> Order:
    """Load the order of an assignment."""
    return await orders.get_order(world.reader, OrderId(assignment_id))


def list_ends(world: World) -> list[tuple[str, int, int]]:
    """List the ends of assignments that were announced: the outcome, what was paid, and what goes back."""
    told = world.delivered_payloads(AssignmentConcluded.__name__)
    return [(each["outcome"], each["paid"], each["refunded"]) for each in told]


async def list_notices(world: World, person: Person) -> list[str]:
    """List the templates of the notices about assignments that a person has got, the oldest first."""
    found = await world.reader.query(Query(f"users/{person.uid}/notifications", Notification))
    told = sorted((one for one in found if one.template.startswith("assignment.")), key=lambda one: one.seq)
    return [one.template for one in told]
