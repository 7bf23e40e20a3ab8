"""Views of cancelled bookings."""

from typing import Self

from shared.bookings.models import Booking
from shared.kernel.ids import BookingId
from shared.kernel.money import Money
from shared.kernel.schemas import Moment, View


class CancellationView(View):
    """The refund of a cancellation by this caller, now."""

    booking_id: BookingId
    """Id of the booking that this quote is for."""
    paid: Money
    """Amount that the customer has paid and not got back."""
    refund: Money
    """Part of `paid` that goes back when this caller cancels now; send its amount to `cancel_booking`."""
    free_until: Moment
    """Instant in UTC until which the customer cancels with a full refund."""
    late_refund_percent: int
    """Share of `paid`, in percent from 0 to 100, that the customer gets back after `free_until`."""
    strike: bool
    """True if the caller is the expert and gets a strike for cancelling now, so shortly before the start."""

    @classmethod
    def of(cls, booking: Booking, *, paid: int, refund: int, strike: bool) -> Self:
        """Build the quote from the amounts `paid` and `refund`, in rupiah."""
        policy = booking.offer.policy
        return cls(
            booking_id=booking.id,
            paid=Money.idr(paid),
            refund=Money.idr(refund),
            free_until=booking.free_until,
            late_refund_percent=policy.late_refund_percent,
            strike=strike,
        )
