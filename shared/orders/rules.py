"""Decisions about orders and money: pure, told the time."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from enum import StrEnum

from shared.kernel.errors import Invalid
from shared.kernel.ids import OrderId
from shared.kernel.money import LARGEST, Money, share
from shared.kernel.sales import Item, Sale
from shared.orders import channels
from shared.orders.errors import OrderNotOpen, OrderNotPaid, RefundNotWaiting, RefundTooLarge
from shared.orders.models import (
    Buyer,
    Cause,
    Order,
    OrderStatus,
    Payment,
    PaymentStatus,
    Refund,
    RefundAccount,
    RefundStatus,
)
from shared.orders.ports import Invoice, InvoiceStatus, Outcome, RefundReceipt

# The hold must outlive the invoice by what a payment made in its last second takes to be announced.
CLOSING_GRACE = timedelta(seconds=20)
# An order that waits for days is not asked for every few minutes.
RECENT, OLDEST, QUARTER_HOUR = timedelta(minutes=90), timedelta(days=30), 15
# One an hour: in three days a balance that was too low is mended, or a person has looked.
MOST_ATTEMPTS = 72
_PAUSE = timedelta(hours=1)


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
    admin_fee = share(subtotal, basis_points=sale.fee)
    if subtotal + admin_fee > LARGEST:
        raise Invalid.field("items", f"come to more than {Money(amount=LARGEST, currency=sale.currency)}")
    free = subtotal == 0
    return Order(
        id=id,
        status=OrderStatus.PAID if free else OrderStatus.PENDING,
        payment=Payment(status=PaymentStatus.PAID, paid_at=now) if free else Payment(),
        items=sale.items,
        subtotal=subtotal,
        admin_fee=admin_fee,
        currency=sale.currency,
        buyer=buyer,
        created_at=now,
        hold_until=now + sale.hold,
        pay_before=now + (sale.pay_within or sale.hold),
        fulfilled_at=now if free else None,
        closed_at=now if free else None,
        request_id=request_id,
    )


def asked_back_to(due_at: datetime) -> datetime:
    """Since when open orders are asked for by the run of *due_at*: all of them once an hour, the latest each time."""
    return due_at - (OLDEST if due_at.minute < QUARTER_HOUR else RECENT)


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


def payable_again(order: Order, *, now: datetime) -> bool:
    """Whether an invoice that ended early is not the order's end: only the hold on a slot is over then."""
    return order.hold_until < order.pay_before and order.payable_at(now)


def paid(order: Order, invoice: Invoice, *, now: datetime) -> Order:
    """Paid while it was open."""
    payment = _payment(order, invoice, now)
    return order.having(status=OrderStatus.PAID, payment=payment, fulfilled_at=now, closed_at=now)


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
    return order.having(status=OrderStatus.PAID, items=tuple(items), fulfilled_at=now, closed_at=now)


def refund_opened(order: Order, amount: int, *, cause: Cause, now: datetime) -> Order:
    """*amount* goes back: by the provider where the channel can, else once we know a bank account."""
    if order.payment.paid_at is None:
        raise OrderNotPaid(f"This order is {order.status}.", order_status=order.status)
    left = order.total.amount - order.refunded
    if not 0 < amount <= left:
        raise RefundTooLarge(f"At most {Money(amount=left, currency=order.currency)} can go back.", left=left)
    route = channels.refund_route(
        order.payment.channel, in_full=amount == order.total.amount, paid_at=order.payment.paid_at, now=now
    )
    refund = Refund(
        number=len(order.refunds) + 1,
        route=route,
        status=RefundStatus.DUE if route is channels.Route.REFUND else RefundStatus.AWAITING_ACCOUNT,
        amount=amount,
        cause=cause,
        opened_at=now,
        due_at=now if route is channels.Route.REFUND else None,
    )
    return order.having(refunds=(*order.refunds, refund))


def refund_answered(order: Order, refund: Refund, receipt: RefundReceipt, *, now: datetime) -> Order:
    """What the provider says of a refund: it goes on, or the next attempt at it is opened."""
    if receipt.outcome in (Outcome.FAILED, Outcome.REVERSED):
        return with_refund(order, failed(refund, receipt, now=now))
    order = with_refund(
        order,
        refund.having(
            id=receipt.id,
            status=RefundStatus(receipt.outcome),
            requested_at=refund.requested_at or now,
            announced=True,
        ),
    )
    return order.having(status=OrderStatus.REFUNDED) if given_back(order) == order.total.amount else order


def failed(refund: Refund, receipt: RefundReceipt, *, now: datetime) -> Refund:
    """The next attempt: the same later, for what passes; else a payout to an account that the buyer names (again)."""
    again = refund.having(
        attempt=refund.attempt + 1,
        failure=receipt.reason or str(receipt.outcome),
        id=None,
        requested_at=None,
        due_at=now + _PAUSE,
        status=RefundStatus.DUE,
    )
    if receipt.passing and refund.attempt < MOST_ATTEMPTS:
        return again
    return again.having(route=channels.Route.PAYOUT, status=RefundStatus.AWAITING_ACCOUNT, to=None, due_at=None)


def heard(refund: Refund, receipt: RefundReceipt) -> bool:
    """Whether *receipt* is news of this attempt: states only go forward, and only a success can be reversed."""
    if refund.status is RefundStatus.DUE:
        return True
    if receipt.id != refund.id:
        return False
    if refund.status is RefundStatus.REQUESTED:
        return receipt.outcome is not Outcome.REQUESTED
    return refund.status is RefundStatus.SUCCEEDED and receipt.outcome is Outcome.REVERSED


def behind(receipt: RefundReceipt, told: Outcome) -> bool:
    """Whether the provider's answer has not come as far as its callback."""
    rank = {Outcome.REQUESTED: 0, Outcome.SUCCEEDED: 1, Outcome.FAILED: 1, Outcome.REVERSED: 2}
    return rank[receipt.outcome] < rank[told]


def account_named(order: Order, number: int, account: RefundAccount) -> Order:
    """The buyer has said where a refund is to go. Raises `RefundNotWaiting`."""
    refund = order.refund(number)
    if refund is None or refund.status is not RefundStatus.AWAITING_ACCOUNT:
        raise RefundNotWaiting(order_id=order.id)
    to = f"{account.bank} ····{account.number[-4:]}"
    return with_refund(order, refund.having(status=RefundStatus.DUE, to=to, due_at=account.named_at))


def given_back(order: Order) -> int:
    """What the provider has taken on to give back."""
    return sum(refund.amount for refund in order.refunds if refund.announced)


def with_refund(order: Order, refund: Refund) -> Order:
    """*order* with this refund in place of its earlier self."""
    return order.having(refunds=tuple(refund if one.number == refund.number else one for one in order.refunds))
