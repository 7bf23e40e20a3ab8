"""Attempts at a refund: news about any of them, in any order, decides whether money still has to go back.

Pure, told the time. The provider contradicts itself at times: what it called failed succeeds, what had succeeded fails.
So no attempt counts as over: each keeps the provider's last word, and the refund follows from all of them.
"""

import re
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from shared.kernel.ids import OrderId
from shared.orders.channels import RefundRoute
from shared.orders.models import (
    REFUND_RECHECK_DELAY,
    AttemptStatus,
    Order,
    OrderStatus,
    Refund,
    RefundAttempt,
    RefundCause,
    RefundStatus,
)
from shared.orders.ports import RefundOutcome, RefundReceipt
from shared.orders.refund_rules import with_refund

# One an hour: in three days a balance that was too low is mended, or a person has looked.
MAX_REFUND_ATTEMPTS = 72
_RETRY_DELAY = timedelta(hours=1)
# A refund that is held back is looked at again each day: a person may have settled it at the provider.
_HOLD_DELAY = timedelta(days=1)
# Older payouts tell of themselves by callback; each question is a call to the provider.
_MAX_PAYOUTS_ASKED = 5

TWICE = "a refund is on its way twice"
FAILED_AND_PAID = "a refund that had failed is on its way after all"
PAID_AND_FAILED = "a refund that had succeeded has failed"
NOT_BEGUN = "the provider reports an attempt at a refund that was not begun"
OTHER_AMOUNT = "the provider names another amount for a refund"
OVERPAID = "a refund is held back: the provider has given back more than is left"


class AttemptReference(NamedTuple):
    """Reference of an attempt at a refund: the order's id, the refund's number, and the attempt's own number."""

    order_id: OrderId
    number: int
    attempt: int


def refund_attempt_from_reference(reference: str) -> AttemptReference | None:
    """Parse the reference under which the provider knows an attempt."""
    found = re.fullmatch(r"(BE-[0-9]{8}-[A-Z0-9]{6})-R([1-9][0-9]{0,3})-([1-9][0-9]{0,3})", reference)
    return AttemptReference(OrderId(found[1]), int(found[2]), int(found[3])) if found else None


class RefundNews(NamedTuple):
    """A refund after news about one of its attempts.

    Attributes:
        contradiction: Reason for which a person has to look at the refund; None if the news fits.
    """

    refund: Refund
    contradiction: str | None = None


class Contradiction(NamedTuple):
    """Contradiction for a person to look at: our reference, the provider's id or an empty text, and the reason."""

    reference: str
    provider_id: str
    reason: str


class OrderNews(NamedTuple):
    """Order after news about attempts at its refunds, and the contradictions in the news."""

    order: Order
    contradictions: tuple[Contradiction, ...] = ()


def with_refund_receipt(order: Order, number: int, attempt: int, receipt: RefundReceipt, *, now: datetime) -> OrderNews:
    """Return the order with the provider's answer about an attempt at the refund `number`, whichever attempt it is."""
    before = order.refunds[number - 1]
    refund, reason = with_attempt_news(before, attempt, receipt, now=now)
    if refund is before:
        return OrderNews(order)
    order = with_refund(order, refund)
    found = (Contradiction(refund.reference(order.id, attempt), receipt.id, reason),) if reason else ()
    return OrderNews(order.having(status=compute_order_status(order)), found)


def with_attempt_news(refund: Refund, attempt: int, receipt: RefundReceipt, *, now: datetime) -> RefundNews:
    """Return the refund with the provider's word about one attempt.

    An attempt whose money is with the buyer, or on its way, is the current one. No other is begun meanwhile. Without
    such an attempt the refund is tried again: by itself after a temporary failure, else to an account of the buyer's.
    """
    before = _find_attempt(refund, attempt, receipt)
    after = _build_attempt(refund, attempt, receipt, before)
    if before is not None and _is_stale(before, after):
        return RefundNews(_with_recheck(refund, before, receipt, now=now))
    others = tuple(one for one in refund.attempts if one is not before and one != before)
    contradiction = _find_contradiction(refund, before, after, others)
    if not after.status.is_live and before is None and not _begins_now(refund, attempt):
        # An attempt that we know as failed, or that is none of ours, has failed.
        return RefundNews(refund)
    # A request that was refused at once is no attempt at the provider; one that was withdrawn keeps its number.
    attempts = (*others, after) if after.id or before is not None else others
    live = [one for one in attempts if one.status.is_live]
    if live:
        return RefundNews(_with_live_attempt(refund, attempts, _choose_current(live), now=now), contradiction)
    return RefundNews(_without_live_attempt(refund, attempt, attempts, before, receipt, now=now), contradiction)


def is_behind_callback(receipt: RefundReceipt, told: RefundOutcome) -> bool:
    """Return whether the provider's answer is behind the callback that caused the question."""
    rank = {RefundOutcome.REQUESTED: 0, RefundOutcome.SUCCEEDED: 1, RefundOutcome.FAILED: 1, RefundOutcome.REVERSED: 2}
    return rank[receipt.outcome] < rank[told]


def is_to_begin(refund: Refund, attempt: int) -> bool:
    """Return whether an attempt is still the one to begin, and nothing holds it back."""
    return refund.status is RefundStatus.DUE and refund.attempt == attempt and refund.held_because is None


def compute_order_status(order: Order) -> OrderStatus:
    """Compute the status of a paid order from its refunds: `REFUNDED` while all of its money is back or on its way."""
    accepted = sum(
        one.amount
        for one in order.refunds
        if not one.is_surplus and one.status in (RefundStatus.REQUESTED, RefundStatus.SUCCEEDED)
    )
    if accepted == order.total.amount:
        return OrderStatus.REFUNDED
    if order.status is not OrderStatus.REFUNDED:
        return order.status
    if order.fulfilled_at is not None:
        return OrderStatus.PAID
    cancelled = any(refund.cause is RefundCause.ORDER_CANCELLED for refund in order.refunds)
    return OrderStatus.CANCELLED if cancelled else OrderStatus.EXPIRED


def list_payouts_to_ask(order: Order, refund: Refund) -> list[str]:
    """List the references of the earlier attempts that may have been payouts, the latest few."""
    known = {one.number: one for one in refund.attempts}
    earlier = [number for number in range(1, refund.attempt) if number not in known] + [
        number for number, one in known.items() if one.route is RefundRoute.PAYOUT and number != refund.attempt
    ]
    return [refund.reference(order.id, number) for number in sorted(earlier)[-_MAX_PAYOUTS_ASKED:]]


def with_listed_receipts(order: Order, number: int, receipts: Sequence[RefundReceipt], *, now: datetime) -> OrderNews:
    """Return the order with all that the provider lists, before an attempt at the refund `number` is begun.

    What the list says of attempts of ours is news about them. The attempt is held back if it would give back more than
    was paid, by the provider's own list; a person is told once.
    """
    contradictions: list[Contradiction] = []
    strangers: list[RefundReceipt] = []
    for receipt in receipts:
        if (named := _find_listed_attempt(order, number, receipt)) is None:
            strangers.append(receipt)
            continue
        order, found = with_refund_receipt(order, *named, receipt, now=now)
        contradictions += found
    refund = order.refunds[number - 1]
    if refund.status is not RefundStatus.DUE:
        return OrderNews(order, tuple(contradictions))
    paid = refund.amount if refund.is_surplus else order.total.amount
    is_too_much = compute_given_back(order, refund, strangers) + refund.amount > paid
    if is_too_much and refund.held_because is None:
        foreign = ", ".join(receipt.id for receipt in strangers if AttemptStatus(receipt.outcome).is_live)
        contradictions.append(Contradiction(refund.reference(order.id), foreign, OVERPAID))
    if is_too_much:
        order = with_refund(order, refund.having(held_because=OVERPAID, due_at=now + _HOLD_DELAY))
    elif refund.held_because is not None:
        order = with_refund(order, refund.having(held_because=None))
    return OrderNews(order, tuple(contradictions))


def compute_given_back(order: Order, due: Refund, strangers: Sequence[RefundReceipt]) -> int:
    """Compute what has been given back of a payment, or is on its way, in whole units of the currency.

    Args:
        due: Refund of that payment: of the order's own, or of a surplus invoice.
        strangers: Refunds that the provider has of the order's invoice and that are none of ours.
    """
    ours = [
        refund.amount if one.amount is None or one.amount < 0 else one.amount
        for refund in order.refunds
        for one in refund.attempts
        if one.status.is_live and refund.invoice_id == due.invoice_id
    ]
    others = [
        order.total.amount if receipt.amount is None or receipt.amount < 0 else receipt.amount
        for receipt in strangers
        if AttemptStatus(receipt.outcome).is_live
    ]
    return sum(ours) + sum(others)


def _find_listed_attempt(order: Order, number: int, receipt: RefundReceipt) -> tuple[int, int] | None:
    """Find the refund and the attempt that a listed receipt is about: by its id, else by our reference.

    One without reference, for the same amount, is the attempt whose answer was lost, unless several may be meant.
    """
    for refund in order.refunds:
        for one in refund.attempts:
            if one.id == receipt.id:
                return refund.number, one.number
    for refund in order.refunds:
        for attempt in range(1, _next_number(refund)):
            if receipt.reference == refund.reference(order.id, attempt):
                return refund.number, attempt
    due = order.refunds[number - 1]
    is_alike = due.status is RefundStatus.DUE and receipt.amount == due.amount and not has_due_twin(order, due)
    if not receipt.reference and is_alike:
        return number, due.attempt
    return None


def has_due_twin(order: Order, refund: Refund) -> bool:
    """Return whether another refund of the same payment is due for the same amount.

    What the provider lists without our reference may then be about either.
    """
    payment = (refund.invoice_id, refund.amount)
    return any(
        (one.invoice_id, one.amount) == payment and one.status is RefundStatus.DUE and one.number != refund.number
        for one in order.refunds
    )


def _find_attempt(refund: Refund, attempt: int, receipt: RefundReceipt) -> RefundAttempt | None:
    same = [one for one in refund.attempts if one.number == attempt]
    exact = next((one for one in same if one.id == receipt.id), None)
    return exact or next((one for one in same if one.id is None or not receipt.id), None)


def _build_attempt(refund: Refund, attempt: int, receipt: RefundReceipt, before: RefundAttempt | None) -> RefundAttempt:
    is_current = attempt == refund.attempt
    return RefundAttempt(
        number=attempt,
        route=before.route if before else receipt.route or refund.route,
        status=AttemptStatus(receipt.outcome),
        id=receipt.id or (before.id if before else None),
        amount=receipt.amount if receipt.amount is not None or before is None else before.amount,
        to=before.to if before else refund.to if is_current else None,
    )


def _is_stale(before: RefundAttempt, after: RefundAttempt) -> bool:
    """Return whether the word is known already, or older than what is known."""
    older = before.status is AttemptStatus.SUCCEEDED and after.status is AttemptStatus.REQUESTED
    return before == after or (older and before.amount == after.amount)


def _with_recheck(refund: Refund, known: RefundAttempt, receipt: RefundReceipt, *, now: datetime) -> Refund:
    """Return the refund with the note that its success was confirmed once more, days later."""
    is_confirmed = known.number == refund.attempt and receipt.outcome is RefundOutcome.SUCCEEDED
    if (
        not is_confirmed
        or refund.status is not RefundStatus.SUCCEEDED
        or refund.rechecked_at
        or not refund.requested_at
    ):
        return refund
    return refund.having(rechecked_at=now) if refund.requested_at + REFUND_RECHECK_DELAY <= now else refund


def _begins_now(refund: Refund, attempt: int) -> bool:
    """Return whether an attempt is the one that is being requested."""
    return refund.status is RefundStatus.DUE and attempt == refund.attempt


def _find_contradiction(
    refund: Refund, before: RefundAttempt | None, after: RefundAttempt, others: Sequence[RefundAttempt]
) -> str | None:
    was_live = before is not None and before.status.is_live
    if before is not None and before.status is AttemptStatus.SUCCEEDED and after.status is AttemptStatus.FAILED:
        return PAID_AND_FAILED
    if not after.status.is_live:
        return None
    if not was_live:
        if any(one.status.is_live for one in others):
            return TWICE
        if before is not None and before.status is AttemptStatus.WITHDRAWN:
            return NOT_BEGUN
        if before is not None or after.number < refund.attempt:
            return FAILED_AND_PAID
        if not _begins_now(refund, after.number):
            return NOT_BEGUN
    told_before = before.amount if before is not None else None
    return OTHER_AMOUNT if after.amount not in (None, refund.amount, told_before) else None


def _choose_current(live: Sequence[RefundAttempt]) -> RefundAttempt:
    return min(live, key=lambda one: (one.status is not AttemptStatus.SUCCEEDED, one.number))


def _with_live_attempt(
    refund: Refund, attempts: Sequence[RefundAttempt], current: RefundAttempt, *, now: datetime
) -> Refund:
    """Return the refund as carried by `current`. An attempt that waited to be begun is withdrawn."""
    earlier = [one for one in attempts if one is not current]
    if refund.attempt not in {one.number for one in attempts}:
        earlier.append(
            RefundAttempt(number=refund.attempt, route=refund.route, status=AttemptStatus.WITHDRAWN, to=refund.to)
        )
    is_same = refund.id == current.id
    return refund.having(
        attempt=current.number,
        route=current.route,
        status=RefundStatus(current.status),
        id=current.id,
        told_amount=current.amount,
        to=current.to,
        earlier=tuple(sorted(earlier, key=lambda one: one.number)),
        requested_at=refund.requested_at if is_same and refund.requested_at else now,
        rechecked_at=None,
        held_because=None,
        announced=True,
    )


def _without_live_attempt(
    refund: Refund,
    attempt: int,
    attempts: Sequence[RefundAttempt],
    before: RefundAttempt | None,
    receipt: RefundReceipt,
    *,
    now: datetime,
) -> Refund:
    """Return the refund after news that leaves no attempt alive: with its next attempt, unless that waits already."""
    earlier = tuple(sorted(attempts, key=lambda one: one.number))
    is_waiting = refund.status in (RefundStatus.DUE, RefundStatus.AWAITING_ACCOUNT) and attempt != refund.attempt
    if is_waiting:
        return refund.having(earlier=earlier)
    again = refund.having(
        attempt=_next_number(refund),
        earlier=earlier,
        failure=receipt.reason or str(receipt.outcome),
        id=None,
        told_amount=None,
        requested_at=None,
        rechecked_at=None,
        held_because=None,
        due_at=now + _RETRY_DELAY,
        status=RefundStatus.DUE,
    )
    # Its account is forgotten once a payout has succeeded, or was given up for another attempt.
    has_account = (before is None or before.status is AttemptStatus.REQUESTED) and again.attempt == attempt + 1
    if receipt.passing and has_account and again.attempt <= MAX_REFUND_ATTEMPTS:
        return again
    return again.having(route=RefundRoute.PAYOUT, status=RefundStatus.AWAITING_ACCOUNT, to=None, due_at=None)


def _next_number(refund: Refund) -> int:
    return max([refund.attempt, *(one.number for one in refund.earlier)]) + 1
