"""Propose another time to the other side."""

from datetime import datetime

from shared.bookings import rescheduling, store
from shared.bookings.errors import BOOKING_CHANGE_ERRORS, SlotTaken
from shared.bookings.schemas import BookingView, StartTime
from shared.catalogue import rules as hours_rules
from shared.catalogue import store as catalogue
from shared.catalogue.errors import START_TIME_ERRORS
from shared.kernel.actors import Actor
from shared.kernel.ids import BookingId
from shared.kernel.ports import UnitOfWork
from shared.kernel.schemas import Request
from shared.runtime.context import Context
from shared.runtime.triggers import http


class ProposeReschedule(Request):
    booking_id: BookingId
    starts_at: StartTime


async def propose_reschedule_within_hours(
    uow: UnitOfWork, body: ProposeReschedule, *, actor: Actor, now: datetime
) -> None:
    """Hold the other time, which must be one that the expert offers."""
    settings = await store.get_booking_settings(uow, store.booking_ref(body.booking_id))
    booking, _ = await store.access_booking(uow, body.booking_id, actor)
    hours = await catalogue.get_hours(uow, booking.offer.expert)
    hours_rules.check_start_bookable(hours, booking.offer.expert_zone, body.starts_at, booking.offer.minutes, now)
    room = hours.buffer_minutes
    await rescheduling.propose_reschedule(
        uow, body.booking_id, body.starts_at, settings, buffer_minutes=room, actor=actor, now=now
    )


@http.post(
    who=("customer", "expert"), raises=(*BOOKING_CHANGE_ERRORS, *START_TIME_ERRORS, SlotTaken), gateways=("tasks",)
)
async def propose_reschedule(body: ProposeReschedule, ctx: Context) -> BookingView:
    """Propose another time; it is held until the other side has answered. A later proposal replaces an earlier one."""
    await ctx.commit(propose_reschedule_within_hours, body, actor=ctx.actor, now=ctx.now)
    return BookingView.of(await ctx.read(store.get_booking, body.booking_id))
