"""Cases of notifications: announcements of cancelled tickets."""

from tests.cases import MeasuredCall, case, push_event
from tests.notifications.ticket_steps import put_tickets
from tests.world import World


@case("tell_buyer_when_tickets_cancelled", who="internal", tested_in="tests/notifications/test_ticket_announcements.py")
async def _announce_cancelled_tickets(world: World) -> MeasuredCall:
    order_id = await put_tickets(world)
    payload = {"order_id": order_id, "ticket_ids": [f"{order_id}-1"], "with_event": False}
    return push_event(world, "tell_buyer_when_tickets_cancelled", "TicketsCancelled", **payload)
