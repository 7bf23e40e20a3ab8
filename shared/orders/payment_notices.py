"""Notices of payments: what a callback says, and payments that a person has to look at."""

from datetime import datetime

from shared.contracts.events.orders import PaymentQuarantined
from shared.kernel.ids import OrderId
from shared.kernel.ports import Ref, UnitOfWork
from shared.orders import jobs, rules, store
from shared.orders.models import Order, OrderStatus, PaymentStatus, QuarantinedPayment, RecordedInvoiceNotice
from shared.orders.ports import Invoice, InvoiceNotice, InvoiceStatus

_NEW_STATUS = "UNKNOWN"
"""Status of a callback whose own word for it is new to us."""


async def record_invoice_notice(uow: UnitOfWork, notice: InvoiceNotice, *, now: datetime) -> None:
    """Record a callback about an invoice, and have a task ask the provider whether the callback is true.

    News that repeats what the provider has confirmed changes nothing. News that was only claimed before is asked about
    again: the earlier callback may have been forged.
    """
    order_id = OrderId.try_parse(notice.order_id)
    if order_id is not None and notice.id is not None:
        # Both are needed below: one call reads them.
        await uow.get_many(_note_ref(notice.id, notice), store.order_ref(order_id))
    is_new = await _record_notice(uow, notice, now=now)
    order = await uow.get(store.order_ref(order_id)) if order_id is not None else None
    if order_id is None:
        if is_new:
            reason = "the order does not exist"
            uow.emit(PaymentQuarantined(order_id=notice.order_id, invoice_id=notice.id or "", reason=reason))
    elif order is None or not _is_confirmed(order, notice):
        job = jobs.SettleInvoice(order_id=order_id, told_paid=notice.status is InvoiceStatus.PAID)
        # What comes while the task waits is asked about by the same task.
        uow.schedule(job, key=f"{order_id}-told-{notice.status or _NEW_STATUS}")


def _note_ref(invoice_id: str, notice: InvoiceNotice) -> Ref[RecordedInvoiceNotice]:
    return store.invoice_notice_ref(invoice_id, notice.status or _NEW_STATUS)


async def _record_notice(uow: UnitOfWork, notice: InvoiceNotice, *, now: datetime) -> bool:
    """Record a callback that names an invoice; False if the same news is on record."""
    if notice.id is None:
        return True
    return await store.create_once(
        uow,
        _note_ref(notice.id, notice),
        RecordedInvoiceNotice(
            invoice_id=notice.id,
            order_id=notice.order_id,
            status=notice.status or _NEW_STATUS,
            amount=-1 if notice.amount is None else notice.amount,
            currency=notice.currency or "",
            known=OrderId.try_parse(notice.order_id) is not None,
            received_at=now,
            request_id=uow.request_id,
        ),
    )


def _is_confirmed(order: Order, notice: InvoiceNotice) -> bool:
    """Return whether the provider has confirmed this news already, when it was asked."""
    if notice.status is InvoiceStatus.PAID:
        return order.payment.status is PaymentStatus.PAID and order.payment.invoice_id == notice.id
    return notice.status is InvoiceStatus.EXPIRED and order.status is not OrderStatus.PENDING


async def quarantine_payment(uow: UnitOfWork, order: Order, invoice: Invoice, *, now: datetime) -> bool:
    """Quarantine a payment that does not fit its order, and notify a person, once for each invoice.

    Returns:
        True if the payment was not in quarantine before.
    """
    reason, expected, told = rules.find_mismatch(order, invoice) or (
        "paid twice",
        order.payment.invoice_id or "",
        invoice.id,
    )
    is_new = await store.create_once(
        uow,
        store.quarantined_payment_ref(order.id, invoice.id),
        QuarantinedPayment(
            order_id=order.id, invoice_id=invoice.id, reason=reason, expected=expected, told=told, at=now
        ),
    )
    if is_new:
        uow.emit(PaymentQuarantined(order_id=order.id, invoice_id=invoice.id, reason=reason))
    return is_new
