"""Invoices and credit notes: numbered without gaps, written once, never changed."""

import asyncio
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from functions.orders.download_invoice import download_invoice
from functions.orders.get_invoice import get_invoice
from functions.orders.number_credit_note_when_order_refunded import number_credit_note_when_order_refunded
from functions.orders.number_invoice_when_order_paid import number_invoice_when_order_paid
from shared.kernel.ids import OrderId
from shared.kernel.ports import Query
from shared.orders import actions, invoices, store
from shared.orders.invoices import Bill, BillingSettings, BillKind, TaxRule
from shared.orders.models import OrderStatus, RefundCause
from tests.builders import FRONT_END, NOON, put_tickets_on_sale
from tests.orders.builders import an_open_order, commit_action, load_order
from tests.orders.steps import (
    create_paid_booking_order,
    deliver_invoice_callback,
    order_tickets,
    pay_invoice,
    pay_late_without_seats,
)
from tests.printed_pages import read_lines
from tests.world import ADMIN, ANA, BUDI, World

pytestmark = pytest.mark.emulator


async def written(world: World) -> list[Bill]:
    """All bills, by their numbers."""
    found = await world.reader.query(Query("bills", Bill))
    return sorted(found, key=lambda bill: bill.reference)


async def test_a_paid_order_has_an_invoice(world: World) -> None:
    """
    The first of the year: what was bought, the fee, the total, and who bought it.
    """
    order_id = await create_paid_booking_order(world)

    seen = await world.call(get_invoice, {"order_id": order_id}, as_=ANA)

    assert seen.body["number"] == "INV/2026/000001"
    assert [(line["name"], line["amount"]) for line in seen.body["lines"]] == [
        ("CV", 150_000),
        ("Biaya admin", 7_500),
    ]
    assert (seen.body["total"]["amount"], seen.body["tax"]) == (157_500, None)
    assert (seen.body["buyer_name"], seen.body["channel"]) == ("Sari Wulandari", "GOPAY")


async def test_twenty_at_once_have_twenty_numbers(world: World) -> None:
    """
    Twenty orders are paid at the same moment, each is told twice: the numbers are one to twenty.
    """
    orders = [an_open_order(id=OrderId(f"BE-20261126-AAAA{n:02}"), status=OrderStatus.PAID) for n in range(20)]
    await world.put_documents(*((store.order_ref(order.id), order) for order in orders))

    answers = await asyncio.gather(
        *(
            world.call.push_event(
                number_invoice_when_order_paid,
                "OrderPaid",
                {"order_id": order.id, "paid_at": NOON.isoformat()},
                id=f"e-{order.id}-{twice}",
            )
            for order in orders
            for twice in range(2)
        )
    )
    # One that found the series too busy is delivered again.
    for order in orders:
        payload = {"order_id": order.id, "paid_at": NOON.isoformat()}
        await world.call.push_event(number_invoice_when_order_paid, "OrderPaid", payload, id=f"e-{order.id}-again")

    assert {answer.status for answer in answers} <= {200, 503}
    assert [bill.reference for bill in await written(world)] == [f"INV/2026/{n:06}" for n in range(1, 21)]
    assert len({bill.order_id for bill in await written(world)}) == 20


async def test_each_year_begins_anew_in_jakarta(world: World) -> None:
    """
    Seventeen hours UTC on the last of December is the new year there.
    """
    await world.put_documents((invoices.bill_series_ref(BillKind.INVOICE, NOON), invoices.BillSeries(last=122)))
    old, new = (an_open_order(id=OrderId(f"BE-20261126-AAAA0{n}"), status=OrderStatus.PAID) for n in range(2))
    await world.put_documents((store.order_ref(old.id), old), (store.order_ref(new.id), new))

    for order, moment in (
        (old, datetime(2026, 12, 31, 16, 59, tzinfo=UTC)),
        (new, datetime(2026, 12, 31, 17, tzinfo=UTC)),
    ):
        world.set_clock(moment)
        payload = {"order_id": order.id, "paid_at": NOON.isoformat()}
        await world.call.push_event(number_invoice_when_order_paid, "OrderPaid", payload, id=f"e-{order.id}")

    assert [bill.reference for bill in await written(world)] == ["INV/2026/000123", "INV/2027/000001"]


async def test_a_refund_has_a_credit_note(world: World) -> None:
    """
    Of its own series, for the amount that went back, naming the invoice, which stays as it was.
    """
    order_id = await create_paid_booking_order(world)
    before = await world.get(invoices.bill_ref(order_id))
    await commit_action(
        world, actions.refund_order, order_id, amount=78_750, cause=RefundCause.BOOKING_CANCELLED, now=world.now
    )
    await world.deliver()

    seen = await world.call(get_invoice, {"order_id": order_id, "credit_note": 1}, as_=ANA)

    assert (seen.body["number"], seen.body["corrects"]) == ("CN/2026/000001", "INV/2026/000001")
    assert seen.body["total"]["amount"] == 78_750
    assert await world.get(invoices.bill_ref(order_id)) == before


@pytest.mark.parametrize("digits", [5, 19, 1_400, 4_000, 5_000])
async def test_no_credit_note_has_so_high_a_number(world: World, digits: int) -> None:
    """
    The field is named, however long the number.
    """
    order_id = await create_paid_booking_order(world)

    answer = await world.call(get_invoice, {"order_id": order_id, "credit_note": "9" * digits}, as_=ANA)

    assert (answer.status, answer.invalid_fields) == (422, ["credit_note"])


async def test_a_credit_note_waits_for_its_invoice(world: World) -> None:
    """
    Told of the refund before the payment: it is retried until the invoice is there, and written once.
    """
    order = an_open_order(status=OrderStatus.REFUNDED, fulfilled_at=NOON)
    await world.put_documents((store.order_ref(order.id), order))
    refund = {"order_id": order.id, "number": 1, "amount": 300_000, "refunded_at": NOON.isoformat()}
    paid = {"order_id": order.id, "paid_at": NOON.isoformat()}

    early = await world.call.push_event(number_credit_note_when_order_refunded, "OrderRefunded", refund, id="r")
    await world.call.push_event(number_invoice_when_order_paid, "OrderPaid", paid, id="p")
    later = await world.call.push_event(number_credit_note_when_order_refunded, "OrderRefunded", refund, id="r")
    twice = await world.call.push_event(number_credit_note_when_order_refunded, "OrderRefunded", refund, id="r2")

    assert [early.status, later.status, twice.status] == [503, 200, 200]
    assert [bill.reference for bill in await written(world)] == ["CN/2026/000001", "INV/2026/000001"]


async def test_what_was_never_delivered_is_never_billed(world: World) -> None:
    """
    Paid too late and given back, or free of charge: no invoice, no credit note.
    """
    order_id = await pay_late_without_seats(world, "QRIS")

    seen = await world.call(get_invoice, {"order_id": order_id}, as_=FRONT_END)

    assert (seen.status, seen.code) == (404, "invoice_not_found")
    assert await written(world) == []


async def test_only_its_owner_and_admins_see_it(world: World) -> None:
    """
    A stranger learns nothing, not even that there is one.
    """
    order_id = await create_paid_booking_order(world)

    answers = [
        await world.call(function, {"order_id": order_id}, as_=person)
        for function in (get_invoice, download_invoice)
        for person in (ANA, ADMIN, BUDI)
    ]

    assert [answer.status for answer in answers] == [200, 200, 404] * 2
    assert answers[2].code == "invoice_not_found"


async def test_on_paper(world: World) -> None:
    """
    The download is a PDF, named after the number, and the same each time.
    """
    await put_tickets_on_sale(world)
    order_id = await order_tickets(world, locale="en")
    await pay_invoice(world, order_id)
    await deliver_invoice_callback(world, order_id, "PAID")
    await world.deliver()

    first, second = [await world.call(download_invoice, {"order_id": order_id}, as_=FRONT_END) for _ in range(2)]

    assert (first.file_name, first.headers["content-type"]) == ("INV-2026-000001.pdf", "application/pdf")
    assert "Invoice INV/2026/000001" in " ".join(read_lines(first.content))
    assert first.content == second.content


async def test_under_the_terms_of_the_day(world: World) -> None:
    """
    Once we have to charge tax, the invoices written from then on say so; 11 % of the price is in the total.
    """
    terms = BillingSettings(
        brand="Teman",
        seller="PT Temani",
        seller_address=("Jl. Asia Afrika 1",),
        seller_npwp="01",
        tax=TaxRule(charged=True),
    )
    await world.put_documents((invoices.BILLING_SETTINGS.ref, terms))
    order_id = await create_paid_booking_order(world)

    seen = await world.call(get_invoice, {"order_id": order_id}, as_=ANA)

    assert (seen.body["brand"], seen.body["seller"], seen.body["seller_npwp"]) == ("Teman", "PT Temani", "01")
    assert seen.body["tax"] == {"name": "PPN", "rate": 1_200, "base": 130_067, "amount": 15_608, "faktur": None}


@given(total=st.integers(0, 10**10), rate=st.integers(0, 10_000))
def test_tax_and_price_are_the_total(total: int, rate: int) -> None:
    """
    Whatever the rate: the tax is never more than the total, and fits its base to the rupiah.
    """
    tax = invoices.compute_included_tax(total, TaxRule(charged=True, rate=rate))

    assert tax is not None
    assert 0 <= tax.amount <= total
    assert abs(tax.amount - tax.base * rate / 10_000) <= 2


async def test_an_order_keeps_when_it_was_fulfilled(world: World) -> None:
    """
    What decides whether there is something to bill.
    """
    order_id = await create_paid_booking_order(world)

    assert (await load_order(world, order_id)).fulfilled_at is not None
