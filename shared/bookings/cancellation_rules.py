"""Rules of cancelled bookings: who gets how much back. Pure, told the time."""

from datetime import datetime

from shared.bookings import rules
from shared.bookings.errors import BookingNotOpen, QuoteChanged
from shared.bookings.models import Booking, Side
from shared.contracts.bookings import BookingStatus
from shared.kernel.money import Currency, compute_share


def compute_refund(booking: Booking, by: Side, *, paid: int, now: datetime) -> int:
    """Compute the part of `paid` that is refunded when `by` cancels now, in rupiah.

    The customer gets all until `free_until`, then the policy's percentage. If the expert or an admin cancels, the
    customer gets all.

    Raises:
        BookingNotOpen: The booking is over, or the meeting has begun.
    """
    rules.check_status(booking, rules.OPEN_STATUSES)
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
    rules.check_status(booking, rules.OPEN_STATUSES)
    return rules.with_final_status(booking, BookingStatus.CANCELLED, now).having(
        cancelled_by=by, reason=reason, refund=refund
    )


def with_late_payment_refunded(booking: Booking, *, paid: int, now: datetime) -> Booking:
    """Return the booking with all of `paid` refunded: the payment came when nothing was left to confirm.

    A booking that is still open is cancelled.
    """
    if booking.status in rules.OPEN_STATUSES:
        booking = with_cancellation(booking, by=Side.SYSTEM, reason="", refund=paid, now=now)
    return booking.having(paid=paid, refund=paid)
