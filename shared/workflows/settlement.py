"""Settlement of orders: what the provider says of an invoice decides what becomes of the order and its goods.

States only go forward, and a payment counts only if it fits the order.

A payment may become known late, because the provider or we were away. What it still buys depends on the kind:

- A ticket: if the event is not over when the payment becomes known (`tickets.find_refund_cause`).
- A booking: until its meeting begins, if the expert's time is still free and nobody of the two is suspended then
  (`confirm_booking_or_refund_order`).
- An extension: while its session goes on (`extend_session_or_refund`).
- A call: while the call waits for its payment (`start_search_or_refund`).
- A service without a meeting: unless it was cancelled, or one of the two is suspended beyond the time of the delivery
  (`start_assignment_or_refund`).
- A product: always. A product that is no longer on sale keeps its file, and whoever paid for it may download it.

All other money goes back by itself, and the buyer is told the cause. So does a second payment of one order, whatever
its kind; the record in quarantine and the alert stay, because it should never happen.
"""

from collections.abc import Sequence
from datetime import datetime

from shared.kernel.errors import Unavailable
from shared.kernel.ids import OrderId
from shared.kernel.ports import UnitOfWork
from shared.orders import actions as orders
from shared.orders import jobs, order_events, payment_notices, refunds, rules, store
from shared.orders.models import Order, OrderStatus, RefundCause
from shared.orders.ports import Invoice, InvoiceStatus
from shared.orders.rules import SettlementDecision
from shared.workflows.fulfilment import goods, tickets


async def settle_order(
    uow: UnitOfWork, order_id: OrderId, invoices: Sequence[Invoice], *, now: datetime, told_paid: bool = False
) -> Order:
    """Apply the provider's answer to the order: fulfil, expire, resolve a late payment, or quarantine the payment.

    Args:
        invoices: All invoices of the order, as the provider knows them.
        told_paid: True if a callback has said that the order is paid.

    Raises:
        Unavailable: A callback says paid and the answer does not: the answer may be a moment behind.
    """
    order = await store.get_order(uow, order_id)
    if told_paid and not any(invoice.status is InvoiceStatus.PAID for invoice in invoices):
        raise Unavailable("behind_callback")
    truest = rules.find_most_advanced_invoice(invoices)
    paid = [invoice for invoice in invoices if invoice.status is InvoiceStatus.PAID]
    for invoice in paid or ([truest] if truest else []):
        order = await _settle_invoice(uow, order, invoice, now=now)
    is_payable = any(invoice.status is InvoiceStatus.PENDING for invoice in invoices)
    if is_payable and order.payment.paid_at is not None:
        # Nobody is to pay the other invoice too.
        orders.schedule_closing_of_invoices(uow, order_id)
    return order


async def _settle_invoice(uow: UnitOfWork, order: Order, invoice: Invoice, *, now: datetime) -> Order:
    standing = rules.compute_settlement_decision(order, invoice)
    if standing is SettlementDecision.NOTHING:
        return order
    if standing in (SettlementDecision.MISMATCH, SettlementDecision.DOUBLE):
        is_new = await payment_notices.quarantine_payment(uow, order, invoice, now=now)
        if is_new and standing is SettlementDecision.DOUBLE:
            return refunds.open_surplus_refund(uow, order, invoice, now=now)
        return order
    if standing is SettlementDecision.FAIL:
        order = rules.with_failed_payment(order)
        uow.put(store.order_ref(order.id), order)
        return order
    if standing is SettlementDecision.EXPIRE:
        return order if rules.is_still_payable(order, now=now) else await _expire_order(uow, order, now=now)
    if standing is SettlementDecision.FULFIL and await _secure_goods(uow, order, invoice, now=now):
        order = rules.with_payment(order, invoice, now=now)
        uow.emit(order_events.build_order_paid(order, now=now))
    else:
        # What is left of a broken hold is of no use to anybody.
        await goods.release_goods(uow, order)
        order = rules.with_late_payment(order, invoice, now=now)
        uow.schedule(jobs.ResolveLatePayment(order_id=order.id), key=order.id)
    uow.put(store.order_ref(order.id), order)
    return order


async def _secure_goods(uow: UnitOfWork, order: Order, invoice: Invoice, *, now: datetime) -> bool:
    """Secure what an order holds; False if others hold any of it, or its event is over or cancelled."""
    if await tickets.find_refund_cause(uow, order, paid_at=invoice.paid_at, now=now) is not None:
        return False
    return await goods.secure_goods(uow, order, now=now)


async def settle_or_expire_order(
    uow: UnitOfWork, order_id: OrderId, invoices: Sequence[Invoice], *, now: datetime
) -> Order:
    """Settle an order whose time to pay is over, by what the provider says; expire the order if it is unpaid.

    Raises:
        Unavailable: A newer version wrote the order.
    """
    order = await settle_order(uow, order_id, invoices, now=now)
    return await _expire_order(uow, order, now=now)


async def expire_overdue_order(uow: UnitOfWork, order_id: OrderId, *, now: datetime) -> None:
    """Expire an order of which the provider has said nothing for too long. A later payment is a late one."""
    order = await store.get_order(uow, order_id)
    if order.pay_before + rules.CLOSING_GRACE < now:
        await _expire_order(uow, order, now=now)


async def _expire_order(uow: UnitOfWork, order: Order, *, now: datetime) -> Order:
    if order.status is not OrderStatus.PENDING or order.payment.paid_at is not None:
        return order
    await goods.release_goods(uow, order)
    order = rules.with_expiry(order, now=now)
    uow.put(store.order_ref(order.id), order)
    uow.emit(order_events.build_order_expired(order, now=now))
    return order


async def resolve_late_payment(uow: UnitOfWork, order_id: OrderId, *, now: datetime) -> Order:
    """Fulfil an order that was paid after its end if all of its goods can be claimed again; else refund the payment.

    Raises:
        Unavailable: A newer version wrote the order, or the event of its tickets.
        OrderNotFound: No order has this id.
    """
    order = await store.get_order(uow, order_id)
    rules.check_known(order)
    if order.status in (OrderStatus.PAID, OrderStatus.REFUNDED) or order.refunded_amount:
        return order
    if order.status is OrderStatus.CANCELLED:
        return refunds.open_refund(uow, order, order.total.amount, cause=RefundCause.ORDER_CANCELLED, now=now)
    cause = await tickets.find_refund_cause(uow, order, paid_at=order.payment.paid_at, now=now)
    items = await goods.reclaim_goods(uow, order, now=now) if cause is None else None
    if items is None:
        uow.emit(order_events.build_order_expired(order, now=now))
        return refunds.open_refund(uow, order, order.total.amount, cause=cause or RefundCause.GONE, now=now)
    order = rules.with_late_fulfilment(order, items, now=now)
    uow.put(store.order_ref(order.id), order)
    uow.emit(order_events.build_order_paid(order, now=now))
    return order
