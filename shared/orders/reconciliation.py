"""Reconciliation of our orders with the provider's invoices."""

from collections.abc import Sequence
from datetime import timedelta

from shared.kernel.ids import OrderId
from shared.kernel.ports import UnitOfWork
from shared.orders import actions, store
from shared.orders.models import Order, PaymentStatus
from shared.orders.ports import Invoice, InvoiceStatus

DAILY_WINDOW = timedelta(days=2)


async def reconcile_invoices(uow: UnitOfWork, invoices: Sequence[Invoice]) -> list[OrderId]:
    """Find the orders that do not agree with these invoices, and schedule a settlement for each."""
    ids = list(dict.fromkeys(OrderId(invoice.order_id) for invoice in invoices))
    orders = dict(zip(ids, await store.find_orders(uow, ids), strict=True))
    paid_there: dict[str, set[str]] = {}
    for invoice in invoices:
        if invoice.status is InvoiceStatus.PAID:
            paid_there.setdefault(invoice.order_id, set()).add(invoice.id)
    differing = [
        order_id
        for order_id, order in orders.items()
        if order and _is_different(order, paid_there.get(order_id, set()))
    ]
    await actions.schedule_settlements(uow, differing)
    return differing


def _is_different(order: Order, paid_there: set[str]) -> bool:
    """Return whether the provider knows other payments of an order than we do."""
    if order.payment.status is not PaymentStatus.PAID:
        return bool(paid_there)
    known = {order.payment.invoice_id, *(refund.invoice_id for refund in order.refunds)}
    return not paid_there or bool(paid_there - known)
