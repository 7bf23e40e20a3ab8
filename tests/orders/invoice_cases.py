"""Cases of orders: numbered invoices and credit notes."""

from shared.identity import store as identity
from tests.bookings.steps import a_user
from tests.builders import BUYER, NOON
from tests.cases import Example, MeasuredCall, call_function, case, deliver_job, push_event
from tests.catalogue.steps import add_product, buy_and_pay_product, buy_product_as
from tests.orders.builders import create_booking_order
from tests.orders.steps import create_paid_booking_order
from tests.world import ANA, World


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
            "channel": "QRIS",
            "brand": "Temani",
            "seller": "PT Temani Indonesia",
            "seller_address": ["Jl. Asia Afrika No. 1", "Bandung 40111"],
            "seller_npwp": "0123456789012345",
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


@case("email_receipt", who="internal", tested_in="tests/orders/test_receipt_mails.py")
async def _email_receipt(world: World) -> MeasuredCall:
    await add_product(world)
    await buy_and_pay_product(world)
    world.later(minutes=2)
    return await deliver_job(world, "email_receipt", "EmailReceipt")


@case("email_payment_reminder", who="internal", tested_in="tests/orders/test_payment_reminders.py")
async def _email_payment_reminder(world: World) -> MeasuredCall:
    person = a_user(ANA.uid, email=BUYER["email"], email_verified=True)
    await world.put_documents((identity.user_ref(person.id), person))
    await add_product(world)
    await buy_product_as(world)
    return await deliver_job(world, "email_payment_reminder", "EmailPaymentReminder")
