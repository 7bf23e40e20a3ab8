"""Decisions between a customer and an expert, without any database."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from shared.bookings import cancellation_rules, proposal_rules, reminders, rules
from shared.bookings.errors import (
    BookingNotOpen,
    NoLongerSo,
    NoProposal,
    OwnProposal,
    OwnService,
    ProfileIncomplete,
    QuoteChanged,
)
from shared.bookings.models import Booking, Side
from shared.bookings.schemas import BookingRequest
from shared.bookings.settings import BookingSettings
from shared.contracts import slots
from shared.contracts.bookings import BookingChange, BookingStatus, ReminderKind
from shared.contracts.offers import CancellationPolicy
from shared.contracts.sessions import AttendanceOutcome
from shared.kernel.ids import UserId
from tests.bookings.builders import (
    SETTINGS,
    TOMORROW,
    a_booking_in_status,
    a_booking_of_offer,
    a_confirmed_booking,
    a_requested_booking,
    an_offer,
)
from tests.builders import NOON

Status = BookingStatus
quarters = st.integers(min_value=1, max_value=4 * 24 * 60).map(lambda n: timedelta(minutes=15 * n))


def test_what_is_approved_by_itself_is_to_be_paid_at_once() -> None:
    """
    150,000 and 5 % of it are 157,500; the time is held for an hour, the invoice lives until the meeting.
    """
    booking = a_booking_of_offer(an_offer())
    sale = rules.sale_from_booking(booking, now=NOON)

    assert (booking.status, booking.total.amount) == (Status.AWAITING_PAYMENT, 157_500)
    assert sale is not None
    assert (sale.hold, sale.pay_within) == (timedelta(hours=1), TOMORROW - NOON)
    assert sale.items[0].claims == booking.claimed_quarters
    assert sale.items[0].irreplaceable


def test_what_is_far_away_may_be_paid_for_three_days() -> None:
    """
    The invoice of a meeting in a month does not live for a month.
    """
    booking = a_booking_of_offer(an_offer(), starts_at=NOON + timedelta(days=30))

    assert booking.pay_before == NOON + timedelta(days=3)


def test_what_is_to_be_approved_is_not_for_sale_yet() -> None:
    """
    A request has no order.
    """
    assert rules.sale_from_booking(a_requested_booking(), now=NOON) is None


def test_what_costs_nothing_is_not_held_but_had() -> None:
    """
    There is nothing to wait for.
    """
    assert rules.compute_hold_expiry(a_booking_of_offer(an_offer(price=0))) is None
    assert rules.compute_hold_expiry(a_booking_of_offer(an_offer())) == NOON + timedelta(hours=1)


@pytest.mark.parametrize(
    ("ahead", "stands"),
    [
        (timedelta(minutes=15), timedelta(minutes=15)),
        (timedelta(minutes=30), timedelta(minutes=30)),
        (timedelta(hours=1), timedelta(minutes=30)),
        (timedelta(hours=2), timedelta(minutes=30)),
        (timedelta(hours=2, seconds=1), timedelta(minutes=30)),
        (timedelta(hours=2, minutes=30), timedelta(minutes=30)),
        (timedelta(hours=2, minutes=31), timedelta(minutes=31)),
        (timedelta(hours=50), timedelta(hours=48)),
        (timedelta(days=30), timedelta(hours=48)),
    ],
)
def test_how_long_a_request_stands(ahead: timedelta, stands: timedelta) -> None:
    """
    Two days, but not into the last two hours; yet half an hour, unless it begins before.
    """
    assert rules.compute_answer_deadline(NOON + ahead, SETTINGS, now=NOON) == NOON + stands


some_settings = st.builds(
    BookingSettings,
    answer_within_hours=st.integers(1, 14 * 24),
    answer_ahead_minutes=st.integers(0, 24 * 60),
    answer_at_least_minutes=st.integers(5, 24 * 60),
)


@given(ahead=quarters, a_little=st.integers(0, 600).map(lambda n: timedelta(seconds=n)), settings=some_settings)
def test_a_request_ends_in_time(ahead: timedelta, a_little: timedelta, settings: BookingSettings) -> None:
    """
    Whatever the settings: it always stands, not past the start, and a little later a start is no great difference.
    """
    ends = rules.compute_answer_deadline(NOON + ahead, settings, now=NOON)
    beside = rules.compute_answer_deadline(NOON + ahead + a_little, settings, now=NOON)

    assert NOON + min(ahead, settings.answer_at_least) <= ends <= NOON + ahead
    assert ends <= NOON + max(settings.answer_within, settings.answer_at_least)
    assert timedelta(0) <= beside - ends <= a_little


@given(
    ahead=quarters,
    settings=st.builds(BookingSettings, hold_minutes=st.integers(5, 1440), pay_within_hours=st.integers(1, 720)),
)
def test_an_unpaid_booking_has_two_clocks(ahead: timedelta, settings: BookingSettings) -> None:
    """
    Whatever the settings: the hold ends no later than the time to pay, and neither outlives the start.
    """
    booking = rules.with_approval(a_requested_booking().having(starts_at=NOON + ahead), settings, now=NOON)
    sale = rules.sale_from_booking(booking, now=NOON)

    assert sale is not None
    assert sale.pay_within == min(settings.pay_within, ahead)
    assert sale.hold == min(settings.hold, sale.pay_within)
    assert rules.compute_hold_expiry(booking) == NOON + sale.hold


@given(minutes=st.integers(15, 480), buffer=st.integers(0, 8).map(lambda n: 15 * n))
def test_the_room_around_a_meeting(minutes: int, buffer: int) -> None:
    """
    As many quarters before it as behind it, as the buffer has; none of them is the meeting's own.
    """
    booking = a_booking_of_offer(an_offer(minutes=minutes)).having(buffer_minutes=buffer)

    taken, beside = (
        slots.compute_quarters(TOMORROW, minutes),
        {path.rpartition("/")[2] for path in booking.buffer_quarters},
    )

    steps = range(1, buffer // 15 + 1)
    wanted = [taken[0] - slots.QUARTER * step for step in steps] + [taken[-1] + slots.QUARTER * step for step in steps]
    assert beside == {f"{quarter:%Y%m%dT%H%MZ}" for quarter in wanted}


def test_ones_own_service_is_not_for_oneself() -> None:
    """
    The expert's own id is the field to blame.
    """
    with pytest.raises(OwnService) as error:
        a_booking_of_offer(an_offer(expert=UserId("ana")))

    assert error.value.errors[0].field == "expert_id"


class Somebody:
    """An account, with what it holds."""

    id, full_name, zone, locale = UserId("ana"), "Ana", "Asia/Jakarta", "id"

    def __init__(self, email: str | None, phone: str | None) -> None:
        self.email, self.phone = email, phone


@pytest.mark.parametrize(
    ("email", "phone", "missing"),
    [(None, None, ["email", "phone"]), (None, "081234567890", ["email"]), ("ana@example.com", None, ["phone"])],
)
def test_an_invoice_needs_an_address(email: str | None, phone: str | None, missing: list[str]) -> None:
    """
    Whoever books is told what the profile lacks.
    """
    with pytest.raises(ProfileIncomplete) as error:
        rules.customer_from_account(Somebody(email, phone))  # type: ignore[arg-type]

    assert error.value.fields["missing"] == missing


@pytest.mark.parametrize(
    "starts_at",
    [
        "2026-11-27T14:00:00",
        "0001-01-01T00:00:00+14:00",
        "9999-12-31T23:45:00-12:00",
        "2027-02-29T14:00:00+07:00",
        "2026-11-27T24:30:00+07:00",
        "tomorrow",
        "",
        None,
    ],
)
def test_a_time_has_a_zone(starts_at: Any) -> None:
    """
    Without a zone, on a day that is none, beyond any calendar: the field is named.
    """
    with pytest.raises(ValidationError) as error:
        BookingRequest.model_validate({"expert_id": "dewi", "service_id": "s", "topic": "t", "starts_at": starts_at})

    assert [one["loc"] for one in error.value.errors()] == [("starts_at",)]


@pytest.mark.parametrize(
    ("starts_at", "kept"),
    [
        ("2028-02-29T14:00:00+07:00", datetime(2028, 2, 29, 7, tzinfo=UTC)),
        ("2026-11-01T01:30:00-04:00", datetime(2026, 11, 1, 5, 30, tzinfo=UTC)),
        ("2026-11-01T01:30:00-05:00", datetime(2026, 11, 1, 6, 30, tzinfo=UTC)),
        ("2026-11-27T14:15:00+05:45", datetime(2026, 11, 27, 8, 30, tzinfo=UTC)),
    ],
)
def test_odd_days_are_days(starts_at: str, kept: datetime) -> None:
    """
    A leap day, both of the hours that a day of 25 has twice, a zone of quarters: each is one moment.
    """
    wish = BookingRequest.model_validate({"expert_id": "dewi", "service_id": "s", "topic": "t", "starts_at": starts_at})

    assert wish.starts_at == kept


@pytest.mark.parametrize(
    ("by", "hours_before", "refund"),
    [
        (Side.CUSTOMER, 25, 157_500),
        (Side.CUSTOMER, 24, 157_500),
        (Side.CUSTOMER, 23, 78_750),
        (Side.CUSTOMER, 1, 78_750),
        (Side.EXPERT, 1, 157_500),
        (Side.ADMIN, 1, 157_500),
    ],
)
def test_what_goes_back(by: Side, hours_before: int, refund: int) -> None:
    """
    All in the free period, the policy's part after it; all, whenever it is not the customer who calls it off.
    """
    now = TOMORROW - timedelta(hours=hours_before)

    assert cancellation_rules.compute_refund(a_confirmed_booking(), by, paid=157_500, now=now) == refund


@given(
    paid=st.integers(0, 10**9),
    percent=st.integers(0, 100),
    free_hours=st.integers(0, 24 * 30),
    minutes_before=st.integers(1, 60 * 24 * 40),
    by=st.sampled_from([Side.CUSTOMER, Side.EXPERT, Side.ADMIN]),
)
def test_no_more_goes_back_than_came(paid: int, percent: int, free_hours: int, minutes_before: int, by: Side) -> None:
    """
    Whatever the policy and the hour, between nothing and all of it goes back.
    """
    policy = CancellationPolicy(free_until_hours=free_hours, late_refund_percent=percent)
    booking = a_confirmed_booking(offer=an_offer(policy=policy))

    refund = cancellation_rules.compute_refund(booking, by, paid=paid, now=TOMORROW - timedelta(minutes=minutes_before))

    assert 0 <= refund <= paid


def test_nobody_cancels_what_has_begun() -> None:
    """
    Once it has begun, a meeting is judged by who came.
    """
    with pytest.raises(BookingNotOpen):
        cancellation_rules.compute_refund(a_confirmed_booking(), Side.CUSTOMER, paid=157_500, now=TOMORROW)


def test_nobody_cancels_for_another_amount_than_quoted() -> None:
    """
    The free period ended between the quote and the click: the new amount is told.
    """
    with pytest.raises(QuoteChanged) as error:
        cancellation_rules.check_quote_matches(78_750, 157_500, currency="IDR")

    assert error.value.fields["refund"] == 78_750


STEPS: dict[str, Callable[[Booking], Booking]] = {
    "approve": lambda booking: rules.with_approval(booking, SETTINGS, now=NOON),
    "reject": lambda booking: rules.with_rejection(booking, reason="no", now=NOON),
    "cancel": lambda booking: cancellation_rules.with_cancellation(
        booking, by=Side.CUSTOMER, reason="no", refund=0, now=NOON
    ),
    "expire": lambda booking: rules.with_expired_status(booking, now=NOON),
    "complete": lambda booking: rules.with_conclusion(booking, AttendanceOutcome.BOTH_CAME, refunded=0, now=NOON),
    "propose": lambda booking: proposed(booking, Side.EXPERT, TOMORROW + timedelta(hours=1)),
}
ALLOWED = {
    Status.REQUESTED: {"approve", "reject", "cancel", "expire", "propose"},
    Status.AWAITING_PAYMENT: {"cancel", "expire"},
    Status.CONFIRMED: {"cancel", "complete", "propose"},
}


@pytest.mark.parametrize("status", BookingStatus)
@pytest.mark.parametrize("step", STEPS)
def test_which_step_leads_on_from_where(status: BookingStatus, step: str) -> None:
    """
    What is over stays over; every step that is taken makes a new version.
    """
    booking = a_booking_in_status(status)

    if step in ALLOWED.get(status, set()):
        assert STEPS[step](booking).version == booking.version + 1
    else:
        with pytest.raises(BookingNotOpen):
            STEPS[step](booking)


def test_a_request_is_answered_in_time_or_not_at_all() -> None:
    """
    The moment its time is over, it can no longer be approved, though nobody has come to expire it yet.
    """
    booking = a_requested_booking()
    assert booking.answer_before is not None

    with pytest.raises(BookingNotOpen) as error:
        rules.with_approval(booking, SETTINGS, now=booking.answer_before)

    assert error.value.fields["booking_status"] == Status.EXPIRED


def test_a_proposal_is_for_the_other_side() -> None:
    """
    Who proposes may not accept; the other may, and then the time is agreed anew.
    """
    later = TOMORROW + timedelta(hours=3)
    booking = proposed(a_confirmed_booking(), Side.CUSTOMER, later)

    with pytest.raises(OwnProposal):
        proposal_rules.with_accepted_proposal(booking, Side.CUSTOMER, SETTINGS, now=NOON)
    moved = proposal_rules.with_accepted_proposal(booking, Side.EXPERT, SETTINGS, now=NOON)

    assert (moved.starts_at, moved.proposal, moved.timed_in) == (later, None, moved.version)


def test_a_proposal_runs_out() -> None:
    """
    It is held for two days at most, and not beyond either of the two times.
    """
    booking = proposed(a_confirmed_booking(), Side.CUSTOMER, TOMORROW + timedelta(days=30))
    assert booking.proposal is not None

    assert booking.proposal.expires_at == TOMORROW
    with pytest.raises(NoProposal):
        proposal_rules.with_accepted_proposal(booking, Side.EXPERT, SETTINGS, now=TOMORROW)


def test_accepting_another_time_for_a_request_approves_it() -> None:
    """
    Both have said yes to the same time, so that only the money is missing.
    """
    booking = proposed(a_requested_booking(), Side.EXPERT, TOMORROW + timedelta(hours=1))

    agreed = proposal_rules.with_accepted_proposal(booking, Side.CUSTOMER, SETTINGS, now=NOON)

    assert (agreed.status, agreed.starts_at) == (Status.AWAITING_PAYMENT, TOMORROW + timedelta(hours=1))


@given(ahead=quarters)
def test_reminders_come_in_order_and_never_after_the_meeting_has_begun(ahead: timedelta) -> None:
    """
    Each is due at its moment: the day, the hour, the ten minutes before, as far as these are still to come.
    """
    starts_at = NOON + ahead
    booking = reminders.with_next_reminder(a_confirmed_booking(starts_at=starts_at), now=NOON)
    sent: list[ReminderKind] = []

    while (at := booking.next_reminder_at) is not None:
        kind = reminders.compute_due_reminder(booking, now=at)
        assert kind is not None
        assert at == starts_at - kind.lead_time
        sent.append(kind)
        booking = reminders.with_next_reminder(booking, now=at)

    assert sent == [kind for kind in reminders.REMINDERS if kind.lead_time < ahead]


def test_a_missed_reminder_is_not_sent_late() -> None:
    """
    After an outage of a night, one is reminded of the hour, not of the day.
    """
    booking = a_confirmed_booking()

    assert reminders.compute_due_reminder(booking, now=TOMORROW - timedelta(minutes=40)) is ReminderKind.HOUR
    assert reminders.compute_due_reminder(booking, now=TOMORROW) is None


@pytest.mark.parametrize(
    "changes",
    [
        {"status": Status.CANCELLED},
        {"status": Status.COMPLETED},
        {"timed_in": 7},
        {"starts_at": NOON},
    ],
)
def test_what_has_changed_reminds_nobody(changes: dict[str, Any]) -> None:
    """
    A booking that was called off, moved, or has begun since the reminder fell due.
    """
    booking = a_confirmed_booking()

    due = booking.starts_at - timedelta(minutes=50)
    reminders.check_reminder_current(booking, booking.timed_in, ReminderKind.HOUR, now=due)
    with pytest.raises(NoLongerSo):
        reminders.check_reminder_current(booking.having(**changes), booking.timed_in, ReminderKind.HOUR, now=due)
    with pytest.raises(NoLongerSo):
        reminders.check_reminder_current(booking, booking.timed_in, ReminderKind.DAY, now=due)


@pytest.mark.parametrize("notice", BookingChange)
@pytest.mark.parametrize("status", BookingStatus)
def test_old_news_is_not_told(notice: BookingChange, status: BookingStatus) -> None:
    """
    Of each notice there is a state in which it is true; what is over is not told any more.
    """
    booking = a_booking_in_status(status).having(proposal=a_proposed().proposal)
    told = {
        Status.REQUESTED: {BookingChange.REQUESTED, BookingChange.PROPOSED, BookingChange.DECLINED},
        Status.AWAITING_PAYMENT: {BookingChange.APPROVED, BookingChange.UNPAID},
        Status.CONFIRMED: {
            BookingChange.CONFIRMED,
            BookingChange.PROPOSED,
            BookingChange.DECLINED,
            BookingChange.MOVED,
            BookingChange.LINK_CHANGED,
        },
        Status.CANCELLED: {BookingChange.CANCELLED},
        Status.REJECTED: {BookingChange.REJECTED},
        Status.EXPIRED: {BookingChange.EXPIRED},
    }.get(status, set())

    asked = booking.offer.expert if booking.proposal and booking.proposal.by is Side.CUSTOMER else booking.customer
    if notice in told:
        reminders.check_notice_current(booking, notice, asked, version=booking.version)
    else:
        with pytest.raises(NoLongerSo):
            reminders.check_notice_current(booking, notice, asked, version=booking.version)


def test_a_notice_of_an_earlier_time_is_not_told() -> None:
    """
    A booking that was moved since is told with its new time, by the notice of that change; a question changes nothing.
    """
    booking = a_booking_in_status(Status.CONFIRMED).having(version=5, timed_in=4)

    reminders.check_notice_current(booking, BookingChange.CONFIRMED, booking.customer, version=4)
    with pytest.raises(NoLongerSo):
        reminders.check_notice_current(booking, BookingChange.CONFIRMED, booking.customer, version=3)


def proposed(booking: Booking, by: Side, starts_at: datetime) -> Booking:
    """The same with another time on the table."""
    return proposal_rules.with_proposal(booking, by, starts_at, SETTINGS, buffer_minutes=0, now=NOON)


def a_proposed() -> Booking:
    """A confirmed booking with a proposal of the expert's."""
    return proposed(a_confirmed_booking(), Side.EXPERT, TOMORROW + timedelta(hours=1))


def test_a_payment_counts_as_long_as_the_meeting_is_to_come() -> None:
    """
    Also a late one: an expired booking whose time could be had again is confirmed.
    """
    for status in (Status.AWAITING_PAYMENT, Status.EXPIRED):
        booking = a_booking_in_status(status)
        assert rules.can_be_confirmed(booking, now=TOMORROW - timedelta(seconds=1))
        assert not rules.can_be_confirmed(booking, now=TOMORROW)
    assert not rules.can_be_confirmed(a_booking_in_status(Status.CANCELLED), now=NOON)


@given(price=st.integers(0, 10**9), fee=st.integers(0, 10_000))
def test_the_parts_sum_to_the_total(price: int, fee: int) -> None:
    """
    What the booking shows is what its order will cost, to the rupiah.
    """
    booking = a_booking_of_offer(an_offer(price=price)).having(fee=fee)
    sale = rules.sale_from_booking(booking, now=NOON)

    assert sale is not None
    assert sum(item.amount for item in sale.items) == price
    assert price <= booking.total.amount <= 2 * price
