"""Changes of bookings of which people are told: the events that say so."""

from datetime import datetime

from shared.bookings.models import Booking
from shared.contracts.bookings import BookingChange, ReminderKind
from shared.contracts.events.bookings import BookingChanged, BookingReminderDue
from shared.kernel.ids import UserId
from shared.kernel.ports import UnitOfWork


def emit_change(
    uow: UnitOfWork,
    booking: Booking,
    change: BookingChange,
    *told: UserId,
    by: UserId | None = None,
    at: datetime | None = None,
) -> None:
    """Emit that a booking has changed, and who is to be told.

    Args:
        uow: Unit of work that carries the change.
        booking: Booking after the change.
        change: Change of which people are told.
        told: People to tell.
        by: Person who made the change; None for an admin, the clock and the payment.
        at: Time of the change; that of the booking by default.
    """
    uow.emit(
        BookingChanged(
            booking_id=booking.id,
            version=booking.version,
            change=change,
            told=told,
            by=by,
            at=at or booking.changed_at,
        )
    )


def emit_reminder(uow: UnitOfWork, booking: Booking, reminder: ReminderKind, *, at: datetime) -> None:
    """Emit that both people of a booking are to be reminded of the meeting."""
    uow.emit(
        BookingReminderDue(
            booking_id=booking.id,
            timed_in=booking.timed_in,
            reminder=reminder,
            told=(booking.customer, booking.offer.expert),
            at=at,
        )
    )
