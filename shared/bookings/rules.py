"""Decisions between a customer and an expert: pure, told the time."""

from collections.abc import Iterable
from datetime import datetime

from shared.bookings.errors import (
    BookingNotOpen,
    NoProposal,
    OwnProposal,
    OwnService,
    ProfileIncomplete,
    QuoteChanged,
    TooManyOpenBookings,
)
from shared.bookings.models import (
    Account,
    Booking,
    BookingStatus,
    Contact,
    Customer,
    Meeting,
    MeetingLink,
    Proposal,
    Side,
)
from shared.bookings.schemas import BookingWish
from shared.bookings.settings import BookingSettings
from shared.bookings.telling import reminded
from shared.kernel.errors import Invalid
from shared.kernel.ids import BookingId
from shared.kernel.money import share
from shared.kernel.offers import Approval, Offer
from shared.kernel.sales import Item, Sale

_Status = BookingStatus
_OPEN = (_Status.REQUESTED, _Status.AWAITING_PAYMENT, _Status.CONFIRMED)


def customer(account: Account) -> Customer:
    """Who asks, and whom the invoice will be for. Raises `ProfileIncomplete`."""
    missing = [name for name, value in (("email", account.email), ("phone", account.phone)) if not value]
    if missing:
        raise ProfileIncomplete(f"Add to your profile: {' and '.join(missing)}.", missing=missing)
    told = {"full_name": account.full_name, "email": account.email, "phone": account.phone}
    return Customer(id=account.id, contact=Contact.model_validate(told), locale=account.locale)


def one_more(open_bookings: int, settings: BookingSettings) -> None:
    """Whether a customer with so many may ask for another; of those who ask in the same moment some get past it."""
    if open_bookings >= settings.most_open_bookings:
        raise TooManyOpenBookings("Pay one, or cancel one, and try again.", most=settings.most_open_bookings)


def requested(
    id: BookingId,
    offer: Offer,
    wish: BookingWish,
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
        success_url=str(wish.success_url) if wish.success_url else None,
        topic=wish.topic,
        notes=wish.notes,
        starts_at=wish.starts_at,
        buffer_minutes=buffer_minutes,
        fee=settings.fee_basis_points,
        answer_before=answer_before(wish.starts_at, settings, now=now),
        created_at=now,
        changed_at=now,
    )
    return booking if offer.approval is Approval.MANUAL else _to_be_paid(booking, settings, now=now)


def answer_before(starts_at: datetime, settings: BookingSettings, *, now: datetime) -> datetime:
    """Until when a request stands: two days, but not into the last two hours; half an hour at least, if there is one.

    (These are the defaults.)
    """
    ends = min(now + settings.answer_within, starts_at - settings.answer_ahead)
    return min(max(ends, now + settings.answer_at_least), starts_at)


def approved(booking: Booking, settings: BookingSettings, *, now: datetime) -> Booking:
    """The expert will do it; now it is to be paid."""
    _while_requested(booking, now)
    return _changed(_to_be_paid(booking, settings, now=now), now)


def rejected(booking: Booking, *, reason: str, now: datetime) -> Booking:
    """The expert will not do it."""
    _while_requested(booking, now)
    return _ended(booking, _Status.REJECTED, now).having(reason=reason)


def _while_requested(booking: Booking, now: datetime) -> None:
    _require(booking, (_Status.REQUESTED,))
    if booking.over_at is not None and booking.over_at <= now:
        raise BookingNotOpen("Nobody answered this request in time.", booking_status=_Status.EXPIRED)


def _to_be_paid(booking: Booking, settings: BookingSettings, *, now: datetime) -> Booking:
    # What has begun can no longer be sold.
    pay_before = min(now + settings.pay_within, booking.starts_at)
    hold_until = min(now + settings.hold, pay_before)
    booking = booking.having(status=_Status.AWAITING_PAYMENT, pay_before=pay_before, hold_until=hold_until)
    return booking.having(answer_before=None, proposal=None)


def sale(booking: Booking, *, now: datetime) -> Sale | None:
    """What the customer is to pay for: the very quarters that the booking holds. None, before it is approved."""
    if not booking.awaits_payment:
        return None
    item = Item(
        kind="booking",
        product=f"{booking.offer.expert}/{booking.offer.service_id}",
        name=f"{booking.offer.expert_name}: {booking.offer.name}",
        quantity=1,
        unit_price=booking.offer.price,
        claims=booking.claims,
        beside=booking.beside,
        exact=True,
    )
    pay_before = booking.pay_before or booking.starts_at
    hold = (booking.hold_until or pay_before) - now
    return Sale(items=(item,), currency="IDR", hold=hold, pay_within=pay_before - now, fee=booking.fee)


def held_until(booking: Booking) -> datetime | None:
    """Until when its quarters are only held; None is for good. What costs nothing is nobody's to pay."""
    if booking.status is _Status.REQUESTED:
        return booking.answer_before
    if booking.awaits_payment and booking.total.amount:
        return booking.hold_until
    return None


def can_be_confirmed(booking: Booking, *, now: datetime) -> bool:
    """Whether a payment makes it a meeting: also a late one, if its time is still to come."""
    return booking.status in (_Status.AWAITING_PAYMENT, _Status.EXPIRED) and now < booking.starts_at


def confirmed(booking: Booking, meeting: Meeting | None, *, paid: int, now: datetime) -> Booking:
    """It is paid."""
    booking = booking.having(status=_Status.CONFIRMED, meeting=meeting, paid=paid, pay_before=None)
    return _timed(_changed(booking, now), now)


def paid_in_vain(booking: Booking, *, paid: int, now: datetime) -> Booking:
    """The money came when there was nothing left to confirm: all of it goes back."""
    if booking.status in _OPEN:
        booking = cancelled(booking, by=Side.SYSTEM, reason="", refund=paid, now=now)
    return booking.having(paid=paid, refund=paid)


def readdressed(booking: Booking, link: MeetingLink, *, now: datetime) -> Booking | None:
    """The meeting at its link's new address; None where it does not meet there any more, or has that address."""
    meeting = booking.meeting
    if meeting is None or meeting.link_id != link.id or meeting.url == link.url:
        return None
    if booking.status is not _Status.CONFIRMED or booking.ends_at <= now:
        return None
    return _changed(booking.having(meeting=meeting.having(url=link.url)), now)


def refund(booking: Booking, by: Side, *, paid: int, now: datetime) -> int:
    """What of *paid* goes back when *by* cancels: an expert's or an admin's word costs the customer nothing."""
    _require(booking, _OPEN)
    if booking.starts_at <= now:
        raise BookingNotOpen("This meeting has begun.", booking_status=booking.status)
    if by is not Side.CUSTOMER or now <= booking.free_until:
        return paid
    return share(paid, basis_points=booking.offer.policy.late_refund_percent * 100)


def as_quoted(due: int, quoted: int) -> None:
    """Nobody cancels for less (or more) than they were told."""
    if due != quoted:
        raise QuoteChanged("Look at the quote again.", refund=due)


def cancelled(booking: Booking, *, by: Side, reason: str, refund: int, now: datetime) -> Booking:
    """It will not be."""
    _require(booking, _OPEN)
    return _ended(booking, _Status.CANCELLED, now).having(cancelled_by=by, reason=reason, refund=refund)


def told_of_payment(booking: Booking) -> bool:
    """Whether it has been counted in already that the money came."""
    return bool(booking.paid) or booking.status in (_Status.CONFIRMED, _Status.COMPLETED, _Status.NO_SHOW)


def expired(booking: Booking, *, now: datetime) -> Booking:
    """Nobody answered, or nobody paid."""
    _require(booking, (_Status.REQUESTED, _Status.AWAITING_PAYMENT))
    return _ended(booking, _Status.EXPIRED, now)


def completed(booking: Booking, *, now: datetime) -> Booking:
    """Its time is over."""
    _require(booking, (_Status.CONFIRMED,))
    return _ended(booking, _Status.COMPLETED, now)


def _ended(booking: Booking, status: BookingStatus, now: datetime) -> Booking:
    return _changed(booking.having(status=status, proposal=None, next_reminder_at=None), now)


def proposed(
    booking: Booking,
    by: Side,
    starts_at: datetime,
    settings: BookingSettings,
    *,
    buffer_minutes: int,
    now: datetime,
) -> Booking:
    """*by* would rather have another time. A request is answered in its own time, however often it is moved."""
    _require(booking, (_Status.REQUESTED, _Status.CONFIRMED))
    if booking.starts_at <= now:
        raise BookingNotOpen("This meeting has begun.", booking_status=booking.status)
    if starts_at == booking.starts_at:
        raise Invalid.field("starts_at", "is the time that it has already")
    ends = (now + settings.answer_within, booking.starts_at, starts_at, booking.answer_before)
    expires_at = min(end for end in ends if end is not None)
    if expires_at <= now:
        raise BookingNotOpen("Nobody answered this request in time.", booking_status=_Status.EXPIRED)
    proposal = Proposal(by=by, starts_at=starts_at, buffer_minutes=buffer_minutes, expires_at=expires_at)
    return _changed(booking.having(proposal=proposal), now)


def accepted(booking: Booking, by: Side, settings: BookingSettings, *, now: datetime) -> Booking:
    """Both want the other time: a request is approved with it, a confirmed booking moves to it."""
    proposal = _open_proposal(booking, now)
    if proposal.by is by:
        raise OwnProposal("The other side has to accept it.")
    booking = booking.having(starts_at=proposal.starts_at, buffer_minutes=proposal.buffer_minutes, proposal=None)
    if booking.status is _Status.REQUESTED:
        return _changed(_to_be_paid(booking, settings, now=now), now)
    return _timed(_changed(booking, now), now)


def declined(booking: Booking, *, now: datetime) -> Booking:
    """The other time is off the table; the side that proposed it may take it back as well."""
    _open_proposal(booking, now)
    return _changed(booking.having(proposal=None), now)


def _open_proposal(booking: Booking, now: datetime) -> Proposal:
    _require(booking, (_Status.REQUESTED, _Status.CONFIRMED))
    if booking.proposal is None or booking.proposal.expires_at <= now:
        raise NoProposal(booking_id=booking.id)
    return booking.proposal


def payable(booking: Booking, *, now: datetime) -> None:
    """Whether its customer may still pay. Raises `BookingNotOpen`."""
    _require(booking, (_Status.AWAITING_PAYMENT,))
    if booking.pay_before is not None and booking.pay_before <= now:
        raise BookingNotOpen("The time to pay is over.", booking_status=_Status.EXPIRED)


def _timed(booking: Booking, now: datetime) -> Booking:
    """The time is agreed as of this version; reminders begin anew."""
    return reminded(booking.having(timed_in=booking.version), now=now)


def _changed(booking: Booking, now: datetime) -> Booking:
    return booking.having(version=booking.version + 1, changed_at=now)


def _require(booking: Booking, statuses: Iterable[BookingStatus]) -> None:
    if booking.status not in statuses:
        raise BookingNotOpen(f"This booking is {booking.status}.", booking_status=booking.status)
