"""Events of orders, built from the order: each carries what its consumers need to know whether it concerns them."""

from datetime import datetime

from shared.contracts.events.orders import (
    OrderCancelled,
    OrderExpired,
    OrderPaid,
    OrderRefunded,
    RefundChange,
    RefundChanged,
)
from shared.contracts.sales import ItemKind
from shared.kernel.ids import UserId
from shared.orders.models import Order, Refund, RefundStatus


def build_order_paid(order: Order, *, now: datetime) -> OrderPaid:
    """Build the event that announces the payment of `order`."""
    return OrderPaid(
        order_id=order.id,
        items=_list_item_kinds(order),
        amount=order.total.amount,
        expert=_find_expert(order),
        customer=_customer_or_alias(order),
        paid_at=order.payment.paid_at or now,
    )


def build_order_expired(order: Order, *, now: datetime) -> OrderExpired:
    """Build the event that announces that `order` was given up."""
    return OrderExpired(
        order_id=order.id, items=_list_item_kinds(order), customer=_customer_or_alias(order), expired_at=now
    )


def build_order_cancelled(order: Order, *, now: datetime) -> OrderCancelled:
    """Build the event that announces that `order` was cancelled unpaid."""
    return OrderCancelled(
        order_id=order.id, items=_list_item_kinds(order), customer=_customer_or_alias(order), cancelled_at=now
    )


def build_order_refunded(order: Order, refund: Refund, *, in_full: bool, now: datetime) -> OrderRefunded:
    """Build the event that announces that the provider has accepted `refund`."""
    return OrderRefunded(
        order_id=order.id,
        number=refund.number,
        amount=refund.amount,
        in_full=in_full,
        cause=refund.cause,
        items=_list_item_kinds(order),
        is_fulfilled=order.fulfilled_at is not None,
        expert=_find_expert(order),
        customer=_customer_or_alias(order),
        refunded_at=now,
    )


def build_refund_changed(order: Order, refund: Refund, *, now: datetime, again: bool = False) -> RefundChanged:
    """Build the event by which the buyer of `order` is told of `refund`, as the refund is now."""
    return RefundChanged(
        order_id=order.id,
        number=refund.number,
        attempt=refund.attempt,
        change=find_refund_change(refund),
        again=again,
        at=now,
    )


def find_refund_change(refund: Refund) -> RefundChange:
    """Find what the buyer is told of `refund` as it is now."""
    if refund.status is RefundStatus.AWAITING_ACCOUNT:
        return "account_needed" if refund.attempt == 1 else "account_failed"
    return "sent"


def build_refund_succeeded(order: Order, refund: Refund, *, now: datetime) -> RefundChanged:
    """Build the event by which the buyer of `order` is told that the money of `refund` has arrived."""
    return build_refund_changed(order, refund, now=now).model_copy(update={"change": "succeeded"})


def _list_item_kinds(order: Order) -> tuple[ItemKind, ...]:
    return tuple(dict.fromkeys(item.kind for item in order.items))


def _find_expert(order: Order) -> UserId | None:
    return next((item.expert for item in order.items if item.expert), None)


def _customer_or_alias(order: Order) -> UserId | None:
    """Return the customer as the consumers of events may know them: in orders of calls by the alias alone."""
    if any(item.kind in ("pairing", "extension") for item in order.items):
        return order.alias
    return order.customer
