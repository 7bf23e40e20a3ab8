"""Numbering bills: each exactly once, in the same commit as its series."""

import asyncio
from datetime import datetime

from shared.kernel.actors import Actor
from shared.kernel.errors import Unavailable
from shared.kernel.ids import OrderId
from shared.kernel.ports import Reader, UnitOfWork
from shared.orders import bills, store
from shared.orders.bills import Bill, BillKind, BillLine, Series
from shared.orders.errors import InvoiceNotFound
from shared.orders.models import Order

FEE = {"id": "Biaya layanan", "en": "Service fee"}
BACK = {"id": "Pengembalian dana", "en": "Refund"}


async def number_invoice(uow: UnitOfWork, order_id: OrderId, *, now: datetime) -> None:
    """Write the invoice of an order that was paid; one that cost nothing has none."""
    order = await store.order(uow, order_id)
    if order.total.amount and await uow.get(bills.ref(order_id)) is None:
        lines = [
            BillLine(name=item.name, quantity=item.quantity, unit_price=item.unit_price, amount=item.amount)
            for item in order.items
        ]
        if order.admin_fee:
            fee = order.admin_fee
            lines.append(BillLine(name=FEE[order.locale], quantity=1, unit_price=fee, amount=fee))
        await _write(uow, order, BillKind.INVOICE, lines, now=now)


async def number_credit_note(uow: UnitOfWork, order_id: OrderId, number: int, amount: int, *, now: datetime) -> None:
    """Write the credit note for a refund. What was never delivered was never invoiced, so it needs none.

    Raises `Unavailable` when the invoice that it refers to is yet to be written.
    """
    order = await store.order(uow, order_id)
    if order.fulfilled_at is None or await uow.get(bills.ref(order_id, number)) is not None:
        return
    invoice = await uow.get(bills.ref(order_id))
    if invoice is None:
        raise Unavailable("The invoice has not been written yet.")
    line = BillLine(name=f"{BACK[order.locale]} {invoice.reference}", quantity=1, unit_price=amount, amount=amount)
    await _write(uow, order, BillKind.CREDIT_NOTE, [line], now=now, number=number, corrects=invoice.reference)


async def _write(
    uow: UnitOfWork,
    order: Order,
    kind: BillKind,
    lines: list[BillLine],
    *,
    now: datetime,
    number: int | None = None,
    corrects: str | None = None,
) -> None:
    place = bills.series(kind, now)
    series, terms = await asyncio.gather(uow.get(place), bills.terms(uow))
    count = (series or Series()).last + 1
    total = sum(line.amount for line in lines)
    uow.put(place, Series(last=count))
    uow.create(
        bills.ref(order.id, number),
        Bill(
            reference=bills.reference(kind, now, count),
            kind=kind,
            order_id=order.id,
            number=number,
            corrects=corrects,
            issued_at=now,
            paid_at=order.payment.paid_at,
            seller=terms.seller,
            seller_address=terms.seller_address,
            seller_npwp=terms.seller_npwp,
            buyer=order.buyer,
            customer=order.customer,
            partner=order.partner,
            locale=order.locale,
            lines=tuple(lines),
            total=total,
            currency=order.currency,
            tax=bills.tax_within(total, terms.tax),
        ),
    )


async def bill_for(reader: Reader, order_id: OrderId, number: int | None, actor: Actor) -> Bill:
    """The invoice of an order of the actor's, or its credit note of this number. Raises `InvoiceNotFound`."""
    bill = await reader.get(bills.ref(order_id, number))
    if bill is None or not store.is_for(bill, actor):
        raise InvoiceNotFound(order_id=order_id)
    return bill
