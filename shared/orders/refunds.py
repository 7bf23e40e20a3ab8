"""Refunds: each is requested by its own task, checked until it ends, and tried again when it fails."""

import asyncio
import re
from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from shared.contracts.events.orders import PaymentQuarantined
from shared.kernel.actors import Actor
from shared.kernel.errors import Unavailable
from shared.kernel.ids import OrderId
from shared.kernel.ports import Reader, UnitOfWork
from shared.orders import jobs, order_events, rules, store
from shared.orders.errors import NothingToRefund
from shared.orders.models import Order, RecordedRefundNotice, Refund, RefundAccount, RefundCause, RefundStatus
from shared.orders.ports import PayoutAccount, PayoutNotice, RefundNotice, RefundOutcome, RefundReceipt
from shared.orders.schemas import SetRefundAccount


def open_refund(uow: UnitOfWork, order: Order, amount: int, *, cause: RefundCause, now: datetime) -> Order:
    """Open a refund of `amount`, and schedule its request or ask the buyer for a bank account.

    Raises:
        OrderNotPaid: The order is not paid.
        RefundTooLarge: `amount` is 0, or more than what is left of the payment.
        Unavailable: A newer version wrote the order.
    """
    order = rules.with_new_refund(order, amount, cause=cause, now=now)
    uow.put(store.order_ref(order.id), order)
    refund = order.refunds[-1]
    if refund.status is RefundStatus.DUE:
        _schedule_refund(uow, order, refund)
    else:
        _schedule_refund_notice(uow, order, refund)
        _request_manual_review(uow, order, "a refund waits for a bank account")
    return order


async def set_refund_account(uow: UnitOfWork, wish: SetRefundAccount, *, actor: Actor, now: datetime) -> Order:
    """Set the bank account of a refund and schedule the payout. The same account a second time changes nothing.

    Raises:
        Invalid: The bank has no such account numbers.
        OrderNotFound: No order has this id, or the caller may not see it.
        RefundNotWaiting: The refund does not wait for an account.
    """
    place = store.refund_account_ref(wish.order_id, wish.number)
    order, known = await asyncio.gather(store.access_order(uow, wish.order_id, actor), uow.get(place))
    account = RefundAccount(
        bank=wish.bank,
        number=wish.normalized_account_number,
        holder=wish.account_holder,
        named_by=str(actor),
        named_at=now,
    )
    refund = order.find_refund(wish.number)
    if known and refund and refund.status is RefundStatus.DUE and known.is_same_account(account):
        return order
    order = rules.with_refund_account(order, wish.number, account)
    uow.put(place, account)
    uow.put(store.order_ref(order.id), order)
    _schedule_refund(uow, order, order.refunds[wish.number - 1])
    return order


class RefundInstruction(NamedTuple):
    """Refund to request: the order, the refund, and for a payout its account."""

    order: Order
    refund: Refund
    account: PayoutAccount | None


class RefundAttempt(NamedTuple):
    """Attempt at a refund: the order's id, the refund's number, and the attempt's own number."""

    order_id: OrderId
    number: int
    attempt: int


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
    rules.check_refund_known(refund)
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


async def get_refund_to_check(reader: Reader, order_id: OrderId, number: int, attempt: int) -> tuple[Order, Refund]:
    """Get a refund that was requested, if `attempt` is its latest attempt.

    Raises:
        Unavailable: The attempt is about to be requested.
        NothingToRefund: The attempt is not the latest one; what became of it is known.
        OrderNotFound: No order has this id.
    """
    order, refund = await get_refund(reader, order_id, number)
    if refund.attempt != attempt:
        raise NothingToRefund(order_id=order_id)
    if refund.status is RefundStatus.DUE:
        raise Unavailable("refund_not_requested")
    if refund.id is None:
        raise NothingToRefund(order_id=order_id)
    return order, refund


async def record_refund_receipt(
    uow: UnitOfWork,
    order_id: OrderId,
    asked: Refund,
    receipt: RefundReceipt,
    *,
    now: datetime,
    told: RefundOutcome = RefundOutcome.REQUESTED,
) -> Order:
    """Apply the provider's answer about a refund. The buyer is told, and a failure alerts a person.

    Raises:
        Unavailable: A callback has announced more than the answer says; the answer may be a moment behind.
        NothingToRefund: The order has no refund of this number.
        OrderNotFound: No order has this id.
    """
    if rules.is_behind_callback(receipt, told):
        raise Unavailable("behind_callback")
    order, before = await get_refund(uow, order_id, asked.number)
    if before.attempt != asked.attempt or not rules.is_newer_outcome(before, receipt):
        return order
    order = rules.with_refund_receipt(order, before, receipt, now=now)
    uow.put(store.order_ref(order_id), order)
    _handle_refund_change(uow, order, before, order.refunds[asked.number - 1], now=now)
    return order


def _handle_refund_change(uow: UnitOfWork, order: Order, before: Refund, after: Refund, *, now: datetime) -> None:
    if after.attempt > before.attempt:
        _request_manual_review(uow, order, f"a refund was refused: {after.failure}")
    if after.status is RefundStatus.DUE:
        _schedule_refund(uow, order, after)
    begun_first = after.announced and not before.announced
    if begun_first:
        _emit_order_refunded(uow, order, after, now=now)
    if begun_first or after.status is RefundStatus.AWAITING_ACCOUNT:
        _schedule_refund_notice(uow, order, after)
    if after.status in (RefundStatus.AWAITING_ACCOUNT, RefundStatus.SUCCEEDED):
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


def _schedule_refund_notice(uow: UnitOfWork, order: Order, refund: Refund) -> None:
    key = f"{_key(order, refund)}-{refund.status}"
    uow.schedule(jobs.EmailRefundNotice(order_id=order.id, number=refund.number), key=key)


def _request_manual_review(uow: UnitOfWork, order: Order, reason: str) -> None:
    uow.emit(PaymentQuarantined(order_id=order.id, invoice_id=order.payment.invoice_id or "", reason=reason))


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


async def record_refund_notice(uow: UnitOfWork, notice: RefundNotice | PayoutNotice, *, now: datetime) -> None:
    """Store a callback about a refund or a payout; a task asks the provider."""
    note = store.refund_notice_ref(notice.id, notice.outcome)
    if await uow.get(note) is not None:
        return
    uow.create(
        note,
        RecordedRefundNotice(
            id=notice.id,
            reference=notice.reference,
            outcome=notice.outcome,
            received_at=now,
            request_id=uow.request_id,
        ),
    )
    about = await _find_refund_attempts(uow, notice)
    for named in about:
        uow.schedule(
            jobs.CheckRefund(order_id=named.order_id, number=named.number, attempt=named.attempt, told=notice.outcome)
        )
    if not about:
        reason = "the provider reports a payout or refund that was not requested"
        uow.emit(PaymentQuarantined(order_id=notice.reference or "", invoice_id="", reason=reason))


async def _find_refund_attempts(uow: UnitOfWork, notice: RefundNotice | PayoutNotice) -> list[RefundAttempt]:
    """Find the attempts that a callback is about: by our reference, or by the invoice if the reference is missing."""
    if (named := refund_attempt_from_reference(notice.reference or "")) is not None:
        return [named]
    if notice.reference or isinstance(notice, PayoutNotice) or notice.invoice_id is None:
        return []
    orders = await store.list_orders_paid_by_invoice(uow, notice.invoice_id)
    every = [(order, refund) for order in orders for refund in order.refunds]
    return [RefundAttempt(order.id, refund.number, refund.attempt) for order, refund in every if refund.id == notice.id]


def refund_attempt_from_reference(reference: str) -> RefundAttempt | None:
    """Parse the reference under which the provider knows an attempt."""
    found = re.fullmatch(r"(BE-[0-9]{8}-[A-Z0-9]{6})-R([1-9][0-9]{0,3})-([1-9][0-9]{0,3})", reference)
    return RefundAttempt(OrderId(found[1]), int(found[2]), int(found[3])) if found else None
