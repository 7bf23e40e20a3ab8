"""Numbering of invoices and credit notes: each number is used once, in the same commit as its series."""

import asyncio
from datetime import datetime, timedelta

from shared.kernel.actors import Actor
from shared.kernel.errors import Unavailable
from shared.kernel.ids import OrderId
from shared.kernel.ports import OptionalRef, Reader, UnitOfWork
from shared.orders import invoices, item_names, jobs, store
from shared.orders.errors import InvoiceNotFound
from shared.orders.invoices import Bill, BillKind, BillLine, BillSeries
from shared.orders.models import Order

# Bookings and tickets have mails of their own.
_KINDS_WITH_RECEIPT = ("product", "pairing", "extension", "assignment")
# By then the goods have been given, so that the mail is true when it is read.
_RECEIPT_DELAY = timedelta(minutes=2)


async def number_invoice(uow: UnitOfWork, order_id: OrderId, *, now: datetime) -> None:
    """Write the invoice of a paid order. A free order has no invoice.

    Raises:
        OrderNotFound: No order has this id.
    """
    order = await store.get_order(uow, order_id)
    if order.total.amount and await uow.get(invoices.bill_ref(order_id)) is None:
        lines = [
            BillLine(name=item.name, quantity=item.quantity, unit_price=item.unit_price, amount=item.amount)
            for item in order.items
        ]
        if order.admin_fee:
            fee = order.admin_fee
            lines.append(BillLine(name=item_names.name_admin_fee(order.locale), quantity=1, unit_price=fee, amount=fee))
        await _write_bill(uow, order, BillKind.INVOICE, lines, now=now)
        if any(item.kind in _KINDS_WITH_RECEIPT for item in order.items):
            uow.schedule(jobs.EmailReceipt(order_id=order.id), at=now + _RECEIPT_DELAY, key=order.id)


async def number_credit_note(uow: UnitOfWork, order_id: OrderId, number: int, amount: int, *, now: datetime) -> None:
    """Write the credit note for a refund. A refund of goods that were never delivered has none: no invoice was written.

    Raises:
        Unavailable: The invoice that the credit note refers to is not written yet.
        OrderNotFound: No order has this id.
    """
    order = await store.get_order(uow, order_id)
    if order.fulfilled_at is None or await uow.get(invoices.bill_ref(order_id, number)) is not None:
        return
    invoice = await uow.get(invoices.bill_ref(order_id))
    if invoice is None:
        raise Unavailable("invoice_not_created")
    line = BillLine(
        name=item_names.name_refund(invoice.reference, order.locale), quantity=1, unit_price=amount, amount=amount
    )
    await _write_bill(uow, order, BillKind.CREDIT_NOTE, [line], now=now, number=number, corrects=invoice.reference)


async def _write_bill(
    uow: UnitOfWork,
    order: Order,
    kind: BillKind,
    lines: list[BillLine],
    *,
    now: datetime,
    number: int | None = None,
    corrects: str | None = None,
) -> None:
    place = invoices.bill_series_ref(kind, now)
    series, terms = await asyncio.gather(uow.get(place), invoices.get_billing_settings(uow))
    count = (series or BillSeries()).last + 1
    total = sum(line.amount for line in lines)
    uow.put(place, BillSeries(last=count))
    uow.create(
        invoices.bill_ref(order.id, number),
        Bill(
            reference=invoices.compute_bill_reference(kind, now, count),
            kind=kind,
            order_id=order.id,
            number=number,
            corrects=corrects,
            issued_at=now,
            paid_at=order.payment.paid_at,
            channel=order.payment.channel,
            brand=terms.brand,
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
            tax=invoices.compute_included_tax(total, terms.tax),
        ),
    )


async def access_bill(reader: Reader, order_id: OrderId, number: int | None, actor: Actor) -> Bill:
    """Get the invoice of an order of the caller's, or the credit note of one refund.

    Raises:
        InvoiceNotFound: No such document exists, or the order is somebody else's or of another key's event.
    """
    # Only an order names its event, and only keys are limited to events.
    order_ref = store.order_ref(order_id) if actor.events else None
    bill, order = await reader.get_many(invoices.bill_ref(order_id, number), OptionalRef(order_ref))
    if bill is None or not store.can_access(bill, actor):
        raise InvoiceNotFound(order_id=order_id)
    if order_ref is not None and (order is None or not store.covers_order(order, actor)):
        raise InvoiceNotFound(order_id=order_id)
    return bill
