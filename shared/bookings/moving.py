"""Another time: proposed by one side, accepted or declined by the other."""

from datetime import datetime

from shared.bookings import actions, holding, jobs, links, rules, store
from shared.bookings.jobs import Notice
from shared.bookings.models import Booking, Side
from shared.bookings.settings import BookingSettings
from shared.events.bookings import BookingMoved
from shared.kernel import claims
from shared.kernel.actors import Actor
from shared.kernel.ids import BookingId, UserId
from shared.kernel.ports import UnitOfWork


async def propose(
    uow: UnitOfWork,
    booking_id: BookingId,
    starts_at: datetime,
    settings: BookingSettings,
    *,
    buffer_minutes: int,
    actor: Actor,
    now: datetime,
) -> Booking:
    """Ask the other side for another time, and hold it until they answer. Raises `SlotTaken`."""
    before, side = await store.booking_for(uow, booking_id, actor)
    booking = rules.proposed(before, side, starts_at, settings, buffer_minutes=buffer_minutes, now=now)
    await claims.give_back(uow, holding.proposed(before), holder=booking.id)
    if booking.proposal is not None:
        around, until = booking.around(starts_at, buffer_minutes), booking.proposal.expires_at
        await holding.claim(uow, booking, holding.proposed(booking), beside=around, now=now, until=until)
    uow.put(store.ref(booking.id), booking)
    jobs.tell(uow, booking, Notice.PROPOSED, _other(booking, side))
    return booking


async def accept(uow: UnitOfWork, booking_id: BookingId, *, actor: Actor, now: datetime) -> Booking:
    """Take the other time: the old one is free again in the same breath. A request is approved with it."""
    settings = await store.settings(uow, store.ref(booking_id))
    before, side = await store.booking_for(uow, booking_id, actor)
    booking = rules.accepted(before, side, settings, now=now)
    await claims.give_back(uow, holding.without(before.claims, booking.claims), holder=booking.id)
    await holding.hold(uow, booking, now=now)
    if booking.awaits_payment:
        actions.keep_approved(uow, booking)
        return booking
    return await _move(uow, before, booking, now=now)


async def _move(uow: UnitOfWork, before: Booking, booking: Booking, *, now: datetime) -> Booking:
    await links.leave(uow, before)
    booking = booking.having(meeting=await links.meet(uow, booking, now=now))
    uow.put(store.ref(booking.id), booking)
    uow.emit(BookingMoved(booking_id=booking.id, starts_at=booking.starts_at, ends_at=booking.ends_at))
    jobs.tell(uow, booking, Notice.MOVED, booking.customer, booking.offer.expert)
    return booking


async def decline(uow: UnitOfWork, booking_id: BookingId, *, actor: Actor, now: datetime) -> Booking:
    """Stay with the time there is; the other one is free again. Who takes back their own proposal leaves no news."""
    before, side = await store.booking_for(uow, booking_id, actor)
    booking = rules.declined(before, now=now)
    await claims.give_back(uow, holding.proposed(before), holder=booking.id)
    uow.put(store.ref(booking.id), booking)
    if before.proposal is not None and before.proposal.by is not side:
        jobs.tell(uow, booking, Notice.DECLINED, _other(booking, side))
    return booking


def _other(booking: Booking, side: Side) -> UserId:
    return booking.customer if side is Side.EXPERT else booking.offer.expert
