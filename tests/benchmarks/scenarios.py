"""One typical call of each function: what is there before it, and the call whose cost is counted."""

from collections.abc import Awaitable, Callable
from typing import Any

import functions.main
from shared.kernel.ids import OrderId
from shared.orders import store as orders
from tests.builders import EVENT, FRONT_END, NOON, a_type, an_order, on_sale
from tests.orders.test_settling import late_without_seats, ordered, pay, tell
from tests.tickets.test_check_in_ticket import a_scan, a_ticket
from tests.tickets.test_running_the_office import A_TYPE, AN_EVENT
from tests.world import ADMIN, ANA, Answer, Person, World

Call = Callable[[], Awaitable[Answer]]
Scenario = Callable[[World], Awaitable[Call]]

SCENARIOS: dict[str, Scenario] = {}


def scenario(name: str) -> Callable[[Scenario], Scenario]:
    """Makes the world ready and gives back the call that is measured."""

    def keep(prepare: Scenario) -> Scenario:
        SCENARIOS[name] = prepare
        return prepare

    return keep


def _call(world: World, name: str, body: Any, person: Person) -> Call:
    return lambda: world.call(getattr(functions.main, name), body, as_=person)


def _task(world: World, name: str, payload: dict[str, Any], entry: str) -> Call:
    return lambda: world.call.task(getattr(functions.main, name), payload, entry=entry)


def _run(world: World, name: str) -> Call:
    return lambda: world.call.run(getattr(functions.main, name), due_at=world.now)


async def _paid(world: World) -> str:
    await on_sale(world)
    order_id = await ordered(world)
    await pay(world, order_id)
    await tell(world, order_id, "PAID")
    await world.deliver()
    return order_id


async def _job(world: World, name: str, job: str) -> Call:
    """The job of this type that waits in the outbox."""
    entry = (await world.outbox(job))[0]
    return _task(world, name, entry.payload, entry.id)


def _event(world: World, name: str, event: str, **payload: Any) -> Call:
    return lambda: world.call.event(getattr(functions.main, name), event, payload, id="e-1")


@scenario("create_partner_key")
async def _create_partner_key(world: World) -> Call:
    body = {"partner_id": "front-end", "name": "Shop", "scopes": ["tickets.sell"]}
    return _call(world, "create_partner_key", body, ADMIN)


@scenario("list_partner_keys")
async def _list_partner_keys(world: World) -> Call:
    await on_sale(world)
    return _call(world, "list_partner_keys", {}, ADMIN)


@scenario("revoke_partner_key")
async def _revoke_partner_key(world: World) -> Call:
    made = await (await _create_partner_key(world))()
    return _call(world, "revoke_partner_key", {"key_id": made.body["key_id"]}, ADMIN)


@scenario("get_ticket_event")
async def _get_ticket_event(world: World) -> Call:
    await on_sale(world)
    return _call(world, "get_ticket_event", {"event_id": EVENT}, ANA)


@scenario("list_ticket_types")
async def _list_ticket_types(world: World) -> Call:
    await on_sale(world, a_type(), a_type("student"))
    return _call(world, "list_ticket_types", {"event_id": EVENT}, ANA)


@scenario("create_ticket_order")
async def _create_ticket_order(world: World) -> Call:
    await on_sale(world, a_type(quota=400))
    return _call(world, "create_ticket_order", an_order(), FRONT_END)


@scenario("get_order")
async def _get_order(world: World) -> Call:
    await on_sale(world)
    made = await world.call(functions.main.create_ticket_order, an_order(), as_=ANA)
    return _call(world, "get_order", {"order_id": made.body["order_id"]}, ANA)


@scenario("cancel_order")
async def _cancel_order(world: World) -> Call:
    await on_sale(world)
    made = await world.call(functions.main.create_ticket_order, an_order(), as_=ANA)
    return _call(world, "cancel_order", {"order_id": made.body["order_id"]}, ANA)


@scenario("receive_xendit_invoice")
async def _receive_xendit_invoice(world: World) -> Call:
    body = {"id": "inv-1", "external_id": "BE-20261126-ACD346", "status": "PAID", "amount": 1, "currency": "IDR"}
    headers = {"x-callback-token": "new-token"}
    return lambda: world.call(functions.main.receive_xendit_invoice, body, headers=headers)


@scenario("settle_invoice")
async def _settle_invoice(world: World) -> Call:
    await on_sale(world)
    order_id = await ordered(world)
    await pay(world, order_id)
    await tell(world, order_id, "PAID")
    return await _job(world, "settle_invoice", "SettleInvoice")


@scenario("expire_order")
async def _expire_order(world: World) -> Call:
    await on_sale(world)
    await ordered(world)
    world.later(minutes=16)
    return await _job(world, "expire_order", "ExpireOrder")


@scenario("open_invoice")
async def _open_invoice(world: World) -> Call:
    await on_sale(world)
    await world.xendit("faults", kind="bad_gateway", operation="create_invoice", times=1)
    await ordered(world)
    world.later(minutes=1)
    return await _job(world, "open_invoice", "OpenInvoice")


@scenario("resolve_late_payment")
async def _resolve_late_payment(world: World) -> Call:
    await on_sale(world)
    order_id = await ordered(world)
    await world.xendit("expire", external_id=order_id, drop=True)
    await tell(world, order_id, "EXPIRED")
    await world.deliver()
    await pay(world, order_id)
    await world.call.task(functions.main.settle_invoice, {"order_id": order_id})
    return await _job(world, "resolve_late_payment", "ResolveLatePayment")


@scenario("refund_order")
async def _refund_order(world: World) -> Call:
    await world.xendit("faults", kind="unavailable", operation="create_refund", times=1)
    await late_without_seats(world, "QRIS")
    return await _job(world, "refund_order", "RefundOrder")


@scenario("follow_refund")
async def _follow_refund(world: World) -> Call:
    await _follow_refunds(world)
    await world.call.run(functions.main.follow_refunds, due_at=world.now)
    return await _job(world, "follow_refund", "FollowRefund")


@scenario("follow_refunds")
async def _follow_refunds(world: World) -> Call:
    await world.xendit("account", refund_seconds=None)
    await late_without_seats(world, "QRIS")
    return _run(world, "follow_refunds")


@scenario("email_refund_notice")
async def _email_refund_notice(world: World) -> Call:
    await world.sendgrid("faults", kind="unavailable", operation="SendMail", times=1)
    await late_without_seats(world, "QRIS")
    return await _job(world, "email_refund_notice", "EmailRefundNotice")


@scenario("expire_overdue_orders")
async def _expire_overdue_orders(world: World) -> Call:
    await on_sale(world)
    await ordered(world)
    world.later(minutes=30)
    return _run(world, "expire_overdue_orders")


@scenario("reconcile_open_payments")
async def _reconcile_open_payments(world: World) -> Call:
    await on_sale(world)
    await ordered(world)
    world.later(minutes=5)
    return _run(world, "reconcile_open_payments")


@scenario("reconcile_payments_daily")
async def _reconcile_payments_daily(world: World) -> Call:
    return _run(world, "reconcile_payments_daily")


@scenario("issue_tickets_when_order_paid")
async def _issue_tickets_when_order_paid(world: World) -> Call:
    order_id = await _unissued(world)
    return _event(world, "issue_tickets_when_order_paid", "OrderPaid", order_id=order_id, paid_at=NOON.isoformat())


async def _unissued(world: World) -> str:
    await on_sale(world)
    order_id = await ordered(world)
    await pay(world, order_id)
    await world.call.task(functions.main.settle_invoice, {"order_id": order_id})
    assert (await orders.order(world.reader, OrderId(order_id))).status == "PAID"
    return order_id


@scenario("revoke_tickets_when_order_refunded")
async def _revoke_tickets_when_order_refunded(world: World) -> Call:
    order_id = await _paid(world)
    payload = {"order_id": order_id, "amount": 300_000, "refunded_at": NOON.isoformat()}
    return _event(world, "revoke_tickets_when_order_refunded", "OrderRefunded", **payload)


@scenario("email_tickets")
async def _email_tickets(world: World) -> Call:
    order_id = await _paid(world)
    world.later(minutes=2)
    await world.call(functions.main.resend_ticket, {"order_id": order_id}, as_=FRONT_END)
    return await _job(world, "email_tickets", "EmailTickets")


@scenario("resend_ticket")
async def _resend_ticket(world: World) -> Call:
    order_id = await _paid(world)
    world.later(minutes=2)
    return _call(world, "resend_ticket", {"order_id": order_id}, ADMIN)


@scenario("check_in_ticket")
async def _check_in_ticket(world: World) -> Call:
    _, code = await a_ticket(world)
    return _call(world, "check_in_ticket", a_scan(code), FRONT_END)


@scenario("get_ticket_verification_key")
async def _get_ticket_verification_key(world: World) -> Call:
    return lambda: world.call(functions.main.get_ticket_verification_key)


@scenario("save_ticket_event")
async def _save_ticket_event(world: World) -> Call:
    return _call(world, "save_ticket_event", AN_EVENT, ADMIN)


@scenario("save_ticket_type")
async def _save_ticket_type(world: World) -> Call:
    await world.call(functions.main.save_ticket_event, AN_EVENT, as_=ADMIN)
    return _call(world, "save_ticket_type", A_TYPE, ADMIN)


@scenario("fill_ticket_stock")
async def _fill_ticket_stock(world: World) -> Call:
    await world.call(functions.main.save_ticket_event, AN_EVENT, as_=ADMIN)
    await world.call(functions.main.save_ticket_type, A_TYPE, as_=ADMIN)
    return await _job(world, "fill_ticket_stock", "FillTicketStock")


@scenario("ticket_sales")
async def _ticket_sales(world: World) -> Call:
    await _paid(world)
    return _call(world, "ticket_sales", {"event_id": EVENT}, ADMIN)


@scenario("sweep_ticket_stock")
async def _sweep_ticket_stock(world: World) -> Call:
    await on_sale(world)
    return _run(world, "sweep_ticket_stock")


@scenario("alert_when_payment_quarantined")
async def _alert_when_payment_quarantined(world: World) -> Call:
    payload = {"order_id": "BE-20261126-ACD346", "invoice_id": "inv-1", "reason": "paid twice"}
    return _event(world, "alert_when_payment_quarantined", "PaymentQuarantined", **payload)


@scenario("relay_outbox")
async def _relay_outbox(world: World) -> Call:
    await on_sale(world)
    world.sent.closed = True
    await ordered(world)
    world.sent.closed = False
    world.later(minutes=30)
    return _run(world, "relay_outbox")
