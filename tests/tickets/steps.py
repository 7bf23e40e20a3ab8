"""Tickets: the steps of buying a ticket and of checking one in."""

from tests.builders import EVENT, put_tickets_on_sale
from tests.orders.steps import deliver_invoice_callback, order_tickets, pay_invoice
from tests.world import World


async def buy_ticket(world: World) -> tuple[str, str]:
    """The id and the QR's text of a ticket that was paid for."""
    await put_tickets_on_sale(world)
    order_id = await order_tickets(world, ("regular", 1))
    await pay_invoice(world, order_id)
    await deliver_invoice_callback(world, order_id, "PAID")
    await world.deliver()
    ticket = f"{order_id}-1"
    return ticket, world.runtime.gateways.signer.sign_ticket(ticket, EVENT, "regular")


def a_check_in_request(code: str, scan_id: str = "s-1", gate: str = "Gate A", event_id: str = EVENT) -> dict[str, str]:
    """What a scanner sends."""
    return {"event_id": event_id, "code": code, "gate": gate, "scan_id": scan_id}
