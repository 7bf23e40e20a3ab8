"""Cases of orders."""

import functions.main
from tests.builders import FRONT_END, NOON, a_ticket_order_request, put_tickets_on_sale
from tests.cases import (
    Example,
    MeasuredCall,
    call_function,
    case,
    deliver_job,
    push_event,
    run_schedule,
    variants,
)
from tests.orders.builders import create_booking_order
from tests.orders.steps import (
    BANK_ACCOUNT,
    CALLBACK_HEADERS,
    create_paid_booking_order,
    create_refund_awaiting_account,
    deliver_invoice_callback,
    order_tickets,
    pay_invoice,
    pay_late_without_seats,
)
from tests.world import ANA, World

_PAID = {
    "order_id": "BE-20261126-ACD346",
    "status": "PAID",
    "payment_status": "PAID",
    "items": [
        {
            "kind": "ticket",
            "product": "tedx-bandung-2026/early-bird",
            "name": "TEDxBandung 2026: Early Bird",
            "quantity": 2,
            "unit_price": 150000,
            "amount": 300000,
        }
    ],
    "subtotal": 300000,
    "admin_fee": 0,
    "total": {"amount": 300000, "currency": "IDR"},
    "checkout_url": None,
    "created_at": "2026-11-26T05:00:00Z",
    "pay_before": "2026-11-26T05:15:00Z",
    "paid_at": "2026-11-26T05:03:41Z",
    "channel": "QRIS",
    "refunds": [],
}


@case(
    "get_order",
    who=("partner", "customer", "expert", "admin"),
    example=Example(request={"order_id": "BE-20261126-ACD346"}, response=_PAID),
)
async def _get_order(world: World) -> MeasuredCall:
    await put_tickets_on_sale(world)
    made = await world.call(functions.main.create_ticket_order, a_ticket_order_request(), as_=ANA)
    return call_function(world, "get_order", {"order_id": made.body["order_id"]}, ANA)


@case(
    "cancel_order",
    who=("partner", "customer", "expert", "admin"),
    example=Example(
        request={"order_id": "BE-20261126-ACD346"},
        response={**_PAID, "status": "CANCELLED", "payment_status": "EXPIRED", "paid_at": None, "channel": None},
    ),
)
async def _cancel_order(world: World) -> MeasuredCall:
    await put_tickets_on_sale(world)
    made = await world.call(functions.main.create_ticket_order, a_ticket_order_request(), as_=ANA)
    return call_function(world, "cancel_order", {"order_id": made.body["order_id"]}, ANA)


@case(
    "receive_xendit_invoice",
    who="sender",
    example=Example(
        request={
            "id": "6566f1c2a7d3b80f4e21c9aa",
            "external_id": "BE-20261126-ACD346",
            "status": "PAID",
            "amount": 300000,
            "paid_amount": 300000,
            "currency": "IDR",
            "payment_method": "QR_CODE",
            "payment_channel": "QRIS",
            "paid_at": "2026-11-26T05:03:41.000Z",
        }
    ),
)
async def _receive_xendit_invoice(world: World) -> MeasuredCall:
    body = {"id": "inv-1", "external_id": "BE-20261126-ACD346", "status": "PAID", "amount": 1, "currency": "IDR"}
    headers = {"x-callback-token": "new-token"}
    return lambda: world.call(functions.main.receive_xendit_invoice, body, headers=headers)


@case("settle_invoice", who="internal")
async def _settle_invoice(world: World) -> MeasuredCall:
    await put_tickets_on_sale(world)
    order_id = await order_tickets(world)
    await pay_invoice(world, order_id)
    await deliver_invoice_callback(world, order_id, "PAID")
    return await deliver_job(world, "settle_invoice", "SettleInvoice")


@case("expire_order", who="internal")
async def _expire_order(world: World) -> MeasuredCall:
    await put_tickets_on_sale(world)
    await order_tickets(world)
    world.later(minutes=16)
    return await deliver_job(world, "expire_order", "ExpireOrder")


@case("open_invoice", who="internal")
async def _open_invoice(world: World) -> MeasuredCall:
    await put_tickets_on_sale(world)
    await world.control_xendit("faults", kind="bad_gateway", operation="create_invoice", times=1)
    await order_tickets(world)
    world.later(minutes=1)
    return await deliver_job(world, "open_invoice", "OpenInvoice")


@case("resolve_late_payment", who="internal")
async def _resolve_late_payment(world: World) -> MeasuredCall:
    await put_tickets_on_sale(world)
    order_id = await order_tickets(world)
    await world.control_xendit("expire", external_id=order_id, drop=True)
    await deliver_invoice_callback(world, order_id, "EXPIRED")
    await world.deliver()
    await pay_invoice(world, order_id)
    await world.call.deliver_task(functions.main.settle_invoice, {"order_id": order_id})
    return await deliver_job(world, "resolve_late_payment", "ResolveLatePayment")


@case("refund_order", who="internal")
async def _refund_order(world: World) -> MeasuredCall:
    await world.control_xendit("faults", kind="unavailable", operation="create_refund", times=1)
    await pay_late_without_seats(world, "QRIS")
    return await deliver_job(world, "refund_order", "RefundOrder")


@case("check_refund", who="internal")
async def _check_refund(world: World) -> MeasuredCall:
    await _check_open_refunds(world)
    await world.call.run_schedule(functions.main.check_open_refunds, due_at=world.now)
    return await deliver_job(world, "check_refund", "CheckRefund")


@case("check_open_refunds", who="internal")
async def _check_open_refunds(world: World) -> MeasuredCall:
    await world.control_xendit("account", refund_seconds=None)
    await pay_late_without_seats(world, "QRIS")
    return run_schedule(world, "check_open_refunds")


@case("email_refund_notice", who="internal")
async def _email_refund_notice(world: World) -> MeasuredCall:
    await world.control_sendgrid("faults", kind="unavailable", operation="SendMail", times=1)
    await pay_late_without_seats(world, "QRIS")
    return await deliver_job(world, "email_refund_notice", "EmailRefundNotice")


@case("expire_overdue_orders", who="internal")
async def _expire_overdue_orders(world: World) -> MeasuredCall:
    await put_tickets_on_sale(world)
    await order_tickets(world)
    world.later(minutes=30)
    return run_schedule(world, "expire_overdue_orders")


@case("reconcile_open_payments", who="internal")
async def _reconcile_open_payments(world: World) -> MeasuredCall:
    await put_tickets_on_sale(world)
    await order_tickets(world)
    world.later(minutes=5)
    return run_schedule(world, "reconcile_open_payments")


@case("reconcile_payments_daily", who="internal")
async def _reconcile_payments_daily(world: World) -> MeasuredCall:
    return run_schedule(world, "reconcile_payments_daily")


@case(
    "pay_order",
    who=("partner", "customer", "expert"),
    example=Example(
        request={"order_id": "BE-20261126-ACD346"},
        response={
            **_PAID,
            "status": "PENDING",
            "payment_status": "PENDING",
            "checkout_url": "https://checkout.xendit.co/web/6566f1c2a7d3b80f4e21c9aa",
            "paid_at": None,
            "channel": None,
        },
    ),
)
async def _pay_order(world: World) -> MeasuredCall:
    return call_function(world, "pay_order", {"order_id": await create_booking_order(world)}, ANA)


@case(
    "set_refund_account",
    who=("partner", "customer", "expert", "admin"),
    example=Example(
        request={
            "order_id": "BE-20261126-ACD346",
            "number": 1,
            "bank": "BCA",
            "account_number": "1234567890",
            "account_holder": "Sari Wulandari",
        },
        response={
            **_PAID,
            "status": "EXPIRED",
            "channel": "BCA_VIRTUAL_ACCOUNT",
            "refunds": [{"number": 1, "status": "DUE", "amount": 300000, "cause": "gone", "to": "BCA ····7890"}],
        },
    ),
)
async def _set_refund_account(world: World) -> MeasuredCall:
    return call_function(
        world,
        "set_refund_account",
        {"order_id": await create_refund_awaiting_account(world)} | BANK_ACCOUNT,
        FRONT_END,
    )


@case(
    "receive_xendit_refund",
    who="sender",
    example=Example(
        request={
            "event": "refund.succeeded",
            "business_id": "5785e6334d7b410667d355c4",
            "created": "2026-11-27T02:10:05.000Z",
            "data": {
                "id": "rfd-6f4a377d-a201-437f-9119-f8b00cbbe857",
                "invoice_id": "6566f1c2a7d3b80f4e21c9aa",
                "reference_id": "BE-20261126-ACD346-R1-1",
                "amount": 300000,
                "currency": "IDR",
                "status": "SUCCEEDED",
            },
        }
    ),
)
async def _receive_xendit_refund(world: World) -> MeasuredCall:
    data = {"id": "rfd-1", "reference_id": "BE-20261126-ACD346-R1-1", "status": "SUCCEEDED"}
    body = {"event": "refund.succeeded", "data": data}
    return lambda: world.call(functions.main.receive_xendit_refund, body, headers=CALLBACK_HEADERS)


@variants("receive_xendit_refund")
async def _receive_refund_without_reference(world: World) -> list[MeasuredCall]:
    """Find the order by its invoice, when Xendit omits our reference."""
    body = {"event": "refund.succeeded", "data": {"id": "rfd-1", "invoice_id": "inv-1", "status": "SUCCEEDED"}}
    return [lambda: world.call(functions.main.receive_xendit_refund, body, headers=CALLBACK_HEADERS)]


@case(
    "receive_xendit_payout",
    who="sender",
    example=Example(
        request={
            "event": "payout.succeeded",
            "business_id": "5785e6334d7b410667d355c4",
            "created": "2026-11-27T02:10:05.000Z",
            "data": {
                "id": "disb-1c0a3d4b-2f6e-4a57-9d3c-0b8f1a2e3d4c",
                "reference_id": "BE-20261126-ACD346-R1-2",
                "amount": 300000,
                "currency": "IDR",
                "status": "SUCCEEDED",
            },
        }
    ),
)
async def _receive_xendit_payout(world: World) -> MeasuredCall:
    data = {"id": "disb-1", "reference_id": "BE-20261126-ACD346-R1-1", "status": "SUCCEEDED"}
    body = {"event": "payout.succeeded", "data": data}
    return lambda: world.call(functions.main.receive_xendit_payout, body, headers=CALLBACK_HEADERS)


@case("number_invoice_when_order_paid", who="internal")
async def _number_invoice_when_order_paid(world: World) -> MeasuredCall:
    payload = {"order_id": await create_booking_order(world), "paid_at": NOON.isoformat()}
    return push_event(world, "number_invoice_when_order_paid", "OrderPaid", **payload)


@case("number_credit_note_when_order_refunded", who="internal")
async def _number_credit_note_when_order_refunded(world: World) -> MeasuredCall:
    payload = {
        "order_id": await create_paid_booking_order(world),
        "number": 1,
        "amount": 157_500,
        "refunded_at": NOON.isoformat(),
    }
    return push_event(world, "number_credit_note_when_order_refunded", "OrderRefunded", **payload)


@case(
    "get_invoice",
    who=("partner", "customer", "expert", "admin"),
    example=Example(
        request={"order_id": "BE-20261126-ACD346"},
        response={
            "number": "INV/2026/000123",
            "kind": "invoice",
            "order_id": "BE-20261126-ACD346",
            "corrects": None,
            "issued_at": "2026-11-26T05:03:43Z",
            "paid_at": "2026-11-26T05:03:41Z",
            "seller": "Temani",
            "seller_address": [],
            "seller_npwp": None,
            "buyer_name": "Sari Wulandari",
            "buyer_email": "sari@example.com",
            "lines": [{"name": "TEDxBandung 2026: Early Bird", "quantity": 2, "unit_price": 150000, "amount": 300000}],
            "total": {"amount": 300000, "currency": "IDR"},
            "tax": None,
        },
    ),
)
async def _get_invoice(world: World) -> MeasuredCall:
    return call_function(world, "get_invoice", {"order_id": await create_paid_booking_order(world)}, ANA)


@case(
    "download_invoice",
    who=("partner", "customer", "expert", "admin"),
    example=Example(request={"order_id": "BE-20261126-ACD346", "credit_note": 1}),
)
async def _download_invoice(world: World) -> MeasuredCall:
    return call_function(world, "download_invoice", {"order_id": await create_paid_booking_order(world)}, ANA)


@case("alert_when_payment_quarantined", who="internal")
async def _alert_when_payment_quarantined(world: World) -> MeasuredCall:
    payload = {"order_id": "BE-20261126-ACD346", "invoice_id": "inv-1", "reason": "paid twice"}
    return push_event(world, "alert_when_payment_quarantined", "PaymentQuarantined", **payload)
