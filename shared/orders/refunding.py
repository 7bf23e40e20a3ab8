"""Money on its way back: each refund is begun by its own task, followed to its end, and tried again when it fails."""

import asyncio
import re
from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from shared.events.orders import OrderRefunded, PaymentQuarantined
from shared.kernel.actors import Actor
from shared.kernel.errors import Unavailable
from shared.kernel.ids import OrderId
from shared.kernel.ports import Reader, UnitOfWork
from shared.orders import jobs, rules, store
from shared.orders.errors import NothingToRefund
from shared.orders.models import Cause, Order, Refund, RefundAccount, RefundNote, RefundStatus
from shared.orders.ports import Account, Outcome, PayoutNotice, RefundNotice, RefundReceipt
from shared.orders.schemas import AccountRequest


def open_refund(uow: UnitOfWork, order: Order, amount: int, *, cause: Cause, now: datetime) -> Order:
    """Open a refund of *amount* and have it begun, or the buyer asked for a bank account."""
    order = rules.refund_opened(order, amount, cause=cause, now=now)
    uow.put(store.ref(order.id), order)
    refund = order.refunds[-1]
    if refund.status is RefundStatus.DUE:
        _begin(uow, order, refund)
    else:
        _mail(uow, order, refund)
        _ask_a_person(uow, order, "a refund waits for a bank account")
    return order


async def name_account(uow: UnitOfWork, wish: AccountRequest, *, actor: Actor, now: datetime) -> Order:
    """Say where a refund is to be paid out, and have that begun. The same account a second time changes nothing."""
    place = store.refund_account(wish.order_id, wish.number)
    order, known = await asyncio.gather(store.order_for(uow, wish.order_id, actor), uow.get(place))
    account = RefundAccount(
        bank=wish.bank, number=wish.plain_number, holder=wish.account_holder, named_by=str(actor), named_at=now
    )
    refund = order.refund(wish.number)
    if known and refund and refund.status is RefundStatus.DUE and known.same_as(account):
        return order
    order = rules.account_named(order, wish.number, account)
    uow.put(place, account)
    uow.put(store.ref(order.id), order)
    _begin(uow, order, order.refunds[wish.number - 1])
    return order


class Errand(NamedTuple):
    """A refund to begin: of which order, and, for a payout, to where."""

    order: Order
    refund: Refund
    account: Account | None


class Attempt(NamedTuple):
    """An attempt at a refund: of which order, at which of its refunds, and its own number."""

    order_id: OrderId
    number: int
    attempt: int


async def refund_of(reader: Reader, order_id: OrderId, number: int) -> tuple[Order, Refund]:
    """An order and its refund of this number. Raises `NothingToRefund`."""
    order = await store.order(reader, order_id)
    refund = order.refund(number)
    if refund is None:
        raise NothingToRefund(order_id=order_id)
    return order, refund


async def refund_due(reader: Reader, order_id: OrderId, number: int) -> Errand:
    """The refund that is to be begun now. Raises `NothingToRefund`."""
    order, refund = await refund_of(reader, order_id, number)
    if refund.status is not RefundStatus.DUE:
        raise NothingToRefund(order_id=order_id)
    if refund.to is None:
        return Errand(order, refund, None)
    kept = await reader.get(store.refund_account(order_id, number))
    if kept is None:
        raise NothingToRefund(order_id=order_id)
    return Errand(order, refund, Account(bank=kept.bank, number=kept.number, holder=kept.holder))


async def refund_to_follow(reader: Reader, order_id: OrderId, number: int, attempt: int) -> tuple[Order, Refund]:
    """A refund that has begun, if that is its latest attempt. Raises `Unavailable` when it is just about to begin.

    Raises `NothingToRefund` for any other: what becomes of an earlier attempt is known.
    """
    order, refund = await refund_of(reader, order_id, number)
    if refund.attempt != attempt:
        raise NothingToRefund(order_id=order_id)
    if refund.status is RefundStatus.DUE:
        raise Unavailable("This refund is just about to begin.")
    if refund.id is None:
        raise NothingToRefund(order_id=order_id)
    return order, refund


async def record_refund(
    uow: UnitOfWork,
    order_id: OrderId,
    asked: Refund,
    receipt: RefundReceipt,
    *,
    now: datetime,
    told: Outcome = Outcome.REQUESTED,
) -> Order:
    """What the provider says of the refund *asked*: the buyer is told, and a person too when it has failed.

    Raises `Unavailable` when a callback has *told* of more than this answer: it may be a moment behind.
    """
    if rules.behind(receipt, told):
        raise Unavailable(f"A callback says {told}, the provider itself does not (yet).")
    order, before = await refund_of(uow, order_id, asked.number)
    if before.attempt != asked.attempt or not rules.heard(before, receipt):
        return order
    order = rules.refund_answered(order, before, receipt, now=now)
    uow.put(store.ref(order_id), order)
    _follow_up(uow, order, before, order.refunds[asked.number - 1], now=now)
    return order


def _follow_up(uow: UnitOfWork, order: Order, before: Refund, after: Refund, *, now: datetime) -> None:
    if after.attempt > before.attempt:
        _ask_a_person(uow, order, f"a refund was refused: {after.failure}")
    if after.status is RefundStatus.DUE:
        _begin(uow, order, after)
    begun_first = after.announced and not before.announced
    if begun_first:
        _announce(uow, order, after, now=now)
    if begun_first or after.status is RefundStatus.AWAITING_ACCOUNT:
        _mail(uow, order, after)
    if after.status in (RefundStatus.AWAITING_ACCOUNT, RefundStatus.SUCCEEDED):
        # It is of no use any more.
        uow.delete(store.refund_account(order.id, after.number))


def _begin(uow: UnitOfWork, order: Order, refund: Refund, *, at: datetime | None = None) -> None:
    job = jobs.RefundOrder(order_id=order.id, number=refund.number)
    uow.schedule(job, at=at or refund.due_at, key=_key(order, refund))


def _follow(uow: UnitOfWork, order: Order, refund: Refund) -> None:
    job = jobs.FollowRefund(order_id=order.id, number=refund.number, attempt=refund.attempt)
    uow.schedule(job, key=_key(order, refund))


def _announce(uow: UnitOfWork, order: Order, refund: Refund, *, now: datetime) -> None:
    in_full = rules.given_back(order) == order.total.amount
    uow.emit(
        OrderRefunded(order_id=order.id, number=refund.number, amount=refund.amount, in_full=in_full, refunded_at=now)
    )


def _mail(uow: UnitOfWork, order: Order, refund: Refund) -> None:
    key = f"{_key(order, refund)}-{refund.status}"
    uow.schedule(jobs.EmailRefundNotice(order_id=order.id, number=refund.number), key=key)


def _ask_a_person(uow: UnitOfWork, order: Order, reason: str) -> None:
    uow.emit(PaymentQuarantined(order_id=order.id, invoice_id=order.payment.invoice_id or "", reason=reason))


def _key(order: Order, refund: Refund) -> str:
    # Not only the number: the next attempt is named while the job of this one is being concluded.
    return f"{order.id}-{refund.number}-{refund.attempt}"


async def follow_refunds(uow: UnitOfWork, orders: Sequence[Order], *, now: datetime) -> int:
    """Have the provider asked what became of each refund that is on its way, each by its own task; how many.

    One that should have begun long ago is begun again: its task was lost, or has given up.
    """
    every = [(order, refund) for order in orders for refund in order.refunds]
    found = [(order, refund) for order, refund in every if refund.followed_from and refund.followed_from <= now]
    for order, refund in found:
        if refund.status is RefundStatus.DUE:
            _begin(uow, order, refund, at=now)
        else:
            _follow(uow, order, refund)
    return len(found)


async def record_notice(uow: UnitOfWork, notice: RefundNotice | PayoutNotice, *, now: datetime) -> None:
    """Remember what the provider says of a refund or a payout; a task asks whether it is so."""
    note = store.refund_inbox(notice.id, notice.outcome)
    if await uow.get(note) is not None:
        return
    uow.create(
        note,
        RefundNote(
            id=notice.id,
            reference=notice.reference,
            outcome=notice.outcome,
            received_at=now,
            request_id=uow.request_id,
        ),
    )
    about = await _about(uow, notice)
    for named in about:
        uow.schedule(
            jobs.FollowRefund(order_id=named.order_id, number=named.number, attempt=named.attempt, told=notice.outcome)
        )
    if not about:
        reason = "the provider tells of money out that is not ours"
        uow.emit(PaymentQuarantined(order_id=notice.reference or "", invoice_id="", reason=reason))


async def _about(uow: UnitOfWork, notice: RefundNotice | PayoutNotice) -> list[Attempt]:
    """The refund that a notice is about: by our reference, or, where that is missing, by the invoice."""
    if (named := refund_named(notice.reference or "")) is not None:
        return [named]
    if notice.reference or isinstance(notice, PayoutNotice) or notice.invoice_id is None:
        return []
    orders = await store.orders_paid_by(uow, notice.invoice_id)
    every = [(order, refund) for order in orders for refund in order.refunds]
    return [Attempt(order.id, refund.number, refund.attempt) for order, refund in every if refund.id == notice.id]


def refund_named(reference: str) -> Attempt | None:
    """The attempt at a refund that the provider knows as *reference*."""
    found = re.fullmatch(r"(BE-[0-9]{8}-[A-Z0-9]{6})-R([1-9][0-9]{0,3})-([1-9][0-9]{0,3})", reference)
    return Attempt(OrderId(found[1]), int(found[2]), int(found[3])) if found else None
