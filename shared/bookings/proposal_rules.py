"""Rules of another time for a booking: proposed, accepted or declined. Pure, told the time."""

from datetime import datetime

from shared.bookings import rules
from shared.bookings.errors import BookingNotOpen, NoProposal, OwnProposal, SeatIsFixed
from shared.bookings.models import Booking, Proposal, Side
from shared.bookings.settings import BookingSettings
from shared.contracts.bookings import BookingStatus
from shared.kernel.errors import Invalid
from shared.kernel.ids import BookingId

_ASKABLE_STATUSES = (BookingStatus.REQUESTED, BookingStatus.CONFIRMED)


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
        SeatIsFixed: The booking is a seat in a group.
        Invalid: The booking has that time already.
    """
    rules.check_status(booking, _ASKABLE_STATUSES)
    if booking.group_date is not None:
        raise SeatIsFixed()
    if booking.starts_at <= now:
        raise BookingNotOpen("meeting_begun", booking_status=booking.status)
    if starts_at == booking.starts_at:
        raise Invalid.field("starts_at", "same_start")
    ends = (now + settings.answer_within, booking.starts_at, starts_at, booking.answer_before)
    expires_at = min(end for end in ends if end is not None)
    if expires_at <= now:
        raise BookingNotOpen("not_answered", booking_status=BookingStatus.EXPIRED)
    proposal = Proposal(
        by=by, starts_at=starts_at, buffer_minutes=buffer_minutes, overlaps=overlaps, expires_at=expires_at
    )
    return rules.with_next_version(booking.having(proposal=proposal), now)


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
    if booking.status is BookingStatus.REQUESTED:
        return rules.with_next_version(rules.with_payment_due(booking, settings, now=now), now)
    return rules.with_agreed_time(rules.with_next_version(booking, now), now)


def with_declined_proposal(booking: Booking, *, now: datetime) -> Booking:
    """Return the booking without its proposal. The side that made the proposal may withdraw it in this way.

    Raises:
        BookingNotOpen: The booking is neither requested nor confirmed.
        NoProposal: No proposal is open.
    """
    _require_open_proposal(booking, now)
    return rules.with_next_version(booking.having(proposal=None), now)


def _require_open_proposal(booking: Booking, now: datetime) -> Proposal:
    rules.check_status(booking, _ASKABLE_STATUSES)
    if booking.proposal is None or booking.proposal.expires_at <= now:
        raise NoProposal(booking_id=booking.id)
    return booking.proposal
