"""Refunds: each is requested by its own task, checked until it ends, and tried again when it fails."""

import asyncio
from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from shared.contracts.events.orders import PaymentQuarantined
from shared.kernel.actors import Actor
from shared.kernel.errors import Unavailable
from shared.kernel.ids import OrderId
from shared.kernel.ports import Reader, Ref, UnitOfWork
from shared.orders import jobs, order_events, payout_channels, refund_attempts, refund_rules, rules, store
from shared.orders.errors import NothingToRefund, RefundNotWaiting
from shared.orders.models import (
    Order,
    Refund,
    RefundAccount,
    RefundCause,
    RefundStatus,
)
from shared.orders.payout_channels import PayoutChannelList
from shared.orders.ports import Invoice, PayoutAccount, RefundOutcome, RefundReceipt
from shared.orders.refund_attempts import AttemptReference, OrderNews
from shared.orders.schemas import SetRefundAccount


def open_refund(
    uow: UnitOfWork,
    order: Order,
    amount: int,
    *,
    cause: RefundCause,
    now: datetime,
    opened_by: str | None = None,
    for_used: bool = False,
) -> Order:
    """Open a refund of `amount`, and schedule its request or ask the buyer for a bank account.

    Args:
        opened_by: Id of the admin who opens the refund; None for a refund that follows from a rule.
        for_used: True if the admin refunds what has been used.

    Raises:
        OrderNotPaid: The order is not paid.
        RefundTooLarge: `amount` is 0, or more than what is left of the payment.
        Unavailable: A newer version wrote the order.
    """
    opened = refund_rules.with_new_refund(order, amount, cause=cause, now=now, opened_by=opened_by, for_used=for_used)
    return _begin_refund(uow, opened, now=now)


def open_surplus_refund(uow: UnitOfWork, order: Order, invoice: Invoice, *, now: datetime) -> Order:
    """Open the refund of a second invoice that was paid for the order. Order and goods stay as they are.

    Raises:
        Unavailable: A newer version wrote the order.
    """
    return _begin_refund(uow, refund_rules.with_surplus_refund(order, invoice, now=now), now=now)


def _begin_refund(uow: UnitOfWork, order: Order, *, now: datetime) -> Order:
    """Save an order with its new refund, which is the last one."""
    uow.put(store.order_ref(order.id), order)
    refund = order.refunds[-1]
    if refund.status is RefundStatus.DUE:
        _schedule_refund(uow, order, refund)
    else:
        uow.emit(order_events.build_refund_changed(order, refund, now=now))
        reason = "a refund waits for a bank account"
        _request_manual_review(uow, order, reason, reference=refund.reference(order.id))
    return order


async def set_refund_account(uow: UnitOfWork, wish: SetRefundAccount, *, actor: Actor, now: datetime) -> Order:
    """Set the bank account of a refund and schedule the payout. The same account a second time changes nothing.

    Raises:
        Invalid: The bank cannot receive the refund, or has no such account numbers.
        OrderNotFound: No order has this id, or the caller may not see it.
        RefundNotWaiting: The refund does not wait for an account.
    """
    order, _ = await asyncio.gather(
        store.access_order(uow, wish.order_id, actor), uow.prefetch(*_list_account_reads(wish))
    )
    return await save_refund_account(uow, order, wish, named_by=str(actor), now=now)


def _list_account_reads(wish: SetRefundAccount) -> tuple[Ref[RefundAccount], Ref[PayoutChannelList]]:
    return store.refund_account_ref(wish.order_id, wish.number), payout_channels.payout_channels_ref()


async def save_refund_account(
    uow: UnitOfWork, order: Order, wish: SetRefundAccount, *, named_by: str, now: datetime
) -> Order:
    """Save the bank account of a refund for a person who may name it, and schedule the payout.

    Raises:
        Invalid: The bank cannot receive the refund, or has no such account numbers.
        RefundNotWaiting: The refund does not wait for an account.
    """
    place, channels_ref = _list_account_reads(wish)
    known, channels = await uow.get_many(place, channels_ref)
    refund = order.find_refund(wish.number)
    if refund is None:
        raise RefundNotWaiting(order_id=order.id)
    channel = payout_channels.find_channel(channels, wish.bank, amount=refund.amount)
    account = RefundAccount(
        bank=channel.code,
        number=payout_channels.normalize_account_number(channel, wish.account_number),
        holder=wish.account_holder,
        named_by=named_by,
        named_at=now,
    )
    if known and refund.status is RefundStatus.DUE and known.is_same_account(account):
        return order
    order = refund_rules.with_refund_account(order, wish.number, account)
    uow.put(place, account)
    uow.put(store.order_ref(order.id), order)
    _schedule_refund(uow, order, order.refunds[wish.number - 1])
    return order


class RefundInstruction(NamedTuple):
    """Refund to request: the order, the refund, and for a payout its account."""

    order: Order
    refund: Refund
    account: PayoutAccount | None


async def get_refund(reader: Reader, order_id: OrderId, number: int) -> tuple[Order, Refund]:
    """Get an order and its refund of this number.

    Raises:
        NothingToRefund: The order has no refund of this number.
        Unavailable: A newer version wrote the refund.
        OrderNotFound: No order has this id.
    """
    order = await store.get_order(reader, order_id)
    refund = order.find_refund(number)
    if refund is None:
        raise NothingToRefund(order_id=order_id)
    refund_rules.check_refund_known(refund)
    return order, refund


async def get_due_refund(reader: Reader, order_id: OrderId, number: int) -> RefundInstruction:
    """Get a refund that is to be requested now.

    Raises:
        NothingToRefund: The refund is not due, or is over.
        OrderNotFound: No order has this id.
        Unavailable: A newer version wrote the refund.
    """
    order, refund = await get_refund(reader, order_id, number)
    if refund.status is not RefundStatus.DUE:
        raise NothingToRefund(order_id=order_id)
    if refund.to is None:
        return RefundInstruction(order, refund, None)
    kept = await reader.get(store.refund_account_ref(order_id, number))
    if kept is None:
        raise NothingToRefund(order_id=order_id)
    return RefundInstruction(order, refund, PayoutAccount(bank=kept.bank, number=kept.number, holder=kept.holder))


async def record_refund_receipt(
    uow: UnitOfWork,
    about: AttemptReference,
    receipt: RefundReceipt,
    *,
    now: datetime,
    told: RefundOutcome = RefundOutcome.REQUESTED,
) -> Order:
    """Apply the provider's answer about an attempt, the current one or an earlier one.

    The buyer is told, and a failure or a contradiction alerts a person.

    Raises:
        Unavailable: A callback has announced more than the answer says; the answer may be a moment behind.
        NothingToRefund: The order has no refund of this number.
        OrderNotFound: No order has this id.
    """
    if refund_attempts.is_behind_callback(receipt, told):
        raise Unavailable("behind_callback")
    order, _ = await get_refund(uow, about.order_id, about.number)
    news = refund_attempts.with_refund_receipt(order, about.number, about.attempt, receipt, now=now)
    return _save_news(uow, order, news, now=now)


async def record_listed_receipts(
    uow: UnitOfWork, order_id: OrderId, number: int, receipts: Sequence[RefundReceipt], *, now: datetime
) -> Order:
    """Apply what the provider lists of an order's refunds and payouts, before an attempt at a refund is begun.

    Raises:
        NothingToRefund: The order has no refund of this number.
        Unavailable: A newer version wrote the refund.
        OrderNotFound: No order has this id.
    """
    order, _ = await get_refund(uow, order_id, number)
    return _save_news(uow, order, refund_attempts.with_listed_receipts(order, number, receipts, now=now), now=now)


def _save_news(uow: UnitOfWork, before: Order, news: OrderNews, *, now: datetime) -> Order:
    order, contradictions = news
    if order == before and not contradictions:
        return before
    uow.put(store.order_ref(order.id), order)
    for old, new in zip(before.refunds, order.refunds, strict=True):
        if old != new:
            _handle_refund_change(uow, order, old, new, is_told=bool(contradictions), now=now)
    for one in contradictions:
        _request_manual_review(uow, order, one.reason, reference=one.reference, provider_id=one.provider_id)
    return order


def _handle_refund_change(
    uow: UnitOfWork, order: Order, before: Refund, after: Refund, *, is_told: bool, now: datetime
) -> None:
    is_waiting = after.status in (RefundStatus.DUE, RefundStatus.AWAITING_ACCOUNT)
    was_waiting = before.status in (RefundStatus.DUE, RefundStatus.AWAITING_ACCOUNT)
    is_next = is_waiting and after.attempt > before.attempt
    if is_next and not is_told:
        _request_manual_review(
            uow,
            order,
            f"a refund was refused: {after.failure}",
            reference=before.reference(order.id),
            provider_id=before.id or "",
        )
    if is_next and after.status is RefundStatus.DUE:
        _schedule_refund(uow, order, after)
    begun_first = after.announced and not before.announced
    is_withdrawn = was_waiting and not is_waiting and after.attempt < before.attempt
    if begun_first and not after.is_surplus:
        _emit_order_refunded(uow, order, after, now=now)
    if begun_first or is_withdrawn or (is_next and after.status is RefundStatus.AWAITING_ACCOUNT):
        uow.emit(order_events.build_refund_changed(order, after, now=now))
    elif after.status is RefundStatus.SUCCEEDED and before.status is RefundStatus.REQUESTED:
        uow.emit(order_events.build_refund_succeeded(order, after, now=now))
    if is_withdrawn or after.status in (RefundStatus.AWAITING_ACCOUNT, RefundStatus.SUCCEEDED):
        # It is of no use any more.
        uow.delete(store.refund_account_ref(order.id, after.number))


def _schedule_refund(uow: UnitOfWork, order: Order, refund: Refund, *, at: datetime | None = None) -> None:
    job = jobs.RefundOrder(order_id=order.id, number=refund.number)
    uow.schedule(job, at=at or refund.due_at, key=_key(order, refund))


def _schedule_refund_check(uow: UnitOfWork, order: Order, refund: Refund) -> None:
    job = jobs.CheckRefund(order_id=order.id, number=refund.number, attempt=refund.attempt)
    uow.schedule(job, key=_key(order, refund))


def _emit_order_refunded(uow: UnitOfWork, order: Order, refund: Refund, *, now: datetime) -> None:
    in_full = rules.compute_accepted_refunds(order) == order.total.amount
    uow.emit(order_events.build_order_refunded(order, refund, in_full=in_full, now=now))


def _request_manual_review(
    uow: UnitOfWork, order: Order, reason: str, *, reference: str, provider_id: str = ""
) -> None:
    uow.emit(
        PaymentQuarantined(
            order_id=order.id,
            invoice_id=order.payment.invoice_id or "",
            reason=reason,
            reference=reference,
            provider_id=provider_id,
        )
    )


def _key(order: Order, refund: Refund) -> str:
    # Not only the number: the next attempt is named while the job of this one is being concluded.
    return f"{order.id}-{refund.number}-{refund.attempt}"


async def schedule_refund_checks(uow: UnitOfWork, orders: Sequence[Order], *, now: datetime) -> int:
    """Schedule a check of each refund that is on its way, and return the number of checks.

    A refund that should have been requested long ago is requested again: its task was lost or has given up.
    """
    every = [(order, refund) for order in orders for refund in order.refunds]
    found = [(order, refund) for order, refund in every if refund.check_after and refund.check_after <= now]
    for order, refund in found:
        if refund.status is RefundStatus.DUE:
            _schedule_refund(uow, order, refund, at=now)
        else:
            _schedule_refund_check(uow, order, refund)
    return len(found)
