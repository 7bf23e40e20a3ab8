"""Decisions between a customer and an expert: pure, told the time."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from shared.bookings.errors import (
    BookingNotOpen,
    NoProposal,
    OwnProposal,
    OwnService,
    ProfileIncomplete,
    QuoteChanged,
    TooManyOpenBookings,
)
from shared.bookings.models import Booking, Contact, Customer, MeetingLink, MeetingPlace, Proposal, Side
from shared.bookings.reminders import with_next_reminder
from shared.bookings.schemas import BookingRequest
from shared.bookings.settings import BookingSettings
from shared.contracts.bookings import BookingStatus
from shared.contracts.offers import Approval, Offer
from shared.contracts.people import AccountCard
from shared.contracts.sales import Sale, SaleItem
from shared.kernel.errors import Invalid, Unavailable
from shared.kernel.ids import BookingId
from shared.kernel.money import compute_share

_Status = BookingStatus
_OPEN = (_Status.REQUESTED, _Status.AWAITING_PAYMENT, _Status.CONFIRMED)
# By then the order of an unpaid booking has expired itself, and its event has arrived.
UNPAID_GRACE = timedelta(hours=1)


def customer_from_account(account: AccountCard) -> Customer:
    """Who asks, and whom the invoice will be for. Raises `ProfileIncomplete`."""
    missing = [name for name, value in (("email", account.email), ("phone", account.phone)) if not value]
    if missing:
        raise ProfileIncomplete(f"Add to your profile: {' and '.join(missing)}.", missing=missing)
    told = {"full_name": account.full_name, "email": account.email, "phone": account.phone}
    return Customer(id=account.id, contact=Contact.model_validate(told), locale=account.locale)


def check_open_booking_limit(open_bookings: int, settings: BookingSettings) -> None:
    """Whether a customer with so many may ask for another; of those who ask in the same moment some get past it."""
    if open_bookings >= settings.most_open_bookings:
        raise TooManyOpenBookings("Pay one, or cancel one, and try again.", most=settings.most_open_bookings)


def booking_from_request(
    id: BookingId,
    offer: Offer,
    request: BookingRequest,
    customer: Customer,
    settings: BookingSettings,
    *,
    buffer_minutes: int,
    now: datetime,
) -> Booking:
    """A new booking: to be answered first, or to be paid at once, as the service has it."""
    if offer.expert == customer.id:
        raise OwnService.field("expert_id", "is you: one's own service cannot be booked")
    booking = Booking(
        id=id,
        status=_Status.REQUESTED,
        offer=offer,
        customer=customer.id,
        contact=customer.contact,
        locale=customer.locale,
        success_url=str(request.success_url) if request.success_url else None,
        topic=request.topic,
        notes=request.notes,
        starts_at=request.starts_at,
        buffer_minutes=buffer_minutes,
        fee=settings.fee_basis_points,
        answer_before=compute_answer_deadline(request.starts_at, settings, now=now),
        created_at=now,
        changed_at=now,
    )
    return booking if offer.approval is Approval.MANUAL else _with_payment_due(booking, settings, now=now)


def compute_answer_deadline(starts_at: datetime, settings: BookingSettings, *, now: datetime) -> datetime:
    """Until when a request stands: two days, but not into the last two hours; half an hour at least, if there is one.

    (These are the defaults.)
    """
    ends = min(now + settings.answer_within, starts_at - settings.answer_ahead)
    return min(max(ends, now + settings.answer_at_least), starts_at)


def with_approval(booking: Booking, settings: BookingSettings, *, now: datetime) -> Booking:
    """The expert will do it; now it is to be paid."""
    _check_awaits_answer(booking, now)
    return _with_next_version(_with_payment_due(booking, settings, now=now), now)


def with_rejection(booking: Booking, *, reason: str, now: datetime) -> Booking:
    """The expert will not do it."""
    _check_awaits_answer(booking, now)
    return _with_final_status(booking, _Status.REJECTED, now).having(reason=reason)


def _check_awaits_answer(booking: Booking, now: datetime) -> None:
    _require_status(booking, (_Status.REQUESTED,))
    if booking.over_at is not None and booking.over_at <= now:
        raise BookingNotOpen("Nobody answered this request in time.", booking_status=_Status.EXPIRED)


def _with_payment_due(booking: Booking, settings: BookingSettings, *, now: datetime) -> Booking:
    # What has begun can no longer be sold.
    pay_before = min(now + settings.pay_within, booking.starts_at)
    hold_until = min(now + settings.hold, pay_before)
    booking = booking.having(status=_Status.AWAITING_PAYMENT, pay_before=pay_before, hold_until=hold_until)
    return booking.having(answer_before=None, proposal=None)


def sale_from_booking(booking: Booking, *, now: datetime) -> Sale | None:
    """What the customer is to pay for: the very quarters that the booking holds. None, before it is approved."""
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
    """Until when its quarters are only held; None is for good. What costs nothing is nobody's to pay."""
    if booking.status is _Status.REQUESTED:
        return booking.answer_before
    if booking.awaits_payment and booking.total.amount:
        return booking.hold_until
    return None


def can_be_confirmed(booking: Booking, *, now: datetime) -> bool:
    """Whether a payment makes it a meeting: also a late one, if its time is still to come."""
    return booking.status in (_Status.AWAITING_PAYMENT, _Status.EXPIRED) and now < booking.starts_at


def with_confirmation(booking: Booking, meeting: MeetingPlace | None, *, paid: int, now: datetime) -> Booking:
    """It is paid."""
    booking = booking.having(status=_Status.CONFIRMED, meeting=meeting, paid=paid, pay_before=None)
    return _with_agreed_time(_with_next_version(booking, now), now)


def with_late_payment_refunded(booking: Booking, *, paid: int, now: datetime) -> Booking:
    """The money came when there was nothing left to confirm: all of it goes back."""
    if booking.status in _OPEN:
        booking = with_cancellation(booking, by=Side.SYSTEM, reason="", refund=paid, now=now)
    return booking.having(paid=paid, refund=paid)


def with_updated_meeting_url(booking: Booking, link: MeetingLink, *, now: datetime) -> Booking | None:
    """The meeting at its link's new address; None where it does not meet there any more, or has that address."""
    meeting = booking.meeting
    if meeting is None or meeting.link_id != link.id or meeting.url == link.url:
        return None
    if booking.status is not _Status.CONFIRMED or booking.ends_at <= now:
        return None
    return _with_next_version(booking.having(meeting=meeting.having(url=link.url)), now)


def compute_refund(booking: Booking, by: Side, *, paid: int, now: datetime) -> int:
    """What of *paid* goes back when *by* cancels: an expert's or an admin's word costs the customer nothing."""
    _require_status(booking, _OPEN)
    if booking.starts_at <= now:
        raise BookingNotOpen("This meeting has begun.", booking_status=booking.status)
    if by is not Side.CUSTOMER or now <= booking.free_until:
        return paid
    return compute_share(paid, basis_points=booking.offer.policy.late_refund_percent * 100)


def check_quote_matches(due: int, quoted: int) -> None:
    """Nobody cancels for less (or more) than they were told."""
    if due != quoted:
        raise QuoteChanged("Look at the quote again.", refund=due)


def with_cancellation(booking: Booking, *, by: Side, reason: str, refund: int, now: datetime) -> Booking:
    """It will not be."""
    _require_status(booking, _OPEN)
    return _with_final_status(booking, _Status.CANCELLED, now).having(cancelled_by=by, reason=reason, refund=refund)


def is_payment_recorded(booking: Booking) -> bool:
    """Tell whether a payment of `booking` has been recorded.

    Raises:
        Unavailable: Only a newer version knows the booking's status.
    """
    if booking.status is _Status.UNKNOWN:
        raise Unavailable("A newer version has changed this booking.")
    return bool(booking.paid) or booking.status in (_Status.CONFIRMED, _Status.COMPLETED, _Status.NO_SHOW)


def with_expired_status(booking: Booking, *, now: datetime) -> Booking:
    """Nobody answered, or nobody paid."""
    _require_status(booking, (_Status.REQUESTED, _Status.AWAITING_PAYMENT))
    return _with_final_status(booking, _Status.EXPIRED, now)


def with_completed_status(booking: Booking, *, now: datetime) -> Booking:
    """Its time is over."""
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
    now: datetime,
) -> Booking:
    """*by* would rather have another time. A request is answered in its own time, however often it is moved."""
    _require_status(booking, (_Status.REQUESTED, _Status.CONFIRMED))
    if booking.starts_at <= now:
        raise BookingNotOpen("This meeting has begun.", booking_status=booking.status)
    if starts_at == booking.starts_at:
        raise Invalid.field("starts_at", "is the time that it has already")
    ends = (now + settings.answer_within, booking.starts_at, starts_at, booking.answer_before)
    expires_at = min(end for end in ends if end is not None)
    if expires_at <= now:
        raise BookingNotOpen("Nobody answered this request in time.", booking_status=_Status.EXPIRED)
    proposal = Proposal(by=by, starts_at=starts_at, buffer_minutes=buffer_minutes, expires_at=expires_at)
    return _with_next_version(booking.having(proposal=proposal), now)


def with_accepted_proposal(booking: Booking, by: Side, settings: BookingSettings, *, now: datetime) -> Booking:
    """Both want the other time: a request is approved with it, a confirmed booking moves to it."""
    proposal = _require_open_proposal(booking, now)
    if proposal.by in (by, Side.UNKNOWN):
        raise OwnProposal("The other side has to accept it.")
    booking = booking.having(starts_at=proposal.starts_at, buffer_minutes=proposal.buffer_minutes, proposal=None)
    if booking.status is _Status.REQUESTED:
        return _with_next_version(_with_payment_due(booking, settings, now=now), now)
    return _with_agreed_time(_with_next_version(booking, now), now)


def with_declined_proposal(booking: Booking, *, now: datetime) -> Booking:
    """The other time is off the table; the side that proposed it may take it back as well."""
    _require_open_proposal(booking, now)
    return _with_next_version(booking.having(proposal=None), now)


def _require_open_proposal(booking: Booking, now: datetime) -> Proposal:
    _require_status(booking, (_Status.REQUESTED, _Status.CONFIRMED))
    if booking.proposal is None or booking.proposal.expires_at <= now:
        raise NoProposal(booking_id=booking.id)
    return booking.proposal


def check_payable(booking: Booking, *, now: datetime) -> None:
    """Whether its customer may still pay. Raises `BookingNotOpen`."""
    _require_status(booking, (_Status.AWAITING_PAYMENT,))
    if booking.pay_before is not None and booking.pay_before <= now:
        raise BookingNotOpen("The time to pay is over.", booking_status=_Status.EXPIRED)


def _with_agreed_time(booking: Booking, now: datetime) -> Booking:
    """The time is agreed as of this version; reminders begin anew."""
    return with_next_reminder(booking.having(timed_in=booking.version), now=now)


def _with_next_version(booking: Booking, now: datetime) -> Booking:
    return booking.having(version=booking.version + 1, changed_at=now)


def _require_status(booking: Booking, statuses: Iterable[BookingStatus]) -> None:
    if booking.status not in statuses:
        raise BookingNotOpen(f"This booking is {booking.status}.", booking_status=booking.status)
