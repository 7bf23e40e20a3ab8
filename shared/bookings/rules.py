"""Rules of bookings: the state machine, deadlines and refunds. Pure, told the time."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from shared.bookings.errors import (
    BookingNotOpen,
    NoProposal,
    OwnProposal,
    OwnService,
    ProfileIncomplete,
    QuoteChanged,
)
from shared.bookings.models import Booking, Contact, Customer, MeetingLink, MeetingPlace, Proposal, Side
from shared.bookings.reminders import compute_payment_reminder_time, with_next_reminder
from shared.bookings.schemas import BookingRequest
from shared.bookings.settings import BookingSettings
from shared.contracts.bookings import BookingStatus
from shared.contracts.offers import Approval, Offer
from shared.contracts.people import AccountCard
from shared.contracts.sales import Sale, SaleItem
from shared.kernel.errors import Invalid, Unavailable
from shared.kernel.ids import BookingId
from shared.kernel.money import Currency, compute_share

_Status = BookingStatus
_OPEN = (_Status.REQUESTED, _Status.AWAITING_PAYMENT, _Status.CONFIRMED)
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
    return booking if offer.approval is Approval.MANUAL else _with_payment_due(booking, settings, now=now)


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
    return _with_next_version(_with_payment_due(booking, settings, now=now), now)


def with_rejection(booking: Booking, *, reason: str, now: datetime) -> Booking:
    """Return the request rejected.

    Raises:
        BookingNotOpen: The request was answered before, or its time to answer is over.
    """
    _check_awaits_answer(booking, now)
    return _with_final_status(booking, _Status.REJECTED, now).having(reason=reason)


def _check_awaits_answer(booking: Booking, now: datetime) -> None:
    _require_status(booking, (_Status.REQUESTED,))
    if booking.over_at is not None and booking.over_at <= now:
        raise BookingNotOpen("not_answered", booking_status=_Status.EXPIRED)


def _with_payment_due(booking: Booking, settings: BookingSettings, *, now: datetime) -> Booking:
    # A meeting that has begun can no longer be sold.
    pay_before = min(now + settings.pay_within, booking.starts_at)
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
    return _with_agreed_time(_with_next_version(booking, now), now)


def with_late_payment_refunded(booking: Booking, *, paid: int, now: datetime) -> Booking:
    """Return the booking with all of `paid` refunded: the payment came when nothing was left to confirm.

    A booking that is still open is cancelled.
    """
    if booking.status in _OPEN:
        booking = with_cancellation(booking, by=Side.SYSTEM, reason="", refund=paid, now=now)
    return booking.having(paid=paid, refund=paid)


def with_updated_meeting_url(booking: Booking, link: MeetingLink, *, now: datetime) -> Booking | None:
    """Return the booking with the link's present address.

    None if the meeting has that address already, does not take place at the link, or is over.
    """
    meeting = booking.meeting
    if meeting is None or meeting.link_id != link.id or meeting.url == link.url:
        return None
    if booking.status is not _Status.CONFIRMED or booking.ends_at <= now:
        return None
    return _with_next_version(booking.having(meeting=meeting.having(url=link.url)), now)


def compute_refund(booking: Booking, by: Side, *, paid: int, now: datetime) -> int:
    """Compute the part of `paid` that is refunded when `by` cancels now, in rupiah.

    The customer gets all until `free_until`, then the policy's percentage. If the expert or an admin cancels, the
    customer gets all.

    Raises:
        BookingNotOpen: The booking is over, or the meeting has begun.
    """
    _require_status(booking, _OPEN)
    if booking.starts_at <= now:
        raise BookingNotOpen("meeting_begun", booking_status=booking.status)
    if by is not Side.CUSTOMER or now <= booking.free_until:
        return paid
    return compute_share(paid, basis_points=booking.offer.policy.late_refund_percent * 100)


def check_quote_matches(due: int, quoted: int, *, currency: Currency) -> None:
    """Check that the refund is the one that the caller was told.

    Raises:
        QuoteChanged: The refund is less or more than `quoted`.
    """
    if due != quoted:
        raise QuoteChanged(refund=due, currency=currency)


def with_cancellation(booking: Booking, *, by: Side, reason: str, refund: int, now: datetime) -> Booking:
    """Return the booking cancelled.

    Raises:
        BookingNotOpen: The booking is over.
    """
    _require_status(booking, _OPEN)
    return _with_final_status(booking, _Status.CANCELLED, now).having(cancelled_by=by, reason=reason, refund=refund)


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
    _require_status(booking, (_Status.REQUESTED, _Status.AWAITING_PAYMENT))
    return _with_final_status(booking, _Status.EXPIRED, now)


def with_completed_status(booking: Booking, *, now: datetime) -> Booking:
    """Return the booking completed.

    Raises:
        BookingNotOpen: The booking is not confirmed.
    """
    _require_status(booking, (_Status.CONFIRMED,))
    return _with_final_status(booking, _Status.COMPLETED, now)


def _with_final_status(booking: Booking, status: BookingStatus, now: datetime) -> Booking:
    return _with_next_version(booking.having(status=status, proposal=None, next_reminder_at=None), now)


def with_proposal(
    booking: Booking,
    by: Side,
    starts_at: datetime,
    settings: BookingSettings,
    *,
    buffer_minutes: int,
    overlaps: tuple[BookingId, ...] = (),
    now: datetime,
) -> Booking:
    """Return the booking with a proposal of another time by the side `by`.

    The proposal expires after `answer_within`, or earlier at the start of either time. The deadline of a request stays
    the same, however many proposals are made.

    Raises:
        BookingNotOpen: The booking is neither requested nor confirmed, has begun, or was not answered in time.
        Invalid: The booking has that time already.
    """
    _require_status(booking, (_Status.REQUESTED, _Status.CONFIRMED))
    if booking.starts_at <= now:
        raise BookingNotOpen("meeting_begun", booking_status=booking.status)
    if starts_at == booking.starts_at:
        raise Invalid.field("starts_at", "same_start")
    ends = (now + settings.answer_within, booking.starts_at, starts_at, booking.answer_before)
    expires_at = min(end for end in ends if end is not None)
    if expires_at <= now:
        raise BookingNotOpen("not_answered", booking_status=_Status.EXPIRED)
    proposal = Proposal(
        by=by, starts_at=starts_at, buffer_minutes=buffer_minutes, overlaps=overlaps, expires_at=expires_at
    )
    return _with_next_version(booking.having(proposal=proposal), now)


def with_accepted_proposal(booking: Booking, by: Side, settings: BookingSettings, *, now: datetime) -> Booking:
    """Return the booking at the proposed time. A request is approved by that, a confirmed booking moves.

    Raises:
        BookingNotOpen: The booking is neither requested nor confirmed.
        NoProposal: No proposal is open.
        OwnProposal: The side `by` made the proposal, or only a newer version knows the side that did.
    """
    proposal = _require_open_proposal(booking, now)
    if proposal.by in (by, Side.UNKNOWN):
        raise OwnProposal()
    booking = booking.having(
        starts_at=proposal.starts_at,
        buffer_minutes=proposal.buffer_minutes,
        overlaps=proposal.overlaps,
        proposal=None,
    )
    if booking.status is _Status.REQUESTED:
        return _with_next_version(_with_payment_due(booking, settings, now=now), now)
    return _with_agreed_time(_with_next_version(booking, now), now)


def with_declined_proposal(booking: Booking, *, now: datetime) -> Booking:
    """Return the booking without its proposal. The side that made the proposal may withdraw it in this way.

    Raises:
        BookingNotOpen: The booking is neither requested nor confirmed.
        NoProposal: No proposal is open.
    """
    _require_open_proposal(booking, now)
    return _with_next_version(booking.having(proposal=None), now)


def _require_open_proposal(booking: Booking, now: datetime) -> Proposal:
    _require_status(booking, (_Status.REQUESTED, _Status.CONFIRMED))
    if booking.proposal is None or booking.proposal.expires_at <= now:
        raise NoProposal(booking_id=booking.id)
    return booking.proposal


def takes_customers_time(booking: Booking, starts_at: datetime, minutes: int, *, now: datetime) -> bool:
    """Return whether the customer of `booking` has a meeting within a time, agreed or proposed by the customer.

    A request that was not answered and a booking that was not paid in time take nobody's time any more.
    """
    length, until = timedelta(minutes=booking.offer.minutes), starts_at + timedelta(minutes=minutes)
    if booking.status not in _OPEN or booking.over_at is None or booking.over_at <= now:
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
    _require_status(booking, (_Status.AWAITING_PAYMENT,))
    if booking.pay_before is not None and booking.pay_before <= now:
        raise BookingNotOpen("payment_time_over", booking_status=_Status.EXPIRED)


def _with_agreed_time(booking: Booking, now: datetime) -> Booking:
    """Return the booking with its time agreed in the present version. Reminders begin anew."""
    return with_next_reminder(booking.having(timed_in=booking.version), now=now)


def _with_next_version(booking: Booking, now: datetime) -> Booking:
    return booking.having(version=booking.version + 1, changed_at=now)


def _require_status(booking: Booking, statuses: Iterable[BookingStatus]) -> None:
    if booking.status not in statuses:
        raise BookingNotOpen(booking_status=booking.status)
