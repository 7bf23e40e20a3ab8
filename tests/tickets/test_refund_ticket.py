"""Refund of one ticket: it admits nobody, its seat is free, its price goes back."""

import asyncio

import pytest

from functions.identity.confirm_email import confirm_email
from functions.orders.get_order import get_order
from functions.orders.refund_order_by_admin import refund_order_by_admin
from functions.tickets.check_in_ticket import check_in_ticket
from functions.tickets.list_ticket_revocations import list_ticket_revocations
from functions.tickets.refund_ticket import refund_ticket
from shared.kernel.ids import OrderId
from shared.tickets import store
from tests.builders import EVENT, FRONT_END, a_ticket_type, put_tickets_on_sale
from tests.identity.steps import find_confirmation_token
from tests.orders.steps import (
    deliver_invoice_callback,
    load_order_status,
    load_ticket_stock,
    order_tickets,
    pay_invoice,
)
from tests.tickets.steps import a_check_in_request
from tests.world import ADMIN, NOBODY, Person, World

pytestmark = pytest.mark.emulator

FINANCE = Person("fira", role="admin", claims={"admin_scopes": ["finance"]})
REASON = {"reason": "The guest is ill"}


async def buy_tickets(world: World, count: int = 2) -> str:
    """Buy tickets by e-wallet, which can be refunded in part, and return the id of the order."""
    await put_tickets_on_sale(world)
    order_id = await order_tickets(world, ("regular", count))
    await pay_invoice(world, order_id, channel="GOPAY")
    await deliver_invoice_callback(world, order_id, "PAID")
    await world.deliver()
    return order_id


async def check_in(world: World, ticket_id: str) -> tuple[int, str | None]:
    """Check a ticket in at the door, and return status and code of the answer."""
    code = world.runtime.gateways.signer.sign_ticket(ticket_id, EVENT, "regular")
    answer = await world.call(check_in_ticket, a_check_in_request(code, f"scan-{ticket_id}"), as_=FRONT_END)
    return answer.status, answer.code if answer.status >= 400 else None


async def list_refunds(world: World, order_id: str) -> list[tuple[int, str]]:
    """List amount and cause of an order's refunds."""
    seen = await world.call(get_order, {"order_id": order_id}, as_=FRONT_END)
    return [(refund["amount"], refund["cause"]) for refund in seen.body["refunds"]]


async def test_one_of_two_tickets_is_refunded(world: World) -> None:
    """
    The one is refused at the door and its seat is sold again; the other admits; the buyer is told once.
    """
    order_id = await buy_tickets(world)

    refunded = await world.call(refund_ticket, {"ticket_id": f"{order_id}-1"} | REASON, as_=FINANCE)
    await world.deliver()
    doors = await check_in(world, f"{order_id}-1"), await check_in(world, f"{order_id}-2")
    stock = await load_ticket_stock(world)
    again = await world.call(refund_ticket, {"ticket_id": f"{order_id}-1"} | REASON, as_=FINANCE)

    assert refunded.status == 200
    assert doors == ((410, "ticket_revoked"), (200, None))
    assert stock == (0, 1, 9)
    assert (again.status, again.code) == (410, "ticket_revoked")
    assert await list_refunds(world, order_id) == [(150_000, "ticket_refunded")]
    assert await load_order_status(world, order_id) == ("PAID", "PAID")
    (mail,) = [one for one in await world.sent_mails() if "Pengembalian" in one["subject"]]
    assert "Satu tiket dari pesanan" in mail["text"]


async def test_the_seat_of_a_refunded_ticket_belongs_to_its_next_buyer(world: World) -> None:
    """
    The seat is sold again: a later refund of the rest of the order does not take it from the new buyer.
    """
    await put_tickets_on_sale(world, a_ticket_type(quota=2))
    order_id = await order_tickets(world)
    await pay_invoice(world, order_id, channel="GOPAY")
    await deliver_invoice_callback(world, order_id, "PAID")
    await world.deliver()
    await world.call(refund_ticket, {"ticket_id": f"{order_id}-1"} | REASON, as_=FINANCE)
    await world.deliver()
    (refund,) = (await world.get_from_xendit("refunds"))["data"]
    await world.control_xendit("refund", refund_id=refund["id"], status="SUCCEEDED", drop=True)
    await order_tickets(world, ("regular", 1))

    await world.call(refund_ticket, {"ticket_id": f"{order_id}-2"} | REASON, as_=FINANCE)
    await world.deliver()

    assert await list_refunds(world, order_id) == [(150_000, "ticket_refunded"), (150_000, "ticket_refunded")]
    assert await load_order_status(world, order_id) == ("REFUNDED", "PAID")
    assert await load_ticket_stock(world) == (1, 0, 1)


async def test_scanners_without_a_network_learn_of_refunded_tickets(world: World) -> None:
    """
    A ticket that an admin has refunded, alone or with its order, stands in the list of revoked codes.
    """
    order_id = await buy_tickets(world)

    await world.call(refund_ticket, {"ticket_id": f"{order_id}-1"} | REASON, as_=FINANCE)
    one = await world.call(list_ticket_revocations, {"event_id": EVENT}, as_=FRONT_END)
    await world.call(refund_order_by_admin, {"order_id": order_id} | REASON, as_=FINANCE)
    both = await world.call(list_ticket_revocations, {"event_id": EVENT}, as_=FRONT_END)

    assert [(row["ticket_id"], row["valid_version"]) for row in one.body["items"]] == [(f"{order_id}-1", None)]
    assert [row["ticket_id"] for row in both.body["items"]] == [f"{order_id}-1", f"{order_id}-2"]


async def test_all_tickets_at_once_bring_back_what_was_paid(world: World) -> None:
    """
    Two admins refund the two tickets of an order in the same moment: each once, and together what was paid.
    """
    order_id = await buy_tickets(world)
    bodies = [{"ticket_id": f"{order_id}-{number}"} | REASON for number in (1, 2, 1, 2)]

    answers = await asyncio.gather(*(world.call(refund_ticket, body, as_=FINANCE) for body in bodies))

    assert sorted(answer.status for answer in answers) == [200, 200, 410, 410]
    assert sum(amount for amount, _ in await list_refunds(world, order_id)) == 300_000
    assert await load_ticket_stock(world) == (0, 0, 10)


async def test_the_other_tickets_stay_valid_after_a_part_of_the_price_went_back(world: World) -> None:
    """
    A half of the price had gone back: the one ticket brings back its share of the rest, and the other still admits.
    """
    order_id = await buy_tickets(world)
    part = {"order_id": order_id, "amount": 150_000} | REASON
    await world.call(refund_order_by_admin, part, as_=FINANCE)

    await world.call(refund_ticket, {"ticket_id": f"{order_id}-1"} | REASON, as_=FINANCE)
    await world.deliver()
    at_the_door = await check_in(world, f"{order_id}-2")

    assert await list_refunds(world, order_id) == [(150_000, "by_admin"), (75_000, "ticket_refunded")]
    assert at_the_door == (200, None)


async def test_a_used_ticket_is_refunded_only_on_purpose(world: World) -> None:
    """
    It was checked in: without the flag it stays as it is.
    """
    order_id = await buy_tickets(world)
    await check_in(world, f"{order_id}-1")
    body = {"ticket_id": f"{order_id}-1"} | REASON

    refused = await world.call(refund_ticket, body, as_=FINANCE)
    meant = await world.call(refund_ticket, body | {"even_if_used": True}, as_=FINANCE)

    assert (refused.status, refused.code) == (409, "ticket_used")
    assert meant.status == 200


async def test_a_free_ticket_is_only_revoked(world: World) -> None:
    """
    Nothing was paid, so nothing goes back; the seat is free for somebody else.
    """
    await put_tickets_on_sale(world, a_ticket_type(price=0))
    order_id = await order_tickets(world, ("regular", 1))
    await world.deliver()

    answer = await world.call(refund_ticket, {"ticket_id": f"{order_id}-1"} | REASON, as_=ADMIN)

    (ticket,) = await store.list_order_tickets(world.reader, OrderId(order_id))
    assert (answer.status, answer.body["refunds"]) == (200, [])
    assert ticket.status == "revoked"
    assert await load_ticket_stock(world) == (0, 0, 10)


async def test_the_holder_of_a_free_ticket_is_told(world: World) -> None:
    """
    No refund tells of a free ticket, so a mail of its own does, once, for this ticket alone.
    """
    await put_tickets_on_sale(world, a_ticket_type(price=0))
    order_id = await order_tickets(world, ("regular", 2))
    await world.deliver()
    (asked,) = await world.sent_mails()
    await world.call(confirm_email, {"token": find_confirmation_token(asked)}, as_=NOBODY)
    await world.deliver()

    await world.call(refund_ticket, {"ticket_id": f"{order_id}-1"} | REASON, as_=ADMIN)
    await world.call(refund_ticket, {"ticket_id": f"{order_id}-1"} | REASON, as_=ADMIN)
    await world.deliver()

    *_, told = await world.sent_mails()
    assert len(await world.sent_mails()) == 3
    assert told["subject"].startswith("Tiket dibatalkan")
    assert (f"{order_id}-1" in told["text"], f"{order_id}-2" in told["text"]) == (True, False)


async def test_an_unknown_ticket_is_not_found(world: World) -> None:
    """
    No ticket has this id.
    """
    answer = await world.call(refund_ticket, {"ticket_id": "BE-20261126-ZZZZZZ-1"} | REASON, as_=FINANCE)

    assert (answer.status, answer.code) == (404, "ticket_not_found")
