"""Typical calls of the functions of orders."""

import functions.main
from tests.benchmarks.scenarios.registry import (
    MeasuredCall,
    call_function,
    deliver_job,
    push_event,
    register_scenario,
    run_schedule,
)
from tests.builders import FRONT_END, NOON, a_ticket_order_request, put_tickets_on_sale
from tests.orders.builders import create_booking_order
from tests.orders.test_invoices import create_paid_booking_order
from tests.orders.test_payouts import BANK_ACCOUNT, create_refund_awaiting_account
from tests.orders.test_settlement import (
    CALLBACK_HEADERS,
    deliver_invoice_callback,
    order_tickets,
    pay_invoice,
    pay_late_without_seats,
)
from tests.world import ANA, World


@register_scenario("get_order")
async def _get_order(world: World) -> MeasuredCall:
    await put_tickets_on_sale(world)
    made = await world.call(functions.main.create_ticket_order, a_ticket_order_request(), as_=ANA)
    return call_function(world, "get_order", {"order_id": made.body["order_id"]}, ANA)


@register_scenario("cancel_order")
async def _cancel_order(world: World) -> MeasuredCall:
    await put_tickets_on_sale(world)
    made = await world.call(functions.main.create_ticket_order, a_ticket_order_request(), as_=ANA)
    return call_function(world, "cancel_order", {"order_id": made.body["order_id"]}, ANA)


@register_scenario("receive_xendit_invoice")
async def _receive_xendit_invoice(world: World) -> MeasuredCall:
    body = {"id": "inv-1", "external_id": "BE-20261126-ACD346", "status": "PAID", "amount": 1, "currency": "IDR"}
    headers = {"x-callback-token": "new-token"}
    return lambda: world.call(functions.main.receive_xendit_invoice, body, headers=headers)


@register_scenario("settle_invoice")
async def _settle_invoice(world: World) -> MeasuredCall:
    await put_tickets_on_sale(world)
    order_id = await order_tickets(world)
    await pay_invoice(world, order_id)
    await deliver_invoice_callback(world, order_id, "PAID")
    return await deliver_job(world, "settle_invoice", "SettleInvoice")


@register_scenario("expire_order")
async def _expire_order(world: World) -> MeasuredCall:
    await put_tickets_on_sale(world)
    await order_tickets(world)
    world.later(minutes=16)
    return await deliver_job(world, "expire_order", "ExpireOrder")


@register_scenario("open_invoice")
async def _open_invoice(world: World) -> MeasuredCall:
    await put_tickets_on_sale(world)
    await world.control_xendit("faults", kind="bad_gateway", operation="create_invoice", times=1)
    await order_tickets(world)
    world.later(minutes=1)
    return await deliver_job(world, "open_invoice", "OpenInvoice")


@register_scenario("resolve_late_payment")
async def _resolve_late_payment(world: World) -> MeasuredCall:
    await put_tickets_on_sale(world)
    order_id = await order_tickets(world)
    await world.control_xendit("expire", external_id=order_id, drop=True)
    await deliver_invoice_callback(world, order_id, "EXPIRED")
    await world.deliver()
    await pay_invoice(world, order_id)
    await world.call.deliver_task(functions.main.settle_invoice, {"order_id": order_id})
    return await deliver_job(world, "resolve_late_payment", "ResolveLatePayment")


@register_scenario("refund_order")
async def _refund_order(world: World) -> MeasuredCall:
    await world.control_xendit("faults", kind="unavailable", operation="create_refund", times=1)
    await pay_late_without_seats(world, "QRIS")
    return await deliver_job(world, "refund_order", "RefundOrder")


@register_scenario("check_refund")
async def _check_refund(world: World) -> MeasuredCall:
    await _check_open_refunds(world)
    await world.call.run_schedule(functions.main.check_open_refunds, due_at=world.now)
    return await deliver_job(world, "check_refund", "CheckRefund")


@register_scenario("check_open_refunds")
async def _check_open_refunds(world: World) -> MeasuredCall:
    await world.control_xendit("account", refund_seconds=None)
    await pay_late_without_seats(world, "QRIS")
    return run_schedule(world, "check_open_refunds")


@register_scenario("email_refund_notice")
async def _email_refund_notice(world: World) -> MeasuredCall:
    await world.control_sendgrid("faults", kind="unavailable", operation="SendMail", times=1)
    await pay_late_without_seats(world, "QRIS")
    return await deliver_job(world, "email_refund_notice", "EmailRefundNotice")


@register_scenario("expire_overdue_orders")
async def _expire_overdue_orders(world: World) -> MeasuredCall:
    await put_tickets_on_sale(world)
    await order_tickets(world)
    world.later(minutes=30)
    return run_schedule(world, "expire_overdue_orders")


@register_scenario("reconcile_open_payments")
async def _reconcile_open_payments(world: World) -> MeasuredCall:
    await put_tickets_on_sale(world)
    await order_tickets(world)
    world.later(minutes=5)
    return run_schedule(world, "reconcile_open_payments")


@register_scenario("reconcile_payments_daily")
async def _reconcile_payments_daily(world: World) -> MeasuredCall:
    return run_schedule(world, "reconcile_payments_daily")


@register_scenario("pay_order")
async def _pay_order(world: World) -> MeasuredCall:
    return call_function(world, "pay_order", {"order_id": await create_booking_order(world)}, ANA)


@register_scenario("set_refund_account")
async def _set_refund_account(world: World) -> MeasuredCall:
    return call_function(
        world,
        "set_refund_account",
        {"order_id": await create_refund_awaiting_account(world)} | BANK_ACCOUNT,
        FRONT_END,
    )


@register_scenario("receive_xendit_refund")
async def _receive_xendit_refund(world: World) -> MeasuredCall:
    data = {"id": "rfd-1", "reference_id": "BE-20261126-ACD346-R1-1", "status": "SUCCEEDED"}
    body = {"event": "refund.succeeded", "data": data}
    return lambda: world.call(functions.main.receive_xendit_refund, body, headers=CALLBACK_HEADERS)


@register_scenario("receive_xendit_payout")
async def _receive_xendit_payout(world: World) -> MeasuredCall:
    data = {"id": "disb-1", "reference_id": "BE-20261126-ACD346-R1-1", "status": "SUCCEEDED"}
    body = {"event": "payout.succeeded", "data": data}
    return lambda: world.call(functions.main.receive_xendit_payout, body, headers=CALLBACK_HEADERS)


@register_scenario("number_invoice_when_order_paid")
async def _number_invoice_when_order_paid(world: World) -> MeasuredCall:
    payload = {"order_id": await create_booking_order(world), "paid_at": NOON.isoformat()}
    return push_event(world, "number_invoice_when_order_paid", "OrderPaid", **payload)


@register_scenario("number_credit_note_when_order_refunded")
async def _number_credit_note_when_order_refunded(world: World) -> MeasuredCall:
    payload = {
        "order_id": await create_paid_booking_order(world),
        "number": 1,
        "amount": 157_500,
        "refunded_at": NOON.isoformat(),
    }
    return push_event(world, "number_credit_note_when_order_refunded", "OrderRefunded", **payload)


@register_scenario("get_invoice")
async def _get_invoice(world: World) -> MeasuredCall:
    return call_function(world, "get_invoice", {"order_id": await create_paid_booking_order(world)}, ANA)


@register_scenario("download_invoice")
async def _download_invoice(world: World) -> MeasuredCall:
    return call_function(world, "download_invoice", {"order_id": await create_paid_booking_order(world)}, ANA)
