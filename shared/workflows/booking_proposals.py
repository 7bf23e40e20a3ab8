"""Proposals of another time for a booking, within the hours that the expert offers."""

from datetime import datetime

from shared.bookings import rescheduling, store
from shared.bookings.models import Side
from shared.catalogue import rules as hours_rules
from shared.catalogue import store as catalogue
from shared.kernel.actors import Actor
from shared.kernel.ids import BookingId
from shared.kernel.ports import UnitOfWork
from shared.workflows import overlapping_meetings


async def propose_reschedule_within_hours(
    uow: UnitOfWork, booking_id: BookingId, starts_at: datetime, *, actor: Actor, now: datetime
) -> None:
    """Propose another time for a booking and hold that time.

    Raises:
        BookingNotFound: The booking does not exist, or the actor has no part in it.
        BookingNotOpen: The booking is over, or its meeting has begun.
        SlotTaken: The time is taken.
        MeetingOverlap: The customer has another meeting at that time, and the settings refuse it.
        START_TIME_ERRORS: The expert does not offer that time.
    """
    settings = await store.get_booking_settings(uow, store.booking_ref(booking_id))
    booking, side = await store.access_booking(uow, booking_id, actor)
    hours = await catalogue.get_hours(uow, booking.offer.expert)
    hours_rules.check_start_bookable(hours, booking.offer.expert_zone, starts_at, booking.offer.minutes, now)
    overlaps: tuple[BookingId, ...] = ()
    if side is Side.CUSTOMER:
        overlaps = await overlapping_meetings.check_overlapping_meetings(
            uow, booking.id, starts_at, booking.offer.minutes, settings, actor=actor, now=now
        )
    await rescheduling.propose_reschedule(
        uow,
        booking_id,
        starts_at,
        settings,
        buffer_minutes=hours.buffer_minutes,
        overlaps=overlaps,
        actor=actor,
        now=now,
    )
