"""Rules of bookings: the state machine, its deadlines, and the sale. Pure, told the time."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from shared.bookings.errors import (
    BookingNotOpen,
    OwnService,
    ProfileIncomplete,
)
from shared.bookings.models import Booking, Contact, Customer, MeetingPlace, Side
from shared.bookings.reminders import compute_payment_reminder_time, with_next_reminder
from shared.bookings.schemas import BookingRequest
from shared.bookings.settings import BookingSettings
from shared.contracts.bookings import BookingStatus
from shared.contracts.offers import Approval, Offer
from shared.contracts.people import AccountCard
from shared.contracts.sales import Sale, SaleItem
from shared.contracts.sessions import AttendanceOutcome
from shared.kernel.errors import Unavailable
from shared.kernel.ids import BookingId, GroupDateId

_Status = BookingStatus
OPEN_STATUSES = (_Status.REQUESTED, _Status.AWAITING_PAYMENT, _Status.CONFIRMED)
# Delay before the sweep: by then the order has expired by itself, and its event has arrived.
UNPAID_GRACE = timedelta(hours=1)


def customer_from_account(account: AccountCard) -> Customer:
    """Build the customer, and the contact for the invoice, from an account.

    Raises:
        ProfileIncomplete: The account has no e-mail address or no phone number.
    """
    missing = [name for name, value in (("email", account.email), ("phone", account.phone)) if not value]
    if missing:
        raise ProfileIncomplete(missing=missing)
    told = {"full_name": account.full_name, "email": account.email, "phone": account.phone}
    return Customer(id=account.id, contact=Contact.model_validate(told), locale=account.locale)


def booking_from_request(
    id: BookingId,
    offer: Offer,
    request: BookingRequest,
    customer: Customer,
    settings: BookingSettings,
    *,
    buffer_minutes: int,
    in_danger: bool,
    overlaps: tuple[BookingId, ...] = (),
    group_date: GroupDateId | None = None,
    now: datetime,
) -> Booking:
    """Build a booking that awaits its approval or its payment, as the service demands.

    Raises:
        OwnService: The customer is the expert.
    """
    if offer.expert == customer.id:
        raise OwnService.field("expert_id", "own_service")
    booking = Booking(
        id=id,
        status=_Status.REQUESTED,
        offer=offer,
        customer=customer.id,
        contact=customer.contact,
        locale=customer.locale,
        **request.checkout_wishes,
        group_date=group_date,
        topic=request.topic,
        notes=request.notes,
        starts_at=request.starts_at,
        buffer_minutes=buffer_minutes,
        in_danger=in_danger,
        overlaps=overlaps,
        fee=settings.fee_basis_points,
        answer_before=compute_answer_deadline(request.starts_at, settings, now=now),
        created_at=now,
        changed_at=now,
    )
    return booking if offer.approval is Approval.MANUAL else with_payment_due(booking, settings, now=now)


def compute_answer_deadline(starts_at: datetime, settings: BookingSettings, *, now: datetime) -> datetime:
    """Compute the time until which a request can be answered. Numbers in brackets are the default settings.

    At most `answer_within` from `now` (two days), and at least `answer_ahead` before the meeting (two hours).
    The expert has `answer_at_least` in any case (half an hour), but never beyond the start of the meeting.
    """
    ends = min(now + settings.answer_within, starts_at - settings.answer_ahead)
    return min(max(ends, now + settings.answer_at_least), starts_at)


def with_approval(booking: Booking, settings: BookingSettings, *, now: datetime) -> Booking:
    """Return the request approved: the booking now awaits its payment.

    Raises:
        BookingNotOpen: The request was answered before, or its time to answer is over.
    """
    _check_awaits_answer(booking, now)
    return with_next_version(with_payment_due(booking, settings, now=now), now)


def with_rejection(booking: Booking, *, reason: str, now: datetime) -> Booking:
    """Return the request rejected.

    Raises:
        BookingNotOpen: The request was answered before, or its time to answer is over.
    """
    _check_awaits_answer(booking, now)
    return with_final_status(booking, _Status.REJECTED, now).having(reason=reason)


def _check_awaits_answer(booking: Booking, now: datetime) -> None:
    check_status(booking, (_Status.REQUESTED,))
    if booking.over_at is not None and booking.over_at <= now:
        raise BookingNotOpen("not_answered", booking_status=_Status.EXPIRED)


def with_payment_due(booking: Booking, settings: BookingSettings, *, now: datetime) -> Booking:
    """Return the booking awaiting its payment, with its times to pay and to remind. The version does not change."""
    # A meeting that has begun can no longer be sold.
    pay_before = min(now + settings.pay_within, booking.sold_until)
    hold_until = min(now + settings.hold, pay_before)
    booking = booking.having(status=_Status.AWAITING_PAYMENT, pay_before=pay_before, hold_until=hold_until)
    remind_at = compute_payment_reminder_time(pay_before, settings, now=now) if booking.total.amount else None
    return booking.having(answer_before=None, proposal=None, next_reminder_at=remind_at)


def sale_from_booking(booking: Booking, *, now: datetime) -> Sale | None:
    """Build the sale of a booking, with the claims that the booking holds; None unless the booking awaits payment."""
    if not booking.awaits_payment:
        return None
    item = SaleItem(
        kind="booking",
        product=f"{booking.offer.expert}/{booking.offer.service_id}",
        name=f"{booking.offer.expert_name}: {booking.offer.name}",
        quantity=1,
        unit_price=booking.offer.price,
        expert=booking.offer.expert,
        claims=booking.claimed_quarters,
        must_be_free=booking.buffer_quarters,
        irreplaceable=True,
    )
    pay_before = booking.pay_before or booking.starts_at
    hold = (booking.hold_until or pay_before) - now
    return Sale(items=(item,), currency="IDR", hold=hold, pay_within=pay_before - now, fee=booking.fee)


def compute_hold_expiry(booking: Booking) -> datetime | None:
    """Compute the end of the hold on the booking's quarters; None claims them for good.

    A free booking is never paid, so its claims have no end.
    """
    if booking.status is _Status.REQUESTED:
        return booking.answer_before
    if booking.awaits_payment and booking.total.amount:
        return booking.hold_until
    return None


def can_be_confirmed(booking: Booking, *, now: datetime) -> bool:
    """Return whether a payment confirms the booking. A late payment does if the meeting has not begun."""
    return booking.status in (_Status.AWAITING_PAYMENT, _Status.EXPIRED) and now < booking.starts_at


def with_confirmation(booking: Booking, meeting: MeetingPlace | None, *, paid: int, now: datetime) -> Booking:
    """Return the booking confirmed.

    Args:
        booking: Booking that was paid.
        meeting: Place of the meeting; None for a kind that only a newer version knows.
        paid: Payment in rupiah.
        now: Present instant.
    """
    booking = booking.having(status=_Status.CONFIRMED, meeting=meeting, paid=paid, pay_before=None)
    return with_agreed_time(with_next_version(booking, now), now)


def is_payment_recorded(booking: Booking) -> bool:
    """Return whether a payment of the booking is recorded.

    Raises:
        Unavailable: Only a newer version knows the booking's status.
    """
    if booking.status is _Status.UNKNOWN:
        raise Unavailable("newer_booking")
    return bool(booking.paid) or booking.status in (_Status.CONFIRMED, _Status.COMPLETED, _Status.NO_SHOW)


def with_expired_status(booking: Booking, *, now: datetime) -> Booking:
    """Return the booking expired: not answered or not paid in time.

    Raises:
        BookingNotOpen: The booking awaits neither an answer nor a payment.
    """
    check_status(booking, (_Status.REQUESTED, _Status.AWAITING_PAYMENT))
    return with_final_status(booking, _Status.EXPIRED, now)


_ABSENT = {
    AttendanceOutcome.CUSTOMER_ABSENT: (Side.CUSTOMER,),
    AttendanceOutcome.EXPERT_ABSENT: (Side.EXPERT,),
    AttendanceOutcome.NOBODY_CAME: (Side.CUSTOMER, Side.EXPERT),
}


def with_conclusion(booking: Booking, outcome: AttendanceOutcome, *, refunded: int, now: datetime) -> Booking:
    """Return a confirmed booking concluded by who came to the meeting.

    Args:
        booking: Confirmed booking whose meeting is over.
        outcome: Outcome of the meeting.
        refunded: Money that goes back to the customer by this conclusion, in rupiah.
        now: Present instant.

    Raises:
        BookingNotOpen: The booking is not confirmed.
    """
    check_status(booking, (_Status.CONFIRMED,))
    return _conclude(booking, outcome, refunded, now)


def with_other_conclusion(booking: Booking, outcome: AttendanceOutcome, *, refunded: int, now: datetime) -> Booking:
    """Return a concluded booking as an admin has decided otherwise about who came.

    Raises:
        BookingNotOpen: The booking is not concluded.
    """
    check_status(booking, (_Status.COMPLETED, _Status.NO_SHOW))
    return _conclude(booking, outcome, refunded, now)


def _conclude(booking: Booking, outcome: AttendanceOutcome, refunded: int, now: datetime) -> Booking:
    absent = _ABSENT.get(outcome, ())
    concluded = with_final_status(booking, _Status.NO_SHOW if absent else _Status.COMPLETED, now)
    return concluded.having(absent=absent, refund=booking.refund + refunded)


def with_final_status(booking: Booking, status: BookingStatus, now: datetime) -> Booking:
    """Return the booking over, in its next version: no proposal is open any more, and no reminder is due."""
    return with_next_version(booking.having(status=status, proposal=None, next_reminder_at=None), now)


def takes_customers_time(booking: Booking, starts_at: datetime, minutes: int, *, now: datetime) -> bool:
    """Return whether the customer of `booking` has a meeting within a time, agreed or proposed by the customer.

    A request that was not answered and a booking that was not paid in time take nobody's time any more.
    """
    length, until = timedelta(minutes=booking.offer.minutes), starts_at + timedelta(minutes=minutes)
    if booking.status not in OPEN_STATUSES or booking.over_at is None or booking.over_at <= now:
        return False
    starts = [booking.starts_at]
    if booking.proposal and booking.proposal.by is Side.CUSTOMER and now < booking.proposal.expires_at:
        starts.append(booking.proposal.starts_at)
    return any(start < until and starts_at < start + length for start in starts)


def check_payable(booking: Booking, *, now: datetime) -> None:
    """Check that the booking can still be paid.

    Raises:
        BookingNotOpen: The booking awaits no payment, or its time to pay is over.
    """
    check_status(booking, (_Status.AWAITING_PAYMENT,))
    if booking.pay_before is not None and booking.pay_before <= now:
        raise BookingNotOpen("payment_time_over", booking_status=_Status.EXPIRED)


def with_agreed_time(booking: Booking, now: datetime) -> Booking:
    """Return the booking with its time agreed in the present version. Reminders begin anew."""
    return with_next_reminder(booking.having(timed_in=booking.version), now=now)


def with_next_version(booking: Booking, now: datetime) -> Booking:
    """Return the booking in its next version, changed now."""
    return booking.having(version=booking.version + 1, changed_at=now)


def check_status(booking: Booking, statuses: Iterable[BookingStatus]) -> None:
    """Check that the booking has one of the statuses.

    Raises:
        BookingNotOpen: The booking has another status.
    """
    if booking.status not in statuses:
        raise BookingNotOpen(booking_status=booking.status)
