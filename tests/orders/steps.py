"""Steps of an order: ordering, paying, refunding."""

import re
from typing import Any

from functions.orders.receive_xendit_invoice import receive_xendit_invoice
from functions.orders.set_refund_account import set_refund_account
from functions.tickets.create_ticket_order import create_ticket_order
from shared.claims.pools import count_stock
from shared.kernel.ids import OrderId
from shared.orders import store
from shared.tickets import store as tickets
from tests.builders import EVENT, FRONT_END, a_ticket_order_request, a_ticket_type, put_tickets_on_sale
from tests.orders.builders import create_booking_order
from tests.world import World

CALLBACK_HEADERS = {"x-callback-token": "new-token"}
BANK_ACCOUNT = {"bank": "BCA", "account_number": "1234-567-890", "account_holder": "Sari Wulandari"}


async def order_tickets(world: World, *items: tuple[str, int], **given: Any) -> str:
    """Order tickets as the front-end, and return the order's id."""
    answer = await world.call(create_ticket_order, a_ticket_order_request(*items, **given), as_=FRONT_END)
    assert answer.status == 200, answer.body
    return str(answer.body["order_id"])


async def deliver_invoice_callback(world: World, order_id: str, status: str, **changes: Any) -> int:
    """Deliver Xendit's callback about an order's invoice, and return the HTTP status."""
    order = await world.get(store.order_ref(order_id))
    assert order is not None
    body = {
        "id": order.payment.invoice_id or "inv-unknown",
        "external_id": order_id,
        "user_id": "u",
        "merchant_name": "Temani",
        "status": status,
        "amount": order.total.amount,
        "currency": "IDR",
        "created": "2026-11-26T05:00:00.000Z",
        "updated": "2026-11-26T05:00:00.000Z",
    } | changes
    return (await world.call(receive_xendit_invoice, body, headers=CALLBACK_HEADERS)).status


async def pay_invoice(world: World, order_id: str, **how: Any) -> None:
    """Pay an order at the local Xendit, without its callback: tests deliver the callback themselves."""
    await world.control_xendit("pay", external_id=order_id, drop=True, **({"channel": "QRIS"} | how))


async def quarantine_payment(world: World, order_id: str | None = None) -> str:
    """Have an order paid Rp1 short of Rp300.000, or a smaller order with that amount, and return its id."""
    if order_id is None:
        await put_tickets_on_sale(world)
        order_id = await order_tickets(world)
    await pay_invoice(world, order_id, amount=299_999)
    await deliver_invoice_callback(world, order_id, "PAID")
    await world.deliver()
    return order_id


async def load_ticket_stock(world: World, type_id: str = "regular") -> tuple[int, int, int]:
    """Count the held, sold and free units of a ticket type."""
    found = await count_stock(world.reader, tickets.stock_pool(EVENT, type_id))
    return found.held, found.sold, found.free


async def load_order_status(world: World, order_id: str) -> tuple[str, str]:
    """Load the status of an order and of its payment."""
    order = await world.get(store.order_ref(order_id))
    assert order is not None
    return order.status, order.payment.status


async def pay_late_without_seats(world: World, channel: str) -> str:
    """Pay an order after its seats were sold to others, and return its id."""
    await put_tickets_on_sale(world, a_ticket_type(quota=2))
    order_id = await order_tickets(world)
    await world.control_xendit("expire", external_id=order_id, drop=True)
    await deliver_invoice_callback(world, order_id, "EXPIRED")
    await world.deliver()
    await order_tickets(world)
    await pay_invoice(world, order_id, channel=channel)
    await deliver_invoice_callback(world, order_id, "PAID")
    await world.deliver()
    return order_id


async def create_refund_awaiting_account(world: World) -> str:
    """Create an order whose refund waits for a bank account, and return its id."""
    return await pay_late_without_seats(world, "BCA")


async def find_refund_token(world: World) -> str:
    """Find the token of the link in the latest refund mail."""
    found = [
        token
        for mail in await world.sent_mails()
        for token in re.findall(r"show-refund-account-form\?token=([A-Za-z0-9_.-]+)", mail["text"])
    ]
    return str(found[-1])


async def submit_refund_account(world: World, order_id: str, **changes: Any) -> Any:
    """Submit a bank account for a refund as the front-end."""
    return await world.call(set_refund_account, {"order_id": order_id} | BANK_ACCOUNT | changes, as_=FRONT_END)


async def create_paid_booking_order(world: World) -> OrderId:
    """Create Ana's order of Rp 157,500, pay it by e-wallet, and return its id."""
    order_id = await create_booking_order(world)
    await pay_invoice(world, order_id, channel="GOPAY")
    await deliver_invoice_callback(world, order_id, "PAID")
    await world.deliver()
    return OrderId(order_id)
