"""Meetings of one person at the same time: refused, or told of, as the settings say.

The times of a person's meetings stand in the person's limits, which each request and each move writes. So two of them
at the same moment never both pass. What stands there only points to bookings: the bookings decide.
"""

import asyncio
from collections.abc import Sequence
from datetime import datetime, timedelta

from shared.bookings import rules, store
from shared.bookings.errors import MeetingOverlap
from shared.bookings.settings import BookingSettings
from shared.contracts import slots
from shared.kernel.actors import Actor
from shared.kernel.errors import FieldError
from shared.kernel.ids import BookingId, UserId
from shared.kernel.ports import UnitOfWork
from shared.limits import rules as limits
from shared.limits.models import HeldTime, SubjectLimits
from shared.limits.subjects import person_limits_ref


async def check_overlapping_meetings(
    uow: UnitOfWork,
    booking_id: BookingId,
    starts_at: datetime,
    minutes: int,
    settings: BookingSettings,
    *,
    actor: Actor,
    now: datetime,
) -> tuple[BookingId, ...]:
    """Find the bookings that the actor has at a time, and refuse the time if so set.

    Args:
        uow: Unit of work that will save the booking.
        booking_id: Booking that will have the time, or propose it.
        starts_at: Start of the meeting.
        minutes: Length of the meeting.
        settings: Settings of bookings.
        actor: Customer of the meeting.
        now: Present instant.

    Returns:
        Ids of the other bookings, to tell the actor of; always empty where the settings say `off`.

    Raises:
        MeetingOverlap: The actor has another meeting at the time, and the settings say `refuse`.
    """
    if settings.overlapping_meetings == "off":
        return ()
    place = person_limits_ref(actor.id)
    state = await uow.get(place) or SubjectLimits()
    until = starts_at + timedelta(minutes=minutes)
    known = [id for id in limits.list_overlapping_holders(state, starts_at, until) if id != booking_id]
    as_customer, as_expert = await asyncio.gather(
        _list_still_held(uow, known, starts_at, minutes, now=now),
        _list_overlaps_as_expert(uow, actor, starts_at, minutes, now=now),
    )
    # Dates of groups that the actor has opened are no bookings: they can only be refused.
    hosted = (BookingId.try_parse(holder) for holder in as_expert)
    overlaps = tuple(dict.fromkeys((*as_customer, *(id for id in hosted if id is not None))))
    if (overlaps or as_expert) and settings.overlapping_meetings == "refuse":
        raise MeetingOverlap(booking_ids=overlaps, errors=[FieldError("starts_at", "own_meeting")])
    time = HeldTime(holder=booking_id, starts_at=starts_at, until=until)
    uow.put(place, limits.with_held_time(state, time, now=now))
    return overlaps


async def _list_still_held(
    uow: UnitOfWork, ids: Sequence[str], starts_at: datetime, minutes: int, *, now: datetime
) -> list[BookingId]:
    """List those of the person's own bookings that take the time now."""
    bookings = await uow.get_all([store.booking_ref(id) for id in ids]) if ids else []
    return [
        booking.id
        for booking in bookings
        if booking is not None and rules.takes_customers_time(booking, starts_at, minutes, now=now)
    ]


async def _list_overlaps_as_expert(
    uow: UnitOfWork, actor: Actor, starts_at: datetime, minutes: int, *, now: datetime
) -> list[str]:
    """List the bookings and the dates of groups that take an expert's time, by the claims on the calendar."""
    if actor.role != "expert":
        return []
    quarters = slots.quarter_claim_refs(UserId(actor.id), starts_at, minutes)
    claims = await uow.get_all(quarters)
    for quarter in quarters:
        uow.verify(quarter)
    return [claim.holder for claim in claims if claim and claim.holder and not claim.is_free_at(now)]
