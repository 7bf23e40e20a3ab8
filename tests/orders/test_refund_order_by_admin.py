"""Refunds that an admin decides on: in full with the goods, or in part; within limits, and on record."""

from typing import Any

import pytest

from functions.bookings.get_booking import get_booking
from functions.control_center.list_audit_records import list_audit_records
from functions.control_center.update_settings import update_settings
from functions.orders.get_order import get_order
from functions.orders.refund_order_by_admin import refund_order_by_admin
from functions.orders.settle_invoice import settle_invoice
from functions.pairing.request_pairing import request_pairing
from functions.pairing.start_search_when_order_paid import start_search_when_order_paid
from functions.sessions.extend_session import extend_session
from functions.sessions.extend_session_when_order_paid import extend_session_when_order_paid
from functions.tickets.check_in_ticket import check_in_ticket
from functions.tickets.issue_tickets_when_order_paid import issue_tickets_when_order_paid
from functions.tickets.refund_ticket import refund_ticket
from shared.kernel.ids import OrderId
from shared.kernel.ports import UnitOfWork
from shared.orders import store as orders
from shared.orders.models import RefundCause
from shared.tickets import revocations
from shared.tickets import store as tickets
from shared.tickets.models import Ticket
from shared.tickets.revocations import list_tickets_to_revoke
from shared.workflows.fulfilment import tickets as fulfilment
from tests.bookings.steps import create_booking, set_up_booking_domain
from tests.builders import EVENT, FRONT_END, NOON, put_tickets_on_sale
from tests.orders.steps import (
    create_paid_booking_order,
    deliver_invoice_callback,
    load_order_status,
    load_ticket_stock,
    order_tickets,
    pay_invoice,
)
from tests.pairing.steps import (
    PAYING_CUSTOMER,
    TRIAL_CUSTOMER,
    load_pairing,
    load_session,
    put_experts_online,
    register_customers,
    start_session,
)
from tests.tickets.steps import a_check_in_request
from tests.world import ADMIN, ANA, Person, World

pytestmark = pytest.mark.emulator

FINANCE = Person("fira", role="admin", claims={"admin_scopes": ["finance"]})
SUPPORT = Person("sari", role="admin", claims={"admin_scopes": ["support"]})


async def buy_tickets(world: World, *, channel: str = "QRIS") -> str:
    """Buy two tickets, and return the id of the order."""
    await put_tickets_on_sale(world)
    order_id = await order_tickets(world)
    await pay_invoice(world, order_id, channel=channel)
    await deliver_invoice_callback(world, order_id, "PAID")
    await world.deliver()
    return order_id


async def test_a_full_refund_takes_the_tickets_back(world: World) -> None:
    """
    The tickets admit nobody from that moment, the seats are free, the buyer is told, and the reason is on record.
    """
    order_id = await buy_tickets(world)
    code = world.runtime.gateways.signer.sign_ticket(f"{order_id}-1", EVENT, "regular")

    refunded = await world.call(
        refund_order_by_admin, {"order_id": order_id, "reason": "Bought by mistake"}, as_=FINANCE
    )
    at_the_door = await world.call(check_in_ticket, a_check_in_request(code), as_=FRONT_END)
    stock = await load_ticket_stock(world)
    await world.deliver()
    again = await world.call(refund_order_by_admin, {"order_id": order_id, "reason": "Bought by mistake"}, as_=FINANCE)

    records = await world.call(list_audit_records, {"function": "refund_order_by_admin"}, as_=ADMIN)
    (record,) = records.body["items"]
    assert (refunded.status, refunded.body["refunds"][0]["cause"]) == (200, "by_admin")
    assert (at_the_door.status, at_the_door.code) == (410, "ticket_revoked")
    assert stock == (0, 0, 10)
    assert (again.status, again.code) == (409, "refund_too_large")
    assert await load_order_status(world, order_id) == ("REFUNDED", "PAID")
    assert (record["admin"], record["reason"]) == ("fira", "Bought by mistake")
    assert f"orders/{order_id}" in [change["path"] for change in record["changes"]]
    assert sum(mail["subject"] == f"Pengembalian dana pesanan {order_id}" for mail in await world.sent_mails()) == 1


async def test_a_part_takes_nothing_back(world: World) -> None:
    """
    A part of the price goes back, and the tickets stay valid; more than what is left is refused.
    """
    order_id = await buy_tickets(world, channel="GOPAY")
    body = {"order_id": order_id, "amount": 100_000, "reason": "The band did not play"}

    part = await world.call(refund_order_by_admin, body, as_=FINANCE, headers={"idempotency-key": "case-77"})
    again = await world.call(refund_order_by_admin, body, as_=FINANCE, headers={"idempotency-key": "case-77"})
    too_much = await world.call(refund_order_by_admin, body | {"amount": 200_001}, as_=FINANCE)
    await world.deliver()

    seen = await world.call(get_order, {"order_id": order_id}, as_=FRONT_END)
    valid = [one.status for one in await tickets.list_order_tickets(world.reader, OrderId(order_id))]
    assert (part.status, again.body) == (200, part.body)
    assert (too_much.code, too_much.body["left"]) == ("refund_too_large", 200_000)
    assert [refund["amount"] for refund in seen.body["refunds"]] == [100_000]
    assert (seen.body["status"], valid) == ("PAID", ["valid", "valid"])


async def test_above_the_limit_only_an_owner_refunds(world: World) -> None:
    """
    The limit is a setting; whoever is no owner is told it, and support may not refund at all.
    """
    order_id = await create_paid_booking_order(world)
    body = {"order_id": order_id, "reason": "The expert was rude"}
    await world.call(update_settings, {"refunds": {"admin_limit": 157_499}}, as_=ADMIN)

    support = await world.call(refund_order_by_admin, body, as_=SUPPORT)
    finance = await world.call(refund_order_by_admin, body, as_=FINANCE)
    owner = await world.call(refund_order_by_admin, body, as_=ADMIN)

    assert (support.status, support.code) == (403, "admin_scope_missing")
    assert (finance.status, finance.code, finance.body["limit"]) == (403, "refund_needs_owner", 157_499)
    assert (owner.status, owner.body["refunds"][0]["amount"]) == (200, 157_500)


async def test_parts_count_together_for_the_limit(world: World) -> None:
    """
    Who is no owner cannot pass the limit by several smaller refunds of one order, of parts or of tickets.
    """
    order_id = await buy_tickets(world, channel="GOPAY")
    await world.call(update_settings, {"refunds": {"admin_limit": 150_000}}, as_=ADMIN)
    part = {"order_id": order_id, "amount": 100_000, "reason": "The band did not play"}
    ticket = {"ticket_id": f"{order_id}-1", "reason": "The guest is ill"}

    first = await world.call(refund_order_by_admin, part, as_=FINANCE)
    second = await world.call(refund_order_by_admin, part, as_=FINANCE)
    of_ticket = await world.call(refund_ticket, ticket, as_=FINANCE)
    owner = await world.call(refund_ticket, ticket, as_=ADMIN)

    assert [first.status, second.status, of_ticket.status, owner.status] == [200, 403, 403, 200]
    assert [second.code, of_ticket.code] == ["refund_needs_owner"] * 2


async def test_used_tickets_are_refunded_only_on_purpose(world: World) -> None:
    """
    A ticket was checked in: a full refund needs the flag, and the refund says that it had been used.
    """
    order_id = await buy_tickets(world)
    code = world.runtime.gateways.signer.sign_ticket(f"{order_id}-1", EVENT, "regular")
    await world.call(check_in_ticket, a_check_in_request(code), as_=FRONT_END)
    body = {"order_id": order_id, "reason": "The event broke off"}

    refused = await world.call(refund_order_by_admin, body, as_=FINANCE)
    meant = await world.call(refund_order_by_admin, body | {"even_if_used": True}, as_=FINANCE)

    order = await world.get(orders.order_ref(order_id))
    assert order is not None
    assert (refused.status, refused.code, refused.body["ticket_id"]) == (409, "ticket_used", f"{order_id}-1")
    assert meant.status == 200
    assert [(refund.opened_by, refund.for_used) for refund in order.refunds] == [("fira", True)]


async def test_a_full_refund_cancels_the_booking(world: World) -> None:
    """
    The expert's time is free again, and both see that the booking is cancelled.
    """
    await set_up_booking_domain(world)
    booking_id = await create_booking(world)
    await pay_invoice(world, booking_id, channel="GOPAY")
    await deliver_invoice_callback(world, booking_id, "PAID")
    await world.deliver()

    refunded = await world.call(
        refund_order_by_admin, {"order_id": booking_id, "reason": "The expert is ill"}, as_=FINANCE
    )
    await world.deliver()

    seen = await world.call(get_booking, {"booking_id": booking_id}, as_=ANA)
    assert refunded.status == 200
    assert seen.body["status"] == "cancelled"
    assert await load_order_status(world, booking_id) == ("REFUNDED", "PAID")


async def test_an_order_refunded_before_its_tickets_were_made_leaves_no_seat_taken(world: World) -> None:
    """
    The admin is quicker than the news of the payment: no ticket is made, and the seats are free.
    """
    await put_tickets_on_sale(world)
    order_id = await order_tickets(world)
    await pay_invoice(world, order_id, channel="BCA")
    await world.call.deliver_task(settle_invoice, {"order_id": order_id})

    refunded = await world.call(refund_order_by_admin, {"order_id": order_id, "reason": "A mistake"}, as_=FINANCE)
    told = await world.call.push_event(
        issue_tickets_when_order_paid, "OrderPaid", {"order_id": order_id, "paid_at": NOON.isoformat()}, id="e-1"
    )

    assert (refunded.status, told.status) == (200, 200)
    assert refunded.body["refunds"][0]["status"] == "AWAITING_ACCOUNT"
    assert await tickets.list_order_tickets(world.reader, OrderId(order_id)) == []
    assert await load_ticket_stock(world) == (0, 0, 10)


async def test_tickets_that_are_made_during_the_refund_are_taken_back(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """
    The tickets come between the refund's look at them and its commit: the refund looks again, and revokes them.
    """
    await put_tickets_on_sale(world)
    order_id = await order_tickets(world)
    await pay_invoice(world, order_id, channel="BCA")
    await world.call.deliver_task(settle_invoice, {"order_id": order_id})
    looks: list[int] = []

    async def look_and_issue(uow: UnitOfWork, wanted: OrderId) -> list[Ticket]:
        found = await list_tickets_to_revoke(uow, wanted)
        looks.append(len(found))
        if len(looks) == 1:
            told = {"order_id": order_id, "paid_at": NOON.isoformat()}
            await world.call.push_event(issue_tickets_when_order_paid, "OrderPaid", told, id="e-1")
        return found

    monkeypatch.setattr(revocations, "list_tickets_to_revoke", look_and_issue)
    refunded = await world.call(refund_order_by_admin, {"order_id": order_id, "reason": "A mistake"}, as_=FINANCE)

    made = await tickets.list_order_tickets(world.reader, OrderId(order_id))
    assert (refunded.status, looks) == (200, [0, 2])
    assert [ticket.status for ticket in made] == ["revoked", "revoked"]
    assert await load_ticket_stock(world) == (0, 0, 10)


async def test_no_ticket_is_made_of_an_order_that_is_refunded_meanwhile(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """
    The refund comes between the look at the order and the commit of its tickets: no ticket is made.
    """
    await put_tickets_on_sale(world)
    order_id = await order_tickets(world)
    await pay_invoice(world, order_id, channel="BCA")
    await world.call.deliver_task(settle_invoice, {"order_id": order_id})
    find_refund_cause = fulfilment.find_refund_cause
    refunds: list[int] = []

    async def refund_and_find(*args: Any, **kwargs: Any) -> RefundCause | None:
        body = {"order_id": order_id, "reason": "A mistake"}
        refunds.append((await world.call(refund_order_by_admin, body, as_=FINANCE)).status)
        return await find_refund_cause(*args, **kwargs)

    monkeypatch.setattr(fulfilment, "find_refund_cause", refund_and_find)
    told = {"order_id": order_id, "paid_at": NOON.isoformat()}
    await world.call.push_event(issue_tickets_when_order_paid, "OrderPaid", told, id="e-1")

    assert refunds == [200]
    assert await tickets.list_order_tickets(world.reader, OrderId(order_id)) == []
    assert await load_ticket_stock(world) == (0, 0, 10)


@pytest.mark.parametrize("searching", [False, True])
async def test_a_full_refund_ends_a_call_that_waits(world: World, *, searching: bool) -> None:
    """
    Nobody has answered the call: no expert can accept it any more, even if the news of its payment comes later.
    """
    await register_customers(world, PAYING_CUSTOMER.uid)
    asked = (await world.call(request_pairing, {}, as_=PAYING_CUSTOMER)).body
    await pay_invoice(world, asked["order_id"])
    await world.call.deliver_task(settle_invoice, {"order_id": asked["order_id"]})
    told = {"order_id": asked["order_id"], "paid_at": NOON.isoformat()}
    if searching:
        await world.call.push_event(start_search_when_order_paid, "OrderPaid", told, id="e-1")

    body = {"order_id": asked["order_id"], "reason": "Called by mistake"}
    refunded = await world.call(refund_order_by_admin, body, as_=FINANCE)
    await world.call.push_event(start_search_when_order_paid, "OrderPaid", told, id="e-2")
    await world.deliver()

    order = await world.get(orders.order_ref(asked["order_id"]))
    assert order is not None
    assert refunded.status == 200
    assert (await load_pairing(world, asked["pairing_id"])).status == "expired"
    assert [refund.cause for refund in order.refunds] == ["by_admin"]


async def test_a_refunded_extension_gives_no_time(world: World) -> None:
    """
    The admin is quicker than the news of the payment: the session ends as before, and may be extended again.
    """
    (dewi,) = await put_experts_online(world, "dewi")
    session = {"session_id": await start_session(world, dewi)}
    before = await load_session(world, session["session_id"])
    order_id = (await world.call(extend_session, session, as_=TRIAL_CUSTOMER)).body["order_id"]
    await pay_invoice(world, order_id)
    await world.call.deliver_task(settle_invoice, {"order_id": order_id})

    await world.call(refund_order_by_admin, {"order_id": order_id, "reason": "A mistake"}, as_=FINANCE)
    told = {"order_id": order_id, "paid_at": NOON.isoformat()}
    await world.call.push_event(extend_session_when_order_paid, "OrderPaid", told, id="e-1")
    again = await world.call(extend_session, session, as_=TRIAL_CUSTOMER)

    after = await load_session(world, session["session_id"])
    assert (after.ends_at, after.extended_by) == (before.ends_at, ())
    assert again.status == 200


async def test_what_is_unpaid_or_unknown_is_not_refunded(world: World) -> None:
    """
    An open order has no money, and an order that does not exist is not found.
    """
    await put_tickets_on_sale(world)
    order_id = await order_tickets(world)

    unpaid = await world.call(refund_order_by_admin, {"order_id": order_id, "reason": "A mistake"}, as_=FINANCE)
    unknown = await world.call(
        refund_order_by_admin, {"order_id": "BE-20261126-ZZZZZZ", "reason": "A mistake"}, as_=FINANCE
    )
    without = await world.call(refund_order_by_admin, {"order_id": order_id}, as_=FINANCE)

    assert (unpaid.status, unpaid.code) == (409, "order_not_paid")
    assert (unknown.status, unknown.code) == (404, "order_not_found")
    assert (without.status, without.invalid_fields) == (422, ["reason"])
