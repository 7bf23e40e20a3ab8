"""Cancellation of bookings: the quote of the refund, and the end by a person or with the order."""

from datetime import datetime

from shared.bookings import cancellation_rules, changes, group_dates, jobs, meeting_links, slot_holds, store
from shared.bookings.models import Booking, Side
from shared.contracts.bookings import BookingChange, BookingStatus
from shared.contracts.events.bookings import BookingCancelled
from shared.kernel.actors import Actor
from shared.kernel.ids import BookingId, UserId
from shared.kernel.ports import Reader, UnitOfWork


async def quote_refund(
    reader: Reader, booking_id: BookingId, *, paid: int, actor: Actor, now: datetime
) -> tuple[Booking, Side, int]:
    """Get the booking, the actor's side, and the refund in rupiah if this actor cancelled now.

    Raises:
        BookingNotFound: The booking does not exist, or the actor has no part in it.
        BookingNotOpen: The booking is over, or the meeting has begun.
    """
    booking, side = await store.access_booking(reader, booking_id, actor)
    return booking, side, await _compute_refund(reader, booking, side, paid=paid, now=now)


async def cancel_booking(
    uow: UnitOfWork, booking_id: BookingId, *, reason: str, quoted: int, paid: int, actor: Actor, now: datetime
) -> Booking:
    """Cancel a booking for the quoted refund, and release its time and its meeting link.

    Args:
        quoted: Refund that the caller was told, in rupiah.
        paid: Payment that was not refunded yet, in rupiah.

    Raises:
        BookingNotFound: The booking does not exist, or the actor has no part in it.
        BookingNotOpen: The booking is over, or the meeting has begun.
        QuoteChanged: The refund is another amount by now.
    """
    before, side = await store.access_booking(uow, booking_id, actor)
    due = await _compute_refund(uow, before, side, paid=paid, now=now)
    cancellation_rules.check_quote_matches(due, quoted, currency=before.total.currency)
    booking = cancellation_rules.with_cancellation(before, by=side, reason=reason, refund=due, now=now).having(
        paid=paid, cancelled_by_admin=UserId(actor.id) if side is Side.ADMIN else None
    )
    return await _save_cancellation(uow, before, booking, now=now)


async def _compute_refund(reader: Reader, booking: Booking, side: Side, *, paid: int, now: datetime) -> int:
    """Compute the refund in rupiah. All goes back for a seat at a cancelled date, whose own task may still come.

    Raises:
        BookingNotOpen: The booking is over, or the meeting has begun.
    """
    owed_to = Side.SYSTEM if await group_dates.is_date_cancelled(reader, booking) else side
    return cancellation_rules.compute_refund(booking, owed_to, paid=paid, now=now)


async def cancel_booking_with_order(uow: UnitOfWork, booking_id: BookingId, *, whole: bool, now: datetime) -> None:
    """Cancel a booking whose order was cancelled unpaid or refunded. A booking that is over stays as it is.

    Args:
        whole: False after a partial refund: then nothing happens.
    """
    before = await store.find_booking(uow, booking_id)
    if whole and before is not None and before.status in (BookingStatus.AWAITING_PAYMENT, BookingStatus.CONFIRMED):
        booking = cancellation_rules.with_cancellation(before, by=Side.SYSTEM, reason="", refund=before.paid, now=now)
        await _save_cancellation(uow, before, booking, now=now)


async def _save_cancellation(uow: UnitOfWork, before: Booking, booking: Booking, *, now: datetime) -> Booking:
    await slot_holds.release_slot(uow, before)
    await meeting_links.release_meeting_link(uow, before)
    uow.put(store.booking_ref(booking.id), booking)
    if before.status is BookingStatus.REQUESTED:
        uow.cancel_job(jobs.ExpireBookingRequest, booking.id)
    uow.emit(
        BookingCancelled(
            booking_id=booking.id,
            refund=booking.refund,
            was_confirmed=before.status is BookingStatus.CONFIRMED,
            cancelled_at=now,
        )
    )
    by = booking.person_on(booking.cancelled_by) if booking.cancelled_by is not None else None
    # The expert hears once that a whole date was cancelled.
    experts = () if await group_dates.is_date_cancelled(uow, booking) else (booking.offer.expert,)
    changes.emit_change(uow, booking, BookingChange.CANCELLED, booking.customer, *experts, by=by)
    return booking
