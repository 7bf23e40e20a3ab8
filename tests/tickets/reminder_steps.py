"""Steps of the tests of event reminders: an event that begins in a day, its tickets, and the sweep."""

from datetime import timedelta
from typing import Any

from functions.tickets.send_due_event_reminders import send_due_event_reminders
from shared.kernel.ids import OrderId, UserId
from shared.orders import store as orders
from shared.tickets import store
from shared.tickets.models import Ticket, TicketEvent
from tests.builders import EVENT, NOON, a_ticket_event
from tests.orders.builders import an_open_order
from tests.tickets.builders import a_ticket
from tests.world import World

DAY, HOUR = timedelta(days=1), timedelta(hours=1)
LETTERS = "ACDEFGHJKMNPQRTVWXY"


def build_order_id(number: int) -> OrderId:
    """Build the id of one of many orders."""
    return OrderId(f"BE-20261126-ACD3{LETTERS[number // len(LETTERS)]}{LETTERS[number % len(LETTERS)]}")


async def put_event(world: World, **given: Any) -> TicketEvent:
    """Store an event in Makassar that begins in a day."""
    begins = {"starts_at": NOON + DAY, "ends_at": NOON + DAY + 8 * HOUR, "zone": "Asia/Makassar"}
    event = a_ticket_event(**(begins | given))
    await world.put_documents((store.ticket_event_ref(event.id), event))
    return event


async def put_order(
    world: World,
    number: int = 0,
    *,
    count: int = 1,
    customer: str | None = None,
    email: str = "sari@example.com",
    paid: bool = True,
    **given: Any,
) -> list[Ticket]:
    """Store an order with its tickets, which were issued two days before the event."""
    order_id = build_order_id(number)
    order, person = an_open_order(id=order_id), UserId(customer) if customer is not None else None
    order = order.having(
        items=tuple(item.having(product=f"{EVENT}/{item.product.partition('/')[2]}") for item in order.items),
        customer=person,
        buyer=order.buyer.having(email=email),
        payment=order.payment.having(paid_at=NOON - DAY) if paid else order.payment,
    )
    values = {"order_id": order_id, "email": email, "customer": person, "issued_at": NOON - DAY} | given
    tickets = [a_ticket(id=f"{order_id}-{place}", **values) for place in range(1, count + 1)]
    await world.put_documents((orders.order_ref(order_id), order))
    await world.put_documents(*((store.ticket_ref(ticket.id), ticket) for ticket in tickets))
    return tickets


async def change_event(world: World, **changes: Any) -> None:
    """Change the event, as an admin does."""
    event = await world.get(store.ticket_event_ref(EVENT))
    assert event is not None
    await world.put_documents((store.ticket_event_ref(EVENT), event.having(**changes)))


async def sweep_events(world: World) -> int:
    """Run the sweep alone, and return how many reminders it has begun."""
    answer = await world.call.run_schedule(send_due_event_reminders, due_at=world.now)
    assert answer.status == 200, answer.body
    counted: int = answer.body["counted"]
    return counted


async def remind_holders(world: World) -> None:
    """Run the sweep, and everything that it schedules."""
    await sweep_events(world)
    await world.deliver()
