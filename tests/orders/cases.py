"""Cases of orders: payment, expiry, reconciliation."""

from datetime import datetime

import functions.main
from shared.contracts.mail import AddressGrounds
from shared.kernel.ids import OrderId, UserId
from shared.kernel.ports import UnitOfWork
from shared.orders import store
from shared.orders.jobs import EmailContactChange
from shared.orders.models import QuarantinedPayment
from tests.builders import a_ticket_order_request, put_tickets_on_sale
from tests.cases import (
    Example,
    MeasuredCall,
    call_function,
    case,
    deliver_job,
    paged_rows,
    push_event,
    run_schedule,
    variants,
)
from tests.orders.builders import an_open_order, create_booking_order
from tests.orders.examples import PAID
from tests.orders.steps import deliver_invoice_callback, order_tickets, pay_invoice, quarantine_payment
from tests.tickets.steps import buy_tickets
from tests.world import ADMIN, ANA, World


@case(
    "get_order",
    who=("partner", "customer", "expert", "admin"),
    example=Example(request={"order_id": "BE-20261126-ACD346"}, response=PAID),
)
async def _get_order(world: World) -> MeasuredCall:
    await put_tickets_on_sale(world)
    made = await world.call(functions.main.create_ticket_order, a_ticket_order_request(), as_=ANA)
    return call_function(world, "get_order", {"order_id": made.body["order_id"]}, ANA)


@case(
    "list_my_orders",
    who=("customer", "expert"),
    example=Example(
        request={"kind": "ticket", "status": "PAID", "limit": 20}, response={"items": [PAID], "next_cursor": None}
    ),
)
async def _list_my_orders(world: World) -> MeasuredCall:
    await put_tickets_on_sale(world)
    await world.call(functions.main.create_ticket_order, a_ticket_order_request(), as_=ANA)
    return call_function(world, "list_my_orders", {}, ANA)


@variants("list_my_orders")
async def _list_my_orders_otherwise(world: World) -> list[MeasuredCall]:
    """List the orders of one kind, those in one status, and those of both."""
    bodies = ({"kind": "ticket"}, {"status": "PENDING"}, {"kind": "ticket", "status": "PENDING"})
    return [call_function(world, "list_my_orders", body, ANA) for body in bodies]


@paged_rows("list_my_orders", id="order_id", person=ANA)
async def _add_order_row(world: World, number: int, at: datetime) -> None:
    order = an_open_order(id=OrderId(f"BE-20261126-A{number:05d}"), customer=UserId(ANA.uid), created_at=at)
    await world.put_documents((store.order_ref(order.id), order))


@case(
    "cancel_order",
    who=("partner", "customer", "expert", "admin"),
    example=Example(
        request={"order_id": "BE-20261126-ACD346"},
        response={**PAID, "status": "CANCELLED", "payment_status": "EXPIRED", "paid_at": None, "channel": None},
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
            **PAID,
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


@case("alert_when_payment_quarantined", who="internal")
async def _alert_when_payment_quarantined(world: World) -> MeasuredCall:
    payload = {"order_id": "BE-20261126-ACD346", "invoice_id": "inv-1", "reason": "paid twice"}
    return push_event(world, "alert_when_payment_quarantined", "PaymentQuarantined", **payload)


@case(
    "list_quarantined_payments",
    who="admin",
    example=Example(
        request={"limit": 20},
        response={
            "items": [
                {
                    "order_id": "BE-20261126-ACD346",
                    "invoice_id": "6566f1c2a7d3b80f4e21c9aa",
                    "reason": "paid amount",
                    "expected": "300000",
                    "told": "299999",
                    "quarantined_at": "2026-11-26T05:03:41Z",
                }
            ],
            "next_cursor": None,
        },
    ),
)
async def _list_quarantined_payments(world: World) -> MeasuredCall:
    await quarantine_payment(world)
    return call_function(world, "list_quarantined_payments", {}, ADMIN)


@paged_rows("list_quarantined_payments", id="invoice_id", person=ADMIN)
async def _add_quarantined_row(world: World, number: int, at: datetime) -> None:
    payment = QuarantinedPayment(
        order_id="BE-20261126-ACD346",
        invoice_id=f"inv-{number}",
        reason="paid amount",
        expected="300000",
        told="299999",
        at=at,
    )
    await world.put_documents((store.quarantined_payment_ref(payment.order_id, payment.invoice_id), payment))


@case(
    "change_order_contact",
    who="admin",
    example=Example(
        request={
            "order_id": "BE-20261126-ACD346",
            "email": "sari.wulandari@example.com",
            "new_codes": True,
            "reason": "Typed a wrong address; the receipt of the payment shows the name.",
        },
        response={
            "order_id": "BE-20261126-ACD346",
            "email": "sari.wulandari@example.com",
            "phone": "+6281234567890",
            "tickets": 2,
        },
    ),
)
async def _change_order_contact(world: World) -> MeasuredCall:
    body = {"order_id": await buy_tickets(world), "email": "new@example.com", "new_codes": True, "reason": "A typo."}
    return call_function(world, "change_order_contact", body, ADMIN)


@case("email_contact_change", who="internal", tested_in="tests/tickets/test_own_tickets.py")
async def _email_contact_change(world: World) -> MeasuredCall:
    job = EmailContactChange(
        order_id=OrderId(await buy_tickets(world)), to="sari@example.com", grounds=AddressGrounds.PAID, masked="n…@…"
    )
    await world.commit(_schedule_contact_change, job)
    return await deliver_job(world, "email_contact_change", "EmailContactChange")


async def _schedule_contact_change(uow: UnitOfWork, job: EmailContactChange) -> None:
    uow.schedule(job, key="earlier")
