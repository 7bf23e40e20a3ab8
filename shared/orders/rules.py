"""Decisions about orders and money: pure, told the time."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from enum import StrEnum

from shared.kernel.errors import Invalid
from shared.kernel.ids import OrderId
from shared.kernel.money import LARGEST, Money
from shared.kernel.sales import Item, Sale
from shared.orders import channels
from shared.orders.errors import OrderNotOpen
from shared.orders.models import (
    Buyer,
    Order,
    OrderStatus,
    Payment,
    PaymentStatus,
    Refund,
    RefundStatus,
)
from shared.orders.ports import Invoice, InvoiceStatus

# The hold must outlive the invoice by what a payment made in its last second takes to be announced.
CLOSING_GRACE = timedelta(seconds=20)


class Standing(StrEnum):
    """What an order is to do about what the provider says."""

    NOTHING = "nothing"
    FULFIL = "fulfil"
    EXPIRE = "expire"
    LATE = "late"
    DOUBLE = "double"
    MISMATCH = "mismatch"


def opened(id: OrderId, sale: Sale, buyer: Buyer, *, now: datetime, request_id: str) -> Order:
    """A new order. One that costs nothing is paid as soon as it is made."""
    subtotal = sum(item.amount for item in sale.items)
    if subtotal > LARGEST:
        raise Invalid.field("items", f"come to more than {Money(amount=LARGEST, currency=sale.currency)}")
    free = subtotal == 0
    return Order(
        id=id,
        status=OrderStatus.PAID if free else OrderStatus.PENDING,
        payment=Payment(status=PaymentStatus.PAID, paid_at=now) if free else Payment(),
        items=sale.items,
        subtotal=subtotal,
        currency=sale.currency,
        buyer=buyer,
        created_at=now,
        hold_until=now + sale.hold,
        closed_at=now if free else None,
        request_id=request_id,
    )


def mismatch(order: Order, invoice: Invoice) -> tuple[str, str, str] | None:
    """What does not fit (its name, what we expect, what we were told), if anything."""
    paid = invoice.amount if invoice.paid_amount is None else invoice.paid_amount
    pairs = (
        ("reference", str(order.id), invoice.order_id),
        ("currency", str(order.currency), invoice.currency),
        ("amount", str(order.total.amount), str(invoice.amount)),
        ("paid amount", str(order.total.amount), str(paid)),
    )
    return next(((name, ours, theirs) for name, ours, theirs in pairs if ours != theirs), None)


def truest(invoices: Sequence[Invoice]) -> Invoice | None:
    """The invoice that has come furthest: a paid one before a payable one before an expired one."""
    rank = {InvoiceStatus.PAID: 0, InvoiceStatus.PENDING: 1, InvoiceStatus.EXPIRED: 2}
    return min(invoices, key=lambda invoice: rank[invoice.status], default=None)


def standing(order: Order, invoice: Invoice) -> Standing:
    """What follows for *order* from what its *invoice* is. States only go forward: PAID is never undone by less."""
    if invoice.status is InvoiceStatus.PENDING:
        return Standing.NOTHING
    if invoice.status is InvoiceStatus.EXPIRED:
        return Standing.EXPIRE if order.status is OrderStatus.PENDING else Standing.NOTHING
    if mismatch(order, invoice):
        return Standing.MISMATCH
    if order.payment.status is PaymentStatus.PAID:
        return Standing.NOTHING if order.payment.invoice_id == invoice.id else Standing.DOUBLE
    return Standing.FULFIL if order.status is OrderStatus.PENDING else Standing.LATE


def paid(order: Order, invoice: Invoice, *, now: datetime) -> Order:
    """Paid while it was open."""
    return order.having(status=OrderStatus.PAID, payment=_payment(order, invoice, now), closed_at=now)


def paid_late(order: Order, invoice: Invoice, *, now: datetime) -> Order:
    """The money has come, though the order is over; what becomes of it is decided next."""
    status = OrderStatus.EXPIRED if order.status is OrderStatus.PENDING else order.status
    return order.having(status=status, payment=_payment(order, invoice, now))


def _payment(order: Order, invoice: Invoice, now: datetime) -> Payment:
    return order.payment.having(
        status=PaymentStatus.PAID,
        invoice_id=invoice.id,
        channel=invoice.channel,
        paid_at=invoice.paid_at or now,
    )


def expired(order: Order, *, now: datetime) -> Order:
    """Nobody paid in time."""
    return order.having(
        status=OrderStatus.EXPIRED, payment=order.payment.having(status=PaymentStatus.EXPIRED), closed_at=now
    )


def cancelled(order: Order, *, now: datetime) -> Order:
    """The buyer changed their mind before paying. A second time changes nothing."""
    if order.status is OrderStatus.CANCELLED:
        return order
    if order.status is not OrderStatus.PENDING:
        raise OrderNotOpen(f"This order is {order.status}.", order_status=order.status)
    return order.having(
        status=OrderStatus.CANCELLED,
        payment=order.payment.having(status=PaymentStatus.EXPIRED),
        closed_at=now,
    )


def fulfilled_late(order: Order, items: Sequence[Item], *, now: datetime) -> Order:
    """What was bought could still be had."""
    return order.having(status=OrderStatus.PAID, items=tuple(items), closed_at=now)


def refund_due(order: Order, *, reason: str, now: datetime) -> Order:
    """The money goes back: by the provider where the channel can, else once we know a bank account."""
    route = channels.refund_route(order.payment.channel, paid_at=order.payment.paid_at or now, now=now)
    status = RefundStatus.DUE if route is channels.Route.REFUND else RefundStatus.AWAITING_ACCOUNT
    return order.having(refund=Refund(status=status, amount=order.total.amount, reason=reason))


def refunded(order: Order, refund_id: str, status: RefundStatus, *, now: datetime) -> Order:
    """The provider has answered to the refund."""
    if order.refund is None:
        return order
    refund = order.refund.having(id=refund_id, status=status, requested_at=order.refund.requested_at or now)
    given = status in (RefundStatus.REQUESTED, RefundStatus.SUCCEEDED)
    return order.having(refund=refund, status=OrderStatus.REFUNDED if given else order.status)
