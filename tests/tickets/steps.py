"""Steps of a ticket: buying and checking in."""

import re
from typing import Any

from functions.tickets.create_ticket_order import create_ticket_order
from tests.builders import EVENT, a_ticket_order_request, put_tickets_on_sale
from tests.orders.steps import deliver_invoice_callback, order_tickets, pay_invoice
from tests.world import Person, World


async def buy_ticket(world: World) -> tuple[str, str]:
    """Buy and pay for a ticket, and return its id and the text of its QR code."""
    await put_tickets_on_sale(world)
    order_id = await order_tickets(world, ("regular", 1))
    await pay_invoice(world, order_id)
    await deliver_invoice_callback(world, order_id, "PAID")
    await world.deliver()
    ticket = f"{order_id}-1"
    return ticket, world.runtime.gateways.signer.sign_ticket(ticket, EVENT, "regular")


async def buy_tickets(world: World, *items: tuple[str, int], **given: Any) -> str:
    """Put tickets on sale, buy some as a guest, have them sent, and return the order's id; two tickets by default."""
    await put_tickets_on_sale(world)
    order_id = await order_tickets(world, *(items or (("regular", 2),)), **given)
    await pay_invoice(world, order_id)
    await deliver_invoice_callback(world, order_id, "PAID")
    await world.deliver()
    return order_id


async def buy_own_ticket(world: World, person: Person, type_id: str = "regular") -> str:
    """Buy a ticket as somebody who is signed in, have it sent, and return the order's id."""
    body = a_ticket_order_request((type_id, 1))
    answer = await world.call(create_ticket_order, body, as_=person)
    assert answer.status == 200, answer.body
    order_id = str(answer.body["order_id"])
    await pay_invoice(world, order_id)
    await deliver_invoice_callback(world, order_id, "PAID")
    await world.deliver()
    return order_id


def find_tickets_token(mail: dict[str, Any]) -> str:
    """Find the token of the link to the ticket page in a ticket mail."""
    (token,) = {str(one) for one in re.findall(r"show-order-tickets\?token=([A-Za-z0-9_.-]+)", mail["text"])}
    return token


def a_check_in_request(code: str, scan_id: str = "s-1", gate: str = "Gate A", event_id: str = EVENT) -> dict[str, str]:
    """Build the body of `check_in_ticket`."""
    return {"event_id": event_id, "code": code, "gate": gate, "scan_id": scan_id}
