"""Notices of payments: what a callback says, and payments that a person has to look at."""

from datetime import datetime

from shared.contracts.events.orders import PaymentQuarantined
from shared.kernel.ids import OrderId
from shared.kernel.ports import UnitOfWork
from shared.orders import jobs, rules, store
from shared.orders.models import Order, QuarantinedPayment, RecordedInvoiceNotice
from shared.orders.ports import Invoice, InvoiceNotice, InvoiceStatus


async def record_invoice_notice(uow: UnitOfWork, notice: InvoiceNotice, *, now: datetime) -> None:
    """Record a callback about an invoice, and have a task ask the provider whether the callback is true."""
    note = store.invoice_notice_ref(notice.id, notice.status)
    if await uow.get(note) is not None:
        return
    order_id = OrderId.try_parse(notice.order_id)
    uow.create(
        note,
        RecordedInvoiceNotice(
            invoice_id=notice.id,
            order_id=notice.order_id,
            status=notice.status,
            amount=notice.amount,
            currency=notice.currency,
            known=order_id is not None,
            received_at=now,
            request_id=uow.request_id,
        ),
    )
    if order_id is not None:
        uow.schedule(jobs.SettleInvoice(order_id=order_id, told_paid=notice.status is InvoiceStatus.PAID))
    else:
        uow.emit(PaymentQuarantined(order_id=notice.order_id, invoice_id=notice.id, reason="the order does not exist"))


async def quarantine_payment(uow: UnitOfWork, order: Order, invoice: Invoice, *, now: datetime) -> None:
    """Quarantine a payment that does not fit its order, and notify a person, once for each invoice."""
    reason, expected, told = rules.find_mismatch(order, invoice) or (
        "paid twice",
        order.payment.invoice_id or "",
        invoice.id,
    )
    place = store.quarantined_payment_ref(order.id, invoice.id)
    if await uow.get(place) is not None:
        return
    uow.create(
        place,
        QuarantinedPayment(
            order_id=order.id, invoice_id=invoice.id, reason=reason, expected=expected, told=told, at=now
        ),
    )
    uow.emit(PaymentQuarantined(order_id=order.id, invoice_id=invoice.id, reason=reason))
