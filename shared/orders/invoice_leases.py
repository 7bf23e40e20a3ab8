"""Leases on creating an order's invoice: one call at a time creates it. Pure, told the time."""

from datetime import datetime, timedelta

from shared.orders.models import InvoiceLease, Order, OrderStatus

# Within this time, from its beginning on, a call has created an order's invoice; then another call may.
INVOICE_LEASE_DURATION = timedelta(seconds=30)
# A call that has less of its lease left creates nothing: the provider takes up to this long to answer.
_PROVIDER_TIMEOUT = timedelta(seconds=15)


def with_invoice_lease(order: Order, call_id: str, *, now: datetime, first: bool = False) -> Order:
    """Return `order` with the lease on creating its invoice given to the call `call_id`."""
    lease = InvoiceLease(call_id=call_id, until=now + INVOICE_LEASE_DURATION, first=first)
    return order.having(payment=order.payment.having(invoice_lease=lease))


def with_released_invoice_lease(order: Order, call_id: str, *, now: datetime) -> Order:
    """Return `order` with the lease of the call `call_id` at its end; unchanged if another call holds the lease."""
    lease = order.payment.invoice_lease
    if lease is None or not is_invoice_lease_holder(order, call_id):
        return order
    return order.having(payment=order.payment.having(invoice_lease=lease.having(until=now)))


def is_invoice_lease_holder(order: Order, call_id: str) -> bool:
    """Return whether the lease on creating the invoice was last given to the call `call_id`."""
    return order.payment.invoice_lease is not None and order.payment.invoice_lease.call_id == call_id


def can_create_invoice(order: Order, call_id: str, *, now: datetime) -> bool:
    """Return whether the call `call_id` may create the invoice, and is answered before its lease ends."""
    lease = order.payment.invoice_lease
    if lease is None or lease.call_id != call_id or not order.payable_at(now):
        return False
    return now + _PROVIDER_TIMEOUT <= lease.until


def is_invoice_leased(order: Order, *, now: datetime) -> bool:
    """Return whether some call may be creating the invoice of `order` at this moment."""
    lease = order.payment.invoice_lease
    return order.status is OrderStatus.PENDING and lease is not None and now < lease.until


def is_invoice_missing(order: Order, *, now: datetime) -> bool:
    """Return whether `order` can be paid, has no invoice, and no call is creating one."""
    return order.payable_at(now) and order.payment.invoice_id is None and not is_invoice_leased(order, now=now)
