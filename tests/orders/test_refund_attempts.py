"""Every sequence of news about two attempts at a refund: no money twice, a true status, one alarm a contradiction."""

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

import pytest

from shared.orders import refund_attempts
from shared.orders.channels import RefundRoute
from shared.orders.models import Order, OrderStatus, Payment, PaymentStatus, Refund, RefundCause, RefundStatus
from shared.orders.ports import RefundOutcome, RefundReceipt
from tests.builders import NOON
from tests.orders.builders import a_refund, an_open_order

REQUESTED, SUCCEEDED, FAILED, REVERSED = RefundOutcome
LIVE = (REQUESTED, SUCCEEDED)


class News(NamedTuple):
    """What the provider says of an attempt."""

    attempt: int
    outcome: RefundOutcome


ALL_NEWS = [News(attempt, outcome) for attempt in (1, 2) for outcome in RefundOutcome]
ROUTES = (RefundRoute.REFUND, RefundRoute.PAYOUT)


def a_paid_order(refund: Refund) -> Order:
    """Build an order of Rp 300,000 that is paid, and whose money goes back."""
    payment = Payment(status=PaymentStatus.PAID, paid_at=NOON, invoice_id="inv-1")
    return an_open_order(status=OrderStatus.PAID, payment=payment, fulfilled_at=NOON, refunds=(refund,))


def a_receipt(news: News, *, passing: bool = False, **changes: object) -> RefundReceipt:
    """Build the provider's answer about an attempt."""
    values = {"id": f"x-{news.attempt}", "outcome": news.outcome, "amount": 300_000, "passing": passing}
    return RefundReceipt.model_validate(values | changes)


@dataclass
class Story:
    """An order whose refund is followed, beside what the provider has said last of each attempt.

    Attributes:
        words: The provider's last word on each attempt, where a success is not undone by an older REQUESTED.
        contradictions: What the provider has contradicted, by an account of the test's own.
        alarms: What the rules have told a person.
    """

    order: Order
    words: dict[int, RefundOutcome] = field(default_factory=dict)
    contradictions: list[News] = field(default_factory=list)
    alarms: list[str] = field(default_factory=list)

    @property
    def refund(self) -> Refund:
        return self.order.refunds[0]

    @property
    def live(self) -> list[int]:
        """Attempts whose money is with the buyer or on its way, by the provider's last word."""
        return [attempt for attempt, word in self.words.items() if word in LIVE]

    def begin(self, attempt: int) -> bool:
        """Begin an attempt if the refund waits for that; the buyer names an account where one is asked for."""
        if self.refund.attempt != attempt or self.refund.status not in (
            RefundStatus.DUE,
            RefundStatus.AWAITING_ACCOUNT,
        ):
            return False
        self.order = self.order.having(refunds=(self.refund.having(status=RefundStatus.DUE, to="BCA ····7890"),))
        assert self.live == [], f"attempt {attempt} is begun while {self.live} may be with the buyer"
        self.tell(News(attempt, REQUESTED), expected=True)
        return True

    def tell(self, news: News, *, expected: bool = False, passing: bool = False) -> None:
        """Tell the news, and keep account of what it contradicts."""
        before = self.words.get(news.attempt)
        if before is SUCCEEDED and news.outcome is REQUESTED:
            self.apply(news, passing=passing)
            return
        revived = news.outcome in LIVE and before not in LIVE and not expected
        undone = before is SUCCEEDED and news.outcome is FAILED
        if revived or undone:
            self.contradictions.append(news)
        self.words[news.attempt] = news.outcome
        self.apply(news, passing=passing)

    def apply(self, news: News, *, passing: bool) -> None:
        receipt = a_receipt(news, passing=passing)
        self.order, found = refund_attempts.with_refund_receipt(self.order, 1, news.attempt, receipt, now=NOON)
        self.alarms += [one.reason for one in found]
        assert all(
            (one.reference, one.provider_id) == (f"{self.order.id}-R1-{news.attempt}", receipt.id) for one in found
        )
        again = refund_attempts.with_refund_receipt(self.order, 1, news.attempt, receipt, now=NOON)
        assert again == (self.order, ()), "the same news twice is news once"

    def check(self) -> None:
        """Check that the order says what the provider has said last."""
        is_back = bool(self.live)
        assert (self.order.status is OrderStatus.REFUNDED) == is_back
        assert (self.refund.status in (RefundStatus.REQUESTED, RefundStatus.SUCCEEDED)) == is_back
        assert (self.refund.status is RefundStatus.SUCCEEDED) == any(self.words[one] is SUCCEEDED for one in self.live)
        assert not is_back or self.refund.attempt in self.live
        assert self.refund.amount <= self.order.total.amount
        assert len(self.alarms) == len(self.contradictions)


def list_sequences() -> Iterator[Sequence[News]]:
    """List every sequence of up to three news, repeated ones too, and every permutation of four."""
    for length in (1, 2, 3):
        yield from itertools.product(ALL_NEWS, repeat=length)
    yield from itertools.permutations(ALL_NEWS, 4)


@pytest.mark.parametrize("route", ROUTES)
@pytest.mark.parametrize("passing", [False, True], ids=["final", "passing"])
@pytest.mark.parametrize("begins_early", [False, True], ids=["waits", "begins at once"])
def test_every_sequence_of_news_ends_in_the_truth(route: RefundRoute, passing: bool, begins_early: bool) -> None:
    """
    Whatever the provider says of two attempts, in any order: an attempt is begun only while no other may be with the
    buyer, the order is refunded exactly while its money is, and every contradiction alarms once.
    """
    for sequence in list_sequences():
        story = Story(a_paid_order(a_refund(route=route, status=RefundStatus.DUE)))
        story.begin(1)

        for news in sequence:
            if news.attempt not in story.words and not story.begin(news.attempt):
                # The provider can say nothing of an attempt that it was never asked for.
                continue
            story.tell(news, passing=passing)
            if begins_early:
                story.begin(2)
            story.check()


def test_two_attempts_that_are_both_under_way() -> None:
    """
    Once the second attempt is under way too, all orders of news about both end as the provider says, and none is lost.
    """
    for sequence in list_sequences():
        story = Story(a_paid_order(a_refund(status=RefundStatus.DUE)))
        story.begin(1)
        story.tell(News(1, FAILED))
        story.begin(2)

        for news in sequence:
            story.tell(news)
            story.check()

        assert {one.number for one in story.refund.attempts} >= set(story.live)


def test_a_refund_that_failed_and_then_succeeded_asks_for_no_account_any_more() -> None:
    """
    The buyer had been asked for an account: the late success takes its place, a person is told, and nothing is due.
    """
    story = Story(a_paid_order(a_refund(status=RefundStatus.DUE)))
    story.begin(1)
    story.tell(News(1, FAILED))
    asked = story.refund.status, story.order.status

    story.tell(News(1, SUCCEEDED))

    assert asked == (RefundStatus.AWAITING_ACCOUNT, OrderStatus.PAID)
    assert (story.refund.status, story.refund.attempt, story.order.status) == ("SUCCEEDED", 1, "REFUNDED")
    assert story.alarms == [refund_attempts.FAILED_AND_PAID]


def test_a_number_is_never_used_twice() -> None:
    """
    The attempt that was given up keeps its number: the next one has another reference, and so another key.
    """
    story = Story(a_paid_order(a_refund(status=RefundStatus.DUE)))
    story.begin(1)
    for outcome in (FAILED, SUCCEEDED, REVERSED):
        story.tell(News(1, outcome))

    assert (story.refund.attempt, story.refund.status) == (3, RefundStatus.AWAITING_ACCOUNT)


@pytest.mark.parametrize(
    ("fulfilled", "cause", "status"),
    [(True, "gone", "PAID"), (False, "gone", "EXPIRED"), (False, "order_cancelled", "CANCELLED")],
)
def test_an_order_is_what_it_was_before_the_refund_that_failed(fulfilled: bool, cause: str, status: str) -> None:
    """
    REFUNDED is said only while the money is back or on its way; after a failure the order is what it was.
    """
    order = a_paid_order(a_refund(status=RefundStatus.DUE, cause=cause)).having(
        status=OrderStatus(status), fulfilled_at=NOON if fulfilled else None
    )
    begun, _ = refund_attempts.with_refund_receipt(order, 1, 1, a_receipt(News(1, REQUESTED)), now=NOON)

    failed, _ = refund_attempts.with_refund_receipt(begun, 1, 1, a_receipt(News(1, FAILED)), now=NOON)

    assert (begun.status, failed.status) == ("REFUNDED", status)


@pytest.mark.parametrize("amount", [299_999, 300_001, -1])
def test_an_amount_that_is_not_ours_is_told_once(amount: int) -> None:
    """
    The provider names another amount than was asked for: a person is told, once for each amount.
    """
    order = a_paid_order(a_refund(status=RefundStatus.DUE))
    alarms: list[str] = []

    for outcome in (REQUESTED, REQUESTED, SUCCEEDED):
        receipt = a_receipt(News(1, outcome), amount=amount)
        order, found = refund_attempts.with_refund_receipt(order, 1, 1, receipt, now=NOON)
        alarms += [one.reason for one in found]

    assert alarms == [refund_attempts.OTHER_AMOUNT]
    assert order.refunds[0].told_amount == amount


def test_a_second_refund_under_one_reference_is_told() -> None:
    """
    Two refunds at the provider under one reference of ours are money twice, and a person is told.
    """
    order = a_paid_order(a_refund(status=RefundStatus.DUE))
    order, _ = refund_attempts.with_refund_receipt(order, 1, 1, a_receipt(News(1, SUCCEEDED)), now=NOON)

    order, found = refund_attempts.with_refund_receipt(order, 1, 1, a_receipt(News(1, REQUESTED), id="x-9"), now=NOON)

    assert [(one.reason, one.provider_id) for one in found] == [(refund_attempts.TWICE, "x-9")]
    assert order.refunds[0].id == "x-1"


@pytest.mark.parametrize(
    ("stranger", "held"),
    [
        ({"outcome": SUCCEEDED, "amount": 100_000}, True),
        ({"outcome": REQUESTED, "amount": 1}, True),
        ({"outcome": SUCCEEDED, "amount": None}, True),
        ({"outcome": FAILED, "amount": 300_000}, False),
        ({"outcome": REVERSED, "amount": 300_000}, False),
    ],
)
def test_the_providers_own_list_bounds_what_goes_back(stranger: dict[str, object], held: bool) -> None:
    """
    A refund of somebody else's making counts too: what would exceed the payment is held back, and told once.
    """
    order = a_paid_order(a_refund(status=RefundStatus.DUE))
    listed = [a_receipt(News(1, SUCCEEDED), id="rfd-9", reference="by hand").having(**stranger)]

    order, found = refund_attempts.with_listed_receipts(order, 1, listed, now=NOON)
    again, repeated = refund_attempts.with_listed_receipts(order, 1, listed, now=NOON)

    assert refund_attempts.is_to_begin(order.refunds[0], 1) is not held
    assert [(one.reason, one.provider_id) for one in found] == [(refund_attempts.OVERPAID, "rfd-9")] * held
    assert (again, repeated) == (order, ())


def test_one_refund_at_the_provider_is_not_taken_for_two() -> None:
    """Two refunds of one amount are due, and the answer about the first was lost: the second does not take its place.

    Once the second has begun, what has no reference can only be the first.
    """
    due = Refund(
        number=1,
        route=RefundRoute.REFUND,
        status=RefundStatus.DUE,
        amount=150_000,
        cause=RefundCause.TICKET_REFUNDED,
        opened_at=NOON,
        due_at=NOON,
    )
    order = a_paid_order(due)
    order = order.having(refunds=(due, due.having(number=2)))
    lost = a_receipt(News(1, REQUESTED), amount=150_000)
    second = a_receipt(News(1, REQUESTED), amount=150_000, id="x-second")

    asked = refund_attempts.with_listed_receipts(order, 2, [lost], now=NOON).order
    begun = refund_attempts.with_refund_receipt(asked, 2, 1, second, now=NOON).order
    found = refund_attempts.with_listed_receipts(begun, 1, [lost, second], now=NOON).order

    assert refund_attempts.is_to_begin(asked.refunds[1], 1)
    assert [(refund.id, refund.status) for refund in found.refunds] == [
        ("x-1", RefundStatus.REQUESTED),
        ("x-second", RefundStatus.REQUESTED),
    ]
    assert found.status is OrderStatus.REFUNDED


def test_a_refund_that_was_held_back_goes_on_when_there_is_room() -> None:
    """
    The other refund has failed since: nothing holds this one back any more.
    """
    order = a_paid_order(a_refund(status=RefundStatus.DUE))
    stranger = a_receipt(News(1, SUCCEEDED), id="rfd-9", reference="by hand")
    order, _ = refund_attempts.with_listed_receipts(order, 1, [stranger], now=NOON)

    order, found = refund_attempts.with_listed_receipts(order, 1, [stranger.having(outcome=FAILED)], now=NOON)

    assert refund_attempts.is_to_begin(order.refunds[0], 1)
    assert found == ()
