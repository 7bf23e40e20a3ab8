"""Propose another time to the other side."""

from datetime import datetime

from shared.bookings import moving, store
from shared.bookings.errors import UNCHANGEABLE, SlotTaken
from shared.bookings.schemas import BookingView, Start
from shared.catalogue import rules as hours_rules
from shared.catalogue import store as catalogue
from shared.catalogue.errors import UNBOOKABLE
from shared.kernel.actors import Actor
from shared.kernel.ids import BookingId
from shared.kernel.ports import UnitOfWork
from shared.kernel.schemas import Request
from shared.runtime.context import Context
from shared.runtime.triggers import http


class ProposeReschedule(Request):
    booking_id: BookingId
    starts_at: Start


async def propose(uow: UnitOfWork, body: ProposeReschedule, *, actor: Actor, now: datetime) -> None:
    """Hold the other time, which must be one that the expert offers."""
    settings = await store.settings(uow, store.ref(body.booking_id))
    booking, _ = await store.booking_for(uow, body.booking_id, actor)
    hours = await catalogue.hours(uow, booking.offer.expert)
    hours_rules.opening(hours, booking.offer.expert_zone, body.starts_at, booking.offer.minutes, now)
    room = hours.buffer_minutes
    await moving.propose(uow, body.booking_id, body.starts_at, settings, buffer_minutes=room, actor=actor, now=now)


@http.post(who=("customer", "expert"), raises=(*UNCHANGEABLE, *UNBOOKABLE, SlotTaken), gateways=("tasks",))
async def propose_reschedule(body: ProposeReschedule, ctx: Context) -> BookingView:
    """Propose another time; it is held until the other side has answered. A later proposal replaces an earlier one."""
    await ctx.commit(propose, body, actor=ctx.actor, now=ctx.now)
    return BookingView.of(await ctx.read(store.booking, body.booking_id))
