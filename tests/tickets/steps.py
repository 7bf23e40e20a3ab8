"""Steps of a ticket: buying and checking in."""

from tests.builders import EVENT, put_tickets_on_sale
from tests.orders.steps import deliver_invoice_callback, order_tickets, pay_invoice
from tests.world import World


async def buy_ticket(world: World) -> tuple[str, str]:
    """Buy and pay for a ticket, and return its id and the text of its QR code."""
    await put_tickets_on_sale(world)
    order_id = await order_tickets(world, ("regular", 1))
    await pay_invoice(world, order_id)
    await deliver_invoice_callback(world, order_id, "PAID")
    await world.deliver()
    ticket = f"{order_id}-1"
    return ticket, world.runtime.gateways.signer.sign_ticket(ticket, EVENT, "regular")


def a_check_in_request(code: str, scan_id: str = "s-1", gate: str = "Gate A", event_id: str = EVENT) -> dict[str, str]:
    """Build the body of `check_in_ticket`."""
    return {"event_id": event_id, "code": code, "gate": gate, "scan_id": scan_id}
