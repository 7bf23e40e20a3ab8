"""Typical calls of the functions of orders."""

import functions.main
from tests.benchmarks.scenarios.calls import Call, call, event, job, run, scenario
from tests.builders import FRONT_END, NOON, an_order, on_sale
from tests.orders.builders import booked
from tests.orders.test_billing import paid_booking
from tests.orders.test_paying_out import ACCOUNT, waiting
from tests.orders.test_settling import TOKEN, late_without_seats, ordered, pay, tell
from tests.world import ANA, World


@scenario("get_order")
async def _get_order(world: World) -> Call:
    await on_sale(world)
    made = await world.call(functions.main.create_ticket_order, an_order(), as_=ANA)
    return call(world, "get_order", {"order_id": made.body["order_id"]}, ANA)


@scenario("cancel_order")
async def _cancel_order(world: World) -> Call:
    await on_sale(world)
    made = await world.call(functions.main.create_ticket_order, an_order(), as_=ANA)
    return call(world, "cancel_order", {"order_id": made.body["order_id"]}, ANA)


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
    return await job(world, "settle_invoice", "SettleInvoice")


@scenario("expire_order")
async def _expire_order(world: World) -> Call:
    await on_sale(world)
    await ordered(world)
    world.later(minutes=16)
    return await job(world, "expire_order", "ExpireOrder")


@scenario("open_invoice")
async def _open_invoice(world: World) -> Call:
    await on_sale(world)
    await world.xendit("faults", kind="bad_gateway", operation="create_invoice", times=1)
    await ordered(world)
    world.later(minutes=1)
    return await job(world, "open_invoice", "OpenInvoice")


@scenario("resolve_late_payment")
async def _resolve_late_payment(world: World) -> Call:
    await on_sale(world)
    order_id = await ordered(world)
    await world.xendit("expire", external_id=order_id, drop=True)
    await tell(world, order_id, "EXPIRED")
    await world.deliver()
    await pay(world, order_id)
    await world.call.task(functions.main.settle_invoice, {"order_id": order_id})
    return await job(world, "resolve_late_payment", "ResolveLatePayment")


@scenario("refund_order")
async def _refund_order(world: World) -> Call:
    await world.xendit("faults", kind="unavailable", operation="create_refund", times=1)
    await late_without_seats(world, "QRIS")
    return await job(world, "refund_order", "RefundOrder")


@scenario("follow_refund")
async def _follow_refund(world: World) -> Call:
    await _follow_refunds(world)
    await world.call.run(functions.main.follow_refunds, due_at=world.now)
    return await job(world, "follow_refund", "FollowRefund")


@scenario("follow_refunds")
async def _follow_refunds(world: World) -> Call:
    await world.xendit("account", refund_seconds=None)
    await late_without_seats(world, "QRIS")
    return run(world, "follow_refunds")


@scenario("email_refund_notice")
async def _email_refund_notice(world: World) -> Call:
    await world.sendgrid("faults", kind="unavailable", operation="SendMail", times=1)
    await late_without_seats(world, "QRIS")
    return await job(world, "email_refund_notice", "EmailRefundNotice")


@scenario("expire_overdue_orders")
async def _expire_overdue_orders(world: World) -> Call:
    await on_sale(world)
    await ordered(world)
    world.later(minutes=30)
    return run(world, "expire_overdue_orders")


@scenario("reconcile_open_payments")
async def _reconcile_open_payments(world: World) -> Call:
    await on_sale(world)
    await ordered(world)
    world.later(minutes=5)
    return run(world, "reconcile_open_payments")


@scenario("reconcile_payments_daily")
async def _reconcile_payments_daily(world: World) -> Call:
    return run(world, "reconcile_payments_daily")


@scenario("pay_order")
async def _pay_order(world: World) -> Call:
    return call(world, "pay_order", {"order_id": await booked(world)}, ANA)


@scenario("name_refund_account")
async def _name_refund_account(world: World) -> Call:
    return call(world, "name_refund_account", {"order_id": await waiting(world)} | ACCOUNT, FRONT_END)


@scenario("receive_xendit_refund")
async def _receive_xendit_refund(world: World) -> Call:
    data = {"id": "rfd-1", "reference_id": "BE-20261126-ACD346-R1-1", "status": "SUCCEEDED"}
    body = {"event": "refund.succeeded", "data": data}
    return lambda: world.call(functions.main.receive_xendit_refund, body, headers=TOKEN)


@scenario("receive_xendit_payout")
async def _receive_xendit_payout(world: World) -> Call:
    data = {"id": "disb-1", "reference_id": "BE-20261126-ACD346-R1-1", "status": "SUCCEEDED"}
    body = {"event": "payout.succeeded", "data": data}
    return lambda: world.call(functions.main.receive_xendit_payout, body, headers=TOKEN)


@scenario("number_invoice_when_order_paid")
async def _number_invoice_when_order_paid(world: World) -> Call:
    payload = {"order_id": await booked(world), "paid_at": NOON.isoformat()}
    return event(world, "number_invoice_when_order_paid", "OrderPaid", **payload)


@scenario("number_credit_note_when_order_refunded")
async def _number_credit_note_when_order_refunded(world: World) -> Call:
    payload = {"order_id": await paid_booking(world), "number": 1, "amount": 157_500, "refunded_at": NOON.isoformat()}
    return event(world, "number_credit_note_when_order_refunded", "OrderRefunded", **payload)


@scenario("get_invoice")
async def _get_invoice(world: World) -> Call:
    return call(world, "get_invoice", {"order_id": await paid_booking(world)}, ANA)


@scenario("download_invoice")
async def _download_invoice(world: World) -> Call:
    return call(world, "download_invoice", {"order_id": await paid_booking(world)}, ANA)
