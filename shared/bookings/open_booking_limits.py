"""Rules of the limits of open bookings: which bookings count, and how many a customer may have."""

from datetime import datetime

from shared.bookings.errors import TooManyOpenBookings
from shared.bookings.models import Booking
from shared.bookings.settings import BookingSettings
from shared.contracts.bookings import BookingStatus
from shared.kernel.ids import UserId
from shared.limits.errors import TooManyHeld
from shared.limits.models import Holding
from shared.limits.rules import HoldingLimit

_BOOKING_TAG = "booking"
_Status = BookingStatus


def list_open_booking_limits(expert: UserId, settings: BookingSettings) -> tuple[HoldingLimit, ...]:
    """List the limits of a customer's open bookings: with all experts, and with this one."""
    return (
        HoldingLimit("open_bookings", settings.most_open_bookings, tag=_BOOKING_TAG),
        HoldingLimit(
            "open_bookings_with_expert", settings.most_open_bookings_with_expert, tag=_build_expert_tag(expert)
        ),
    )


def holding_from_booking(booking: Booking) -> Holding:
    """Build the holding by which a new booking counts against the limits of its customer."""
    return Holding(tags=(_BOOKING_TAG, _build_expert_tag(booking.offer.expert)), until=booking.ends_at)


def _build_expert_tag(expert: UserId) -> str:
    return f"expert-{expert}"


def counts_as_open(booking: Booking, *, now: datetime) -> bool:
    """Return whether a booking counts against the limits: unpaid within its deadline, or free and still to come."""
    if booking.status in (_Status.REQUESTED, _Status.AWAITING_PAYMENT):
        return booking.over_at is None or booking.over_at > now
    return booking.status is _Status.UNKNOWN or (
        booking.status is _Status.CONFIRMED and not booking.total.amount and booking.ends_at > now
    )


def build_limit_error(fault: TooManyHeld) -> TooManyOpenBookings:
    """Build the error for a customer who has reached a limit of open bookings."""
    return TooManyOpenBookings(
        retry_after=fault.retry_after or 0,
        status_after=fault.status_after,
        most=fault.fields["limit"],
        rule=fault.fields["rule"],
    )
