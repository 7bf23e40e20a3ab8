"""Acceptance of another time for a booking."""

from datetime import datetime

from shared.bookings import rescheduling, store
from shared.bookings.models import Side
from shared.kernel.actors import Actor
from shared.kernel.ids import BookingId
from shared.kernel.ports import UnitOfWork
from shared.workflows import booking_orders, overlapping_meetings, service_places


async def accept_reschedule_and_open_order(
    uow: UnitOfWork, booking_id: BookingId, *, actor: Actor, now: datetime
) -> None:
    """Move a booking to the proposed time. A request is approved by that, in the same commit.

    Its order is opened; a free booking is confirmed.

    Raises:
        BookingNotFound: The booking does not exist, or the actor has no part in it.
        BookingNotOpen: The booking is neither requested nor confirmed.
        NoProposal: No proposal is open.
        OwnProposal: The actor made the proposal.
        SlotTaken: Another booking has the time.
        MeetingOverlap: The customer accepts, has another meeting at that time, and the settings refuse it.
    """
    overlaps = await _check_overlaps_of_customer(uow, booking_id, actor=actor, now=now)
    place = await service_places.find_present_place(uow, await store.find_booking(uow, booking_id))
    booking = await rescheduling.accept_reschedule(
        uow, booking_id, overlaps=overlaps, place=place, actor=actor, now=now
    )
    await booking_orders.open_order_or_confirm(uow, booking, actor=actor, now=now)


async def _check_overlaps_of_customer(
    uow: UnitOfWork, booking_id: BookingId, *, actor: Actor, now: datetime
) -> tuple[BookingId, ...] | None:
    """Check the proposed time against the other meetings of a customer who accepts it; None for the expert."""
    settings = await store.get_booking_settings(uow, store.booking_ref(booking_id))
    booking, side = await store.access_booking(uow, booking_id, actor)
    if side is not Side.CUSTOMER or booking.proposal is None:
        return None
    return await overlapping_meetings.check_overlapping_meetings(
        uow, booking.id, booking.proposal.starts_at, booking.offer.minutes, settings, actor=actor, now=now
    )
