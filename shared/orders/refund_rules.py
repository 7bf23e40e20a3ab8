"""Decisions about refunds of orders: pure, told the time."""

from datetime import datetime

from shared.kernel.actors import Actor
from shared.kernel.errors import Unavailable
from shared.orders import channels, rules
from shared.orders.errors import OrderNotPaid, RefundNeedsOwner, RefundNotWaiting, RefundTooLarge
from shared.orders.models import (
    AttemptStatus,
    Order,
    OrderStatus,
    Refund,
    RefundAccount,
    RefundCause,
    RefundStatus,
)
from shared.orders.ports import Invoice


def check_refund_known(refund: Refund) -> None:
    """Check that this version knows the state and the route of a refund.

    Raises:
        Unavailable: A newer version wrote the refund.
    """
    attempts = any(
        one.status is AttemptStatus.UNKNOWN or one.route is channels.RefundRoute.UNKNOWN for one in refund.earlier
    )
    if attempts or refund.status is RefundStatus.UNKNOWN or refund.route is channels.RefundRoute.UNKNOWN:
        raise Unavailable("newer_refund")


def check_refundable_amount(order: Order, amount: int | None) -> int:
    """Check that `amount` of a paid order can be refunded, and return all that is left of its payment.

    Args:
        amount: Amount in whole units of the currency; None for all that is left.

    Raises:
        OrderNotPaid: The order is not paid.
        RefundTooLarge: `amount` is more than what is left, or nothing is left.
        Unavailable: A newer version wrote the order.
    """
    rules.check_known(order)
    if order.status not in (OrderStatus.PAID, OrderStatus.REFUNDED):
        raise OrderNotPaid(order_status=order.status)
    left = order.unrefunded_amount
    if not left or (amount is not None and amount > left):
        raise RefundTooLarge(left=left, currency=order.currency)
    return left


def check_admin_refund(amount: int, limit: int, *, actor: Actor) -> None:
    """Check that an admin may refund `amount`: up to `limit`, or more as an owner.

    Raises:
        RefundNeedsOwner: The amount is above the limit, and the admin is no owner.
    """
    if amount > limit and not actor.has_admin_scope("owner"):
        raise RefundNeedsOwner(limit=limit, currency="IDR")


def check_admin_refund_of_order(order: Order, amount: int, limit: int, *, actor: Actor) -> None:
    """Check that an admin may refund `amount` of an order. What admins have refunded of it before counts too.

    Raises:
        RefundNeedsOwner: The sum is above the limit, and the admin is no owner.
    """
    before = sum(refund.amount for refund in order.refunds if refund.opened_by is not None)
    check_admin_refund(before + amount, limit, actor=actor)


def with_new_refund(
    order: Order,
    amount: int,
    *,
    cause: RefundCause,
    now: datetime,
    opened_by: str | None = None,
    for_used: bool = False,
) -> Order:
    """Return the order with a refund of `amount`.

    By the provider if the channel can, else after the buyer names an account.

    Args:
        opened_by: Id of the admin who opens the refund.
        for_used: True if the admin refunds what has been used.

    Raises:
        OrderNotPaid: The order is not paid.
        RefundTooLarge: `amount` is 0, or more than what is left of the payment.
        Unavailable: A newer version wrote the order.
    """
    rules.check_known(order)
    if order.payment.paid_at is None:
        raise OrderNotPaid(order_status=order.status)
    left = order.unrefunded_amount
    if not 0 < amount <= left:
        raise RefundTooLarge(left=left, currency=order.currency)
    route = channels.compute_refund_route(
        order.payment.channel, in_full=amount == order.total.amount, paid_at=order.payment.paid_at, now=now
    )
    return _with_added_refund(order, amount, route, cause=cause, now=now, opened_by=opened_by, for_used=for_used)


def with_surplus_refund(order: Order, invoice: Invoice, *, now: datetime) -> Order:
    """Return the order with a refund of a second invoice that was paid too. The order's own payment stays.

    Raises:
        Unavailable: A newer version wrote the order.
    """
    rules.check_known(order)
    route = channels.compute_refund_route(invoice.channel, in_full=True, paid_at=invoice.paid_at or now, now=now)
    if route is channels.RefundRoute.REFUND:
        route = channels.RefundRoute.SURPLUS
    paid = invoice.amount if invoice.paid_amount is None else invoice.paid_amount
    return _with_added_refund(order, paid, route, cause=RefundCause.PAID_TWICE, now=now, invoice_id=invoice.id)


def _with_added_refund(
    order: Order,
    amount: int,
    route: channels.RefundRoute,
    *,
    cause: RefundCause,
    now: datetime,
    invoice_id: str | None = None,
    opened_by: str | None = None,
    for_used: bool = False,
) -> Order:
    needs_account = route is channels.RefundRoute.PAYOUT
    refund = Refund(
        number=len(order.refunds) + 1,
        route=route,
        status=RefundStatus.AWAITING_ACCOUNT if needs_account else RefundStatus.DUE,
        amount=amount,
        cause=cause,
        invoice_id=invoice_id,
        opened_by=opened_by,
        for_used=for_used,
        opened_at=now,
        due_at=None if needs_account else now,
    )
    return order.having(refunds=(*order.refunds, refund))


def with_refund_account(order: Order, number: int, account: RefundAccount) -> Order:
    """Return the order with the account of a refund set.

    Raises:
        RefundNotWaiting: The refund does not wait for an account.
    """
    refund = order.find_refund(number)
    if refund is None or refund.status is not RefundStatus.AWAITING_ACCOUNT:
        raise RefundNotWaiting(order_id=order.id)
    to = f"{account.bank.replace('_', ' ')} ····{account.number[-4:]}"
    return with_refund(order, refund.having(status=RefundStatus.DUE, to=to, due_at=account.named_at))


def compute_refundable_amount(order: Order | None) -> int:
    """Return what is paid and not refunded yet, in whole units of the currency: 0 without a paid order.

    Raises:
        Unavailable: A newer version wrote the order.
    """
    if order is None:
        return 0
    rules.check_known(order)
    return order.unrefunded_amount if order.status is OrderStatus.PAID else 0


def is_refunded_in_full(order: Order) -> bool:
    """Return whether all that was paid for the order goes back or has gone back. A free order never is."""
    if order.status is OrderStatus.REFUNDED:
        return True
    return order.payment.paid_at is not None and order.total.amount > 0 and order.unrefunded_amount <= 0


def with_refund(order: Order, refund: Refund) -> Order:
    """Return `order` with `refund` in place of the refund of the same number."""
    return order.having(refunds=tuple(refund if one.number == refund.number else one for one in order.refunds))
