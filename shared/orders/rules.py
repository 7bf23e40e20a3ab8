"""Decisions about orders and money: pure, told the time."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from enum import StrEnum

from shared.contracts.sales import MAX_ORDER_AMOUNT, ItemKind, Sale, SaleItem
from shared.kernel.errors import Invalid, Unavailable
from shared.kernel.ids import OrderId
from shared.kernel.money import Money, compute_share
from shared.kernel.stored_choices import UNKNOWN_NAME
from shared.orders.errors import OrderNotOpen
from shared.orders.models import (
    Buyer,
    Order,
    OrderStatus,
    Payment,
    PaymentStatus,
)
from shared.orders.ports import Invoice, InvoiceStatus

# The hold must outlive the invoice by what a payment made in its last second takes to be announced.
CLOSING_GRACE = timedelta(seconds=20)
# By then the order's own timer has tried several times to close the invoice.
OVERDUE_GRACE = timedelta(minutes=5)
# A younger order is still being paid: its webhook may be on the way.
MIN_ORDER_AGE = timedelta(minutes=3)
RECONCILIATION_PAGE_SIZE = 200
# An order that waits for days is not asked for every few minutes.
RECENT_WINDOW, FULL_WINDOW, FULL_SCAN_BEFORE_MINUTE = timedelta(minutes=90), timedelta(days=30), 15


class SettlementDecision(StrEnum):
    """Consequence of the provider's news for an order."""

    NOTHING = "nothing"
    FULFIL = "fulfil"
    EXPIRE = "expire"
    FAIL = "fail"
    LATE = "late"
    DOUBLE = "double"
    MISMATCH = "mismatch"


def order_from_sale(id: OrderId, sale: Sale, buyer: Buyer, *, now: datetime, request_id: str) -> Order:
    """Create an order from a sale. A free order is paid at once.

    Raises:
        Invalid: The items and the fee cost more than `MAX_ORDER_AMOUNT`.
    """
    subtotal = sum(item.amount for item in sale.items)
    admin_fee = compute_share(subtotal, basis_points=sale.fee)
    if subtotal + admin_fee > MAX_ORDER_AMOUNT:
        raise Invalid.field("items", "cost_too_much", most=Money(amount=MAX_ORDER_AMOUNT, currency=sale.currency))
    free = subtotal == 0
    return Order(
        id=id,
        status=OrderStatus.PAID if free else OrderStatus.PENDING,
        payment=Payment(status=PaymentStatus.PAID, paid_at=now) if free else Payment(),
        items=sale.items,
        kinds=compute_item_kinds(sale.items),
        subtotal=subtotal,
        admin_fee=admin_fee,
        currency=sale.currency,
        buyer=buyer,
        alias=sale.alias,
        created_at=now,
        hold_until=now + sale.hold,
        pay_before=now + (sale.pay_within or sale.hold),
        fulfilled_at=now if free else None,
        closed_at=now if free else None,
        request_id=request_id,
    )


def compute_item_kinds(items: Sequence[SaleItem]) -> tuple[ItemKind, ...]:
    """Compute the kinds of `items`, each once."""
    return tuple(dict.fromkeys(item.kind for item in items))


def fill_item_kinds(order: Order) -> Order | None:
    """Return an order of an earlier version with the kinds of its items; None for an order that has them."""
    return None if order.kinds else order.having(kinds=compute_item_kinds(order.items))


def is_given_up(order: Order) -> bool:
    """Return whether an order has ended without its goods, or has given them back."""
    return order.status in (OrderStatus.CANCELLED, OrderStatus.EXPIRED, OrderStatus.REFUNDED) or was_given_back(order)


def was_given_back(order: Order) -> bool:
    """Return whether all of the money was once accepted as refunded, and the goods taken back.

    That stays true if a refund fails afterwards: its money is then still to be sent.
    """
    return 0 < order.total.amount == compute_accepted_refunds(order)


def has_ended(order: Order) -> bool:
    """Return whether an order holds nothing unpaid any more: given up, or paid with money."""
    return is_given_up(order) or (order.status is OrderStatus.PAID and order.total.amount > 0)


def compute_reconciliation_start(due_at: datetime) -> datetime:
    """Compute since when the run of `due_at` looks at open orders.

    At all of them once an hour, otherwise at the latest.
    """
    return due_at - (FULL_WINDOW if due_at.minute < FULL_SCAN_BEFORE_MINUTE else RECENT_WINDOW)


def find_mismatch(order: Order, invoice: Invoice) -> tuple[str, str, str] | None:
    """Find the first field in which an invoice contradicts its order: its name, the expected value, the given value."""
    paid = invoice.amount if invoice.paid_amount is None else invoice.paid_amount
    pairs = (
        ("reference", str(order.id), invoice.order_id),
        ("currency", str(order.currency), invoice.currency),
        ("amount", str(order.total.amount), str(invoice.amount)),
        ("paid amount", str(order.total.amount), str(paid)),
    )
    return next(((name, ours, theirs) for name, ours, theirs in pairs if ours != theirs), None)


def find_most_advanced_invoice(invoices: Sequence[Invoice]) -> Invoice | None:
    """Find the invoice that has come furthest: a paid one, then a payable, a failed, and last an expired one."""
    rank = {InvoiceStatus.PAID: 0, InvoiceStatus.PENDING: 1, InvoiceStatus.FAILED: 2, InvoiceStatus.EXPIRED: 3}
    return min(invoices, key=lambda invoice: rank[invoice.status], default=None)


def check_known(order: Order) -> None:
    """Check that this version knows the order's states and items: the money of others is a newer version's.

    Raises:
        Unavailable: A newer version wrote the order. The call is tried again, until an instance of that version has it.
    """
    states = (order.status, order.payment.status)
    if any(state.name == UNKNOWN_NAME for state in states) or any(item.kind == "unknown" for item in order.items):
        raise Unavailable("newer_order")


def compute_settlement_decision(order: Order, invoice: Invoice) -> SettlementDecision:
    """Compute what the state of an invoice means for its order. States only go forward: PAID is never undone.

    Raises:
        Unavailable: A newer version wrote the order.
    """
    check_known(order)
    if invoice.status is InvoiceStatus.PENDING:
        return SettlementDecision.NOTHING
    if invoice.status is InvoiceStatus.EXPIRED:
        return SettlementDecision.EXPIRE if order.status is OrderStatus.PENDING else SettlementDecision.NOTHING
    if invoice.status is InvoiceStatus.FAILED:
        can_fail = order.status is OrderStatus.PENDING and order.payment.invoice_id == invoice.id
        return SettlementDecision.FAIL if can_fail else SettlementDecision.NOTHING
    if find_mismatch(order, invoice):
        return SettlementDecision.MISMATCH
    if order.payment.status is PaymentStatus.PAID:
        return SettlementDecision.NOTHING if order.payment.invoice_id == invoice.id else SettlementDecision.DOUBLE
    return SettlementDecision.FULFIL if order.status is OrderStatus.PENDING else SettlementDecision.LATE


def is_still_payable(order: Order, *, now: datetime) -> bool:
    """Return whether the order stays open though its invoice has ended early: only the hold on a slot is over then."""
    return order.hold_until < order.pay_before and order.payable_at(now)


def with_payment(order: Order, invoice: Invoice, *, now: datetime) -> Order:
    """Return the order paid in time."""
    payment = _payment(order, invoice, now)
    return order.having(status=OrderStatus.PAID, payment=payment, fulfilled_at=now, closed_at=now)


def with_late_payment(order: Order, invoice: Invoice, *, now: datetime) -> Order:
    """Return the order with a payment that came after its end. Whether it is fulfilled or refunded is decided next."""
    status = OrderStatus.EXPIRED if order.status is OrderStatus.PENDING else order.status
    return order.having(status=status, payment=_payment(order, invoice, now))


def with_failed_payment(order: Order) -> Order:
    """Return the order with a payment that failed; unchanged if the order is not open.

    The order and its hold stay until its end, so that the buyer may pay again.
    """
    if order.status is not OrderStatus.PENDING:
        return order
    return order.having(payment=order.payment.having(status=PaymentStatus.FAILED, checkout_url=None))


def _payment(order: Order, invoice: Invoice, now: datetime) -> Payment:
    return order.payment.having(
        status=PaymentStatus.PAID,
        invoice_id=invoice.id,
        channel=invoice.channel,
        paid_at=invoice.paid_at or now,
    )


def is_free_booking(order: Order) -> bool:
    """Return whether an order is that of a free booking, as earlier versions opened it."""
    return not order.total.amount and all(item.kind == "booking" for item in order.items)


def with_expiry(order: Order, *, now: datetime) -> Order:
    """Return the order expired: nobody paid in time.

    Raises:
        Unavailable: A newer version wrote the order.
    """
    check_known(order)
    return order.having(
        status=OrderStatus.EXPIRED, payment=order.payment.having(status=PaymentStatus.EXPIRED), closed_at=now
    )


def with_cancellation(order: Order, *, now: datetime) -> Order:
    """Return the order cancelled before its payment. A second cancellation changes nothing.

    Raises:
        OrderNotOpen: The order is paid or expired.
        Unavailable: A newer version wrote the order.
    """
    check_known(order)
    if order.status is OrderStatus.CANCELLED:
        return order
    if order.status is not OrderStatus.PENDING:
        raise OrderNotOpen(order_status=order.status)
    return order.having(
        status=OrderStatus.CANCELLED,
        payment=order.payment.having(status=PaymentStatus.EXPIRED),
        closed_at=now,
    )


def with_late_fulfilment(order: Order, items: Sequence[SaleItem], *, now: datetime) -> Order:
    """Return the late order fulfilled: its goods were still available."""
    return order.having(status=OrderStatus.PAID, items=tuple(items), fulfilled_at=now, closed_at=now)


def compute_accepted_refunds(order: Order) -> int:
    """Compute how much of the order's payment the provider has accepted to refund, in whole units of the currency."""
    return sum(refund.amount for refund in order.refunds if refund.announced and not refund.is_surplus)
