"""Dates of groups: opened by the expert, sold by the seat, cancelled.

A date holds the expert's time as a booking does. A seat is a booking, which holds an entry of the date's document
instead of claims on the expert's time.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from shared.bookings import group_rules, rules
from shared.bookings.errors import AlreadySeated, GroupDateNotFound, GroupDateNotOpen, NoSeatLeft, SlotTaken
from shared.bookings.group_models import GroupDate, GroupDateStatus, TakenSeat
from shared.bookings.jobs import GiveSeatBack
from shared.bookings.models import SEAT_SALE_ENDS_BEFORE, Booking, Side
from shared.claims.holds import release_claims
from shared.claims.models import Claim
from shared.claims.names import Taken, claim_names
from shared.contracts import slots
from shared.contracts.events.bookings import GroupDateCancelled
from shared.kernel.actors import Actor
from shared.kernel.errors import FieldError
from shared.kernel.ids import GroupDateId, UserId
from shared.kernel.paging import Rows, list_rows
from shared.kernel.ports import Query, Reader, Ref, UnitOfWork


def group_date_ref(group_date: str) -> Ref[GroupDate]:
    """Return the reference of a group's date."""
    return Ref(f"group_dates/{group_date}", GroupDate)


async def get_group_date(reader: Reader, group_date: GroupDateId) -> GroupDate:
    """Get a group's date.

    Raises:
        GroupDateNotFound: No date has this id.
    """
    found = await reader.get(group_date_ref(group_date))
    if found is None:
        raise GroupDateNotFound(group_date_id=group_date)
    return found


async def list_dates_on_sale(
    reader: Reader, expert: UserId, *, cursor: str | None, limit: int, now: datetime
) -> Rows[GroupDate]:
    """List the open dates of an expert whose sale goes on, the soonest first, full ones too."""
    query = (
        Query("group_dates", GroupDate)
        .matching("offer.expert", "==", expert)
        .matching("status", "==", GroupDateStatus.OPEN)
        .matching("starts_at", ">", now + SEAT_SALE_ENDS_BEFORE)
        .order_by("starts_at")
        .order_by("id")
    )
    return await list_rows(reader, query, cursor=cursor, limit=limit)


async def list_dates_of_expert(reader: Reader, expert: UserId, *, cursor: str | None, limit: int) -> Rows[GroupDate]:
    """List all dates of an expert, past ones too, the latest start first."""
    query = Query("group_dates", GroupDate).matching("offer.expert", "==", expert)
    query = query.order_by("starts_at", "desc").order_by("id", "desc")
    return await list_rows(reader, query, cursor=cursor, limit=limit)


async def list_dates_to_check(reader: Reader, *, at: datetime, limit: int) -> list[GroupDateId]:
    """List the dates that are to be decided on, or that were cancelled and still have seats."""
    query = Query("group_dates", GroupDate).matching("check_at", "<=", at).order_by("check_at").first(limit)
    return [date.id for date in await reader.query(query)]


async def open_group_date(uow: UnitOfWork, date: GroupDate, *, now: datetime) -> None:
    """Save a new date and claim the expert's time for it.

    Raises:
        SlotTaken: The time, or a quarter within the buffer, belongs to a booking or another date.
    """
    quarters, around = _list_quarters(date)
    try:
        await claim_names(uow, quarters, holder=date.id, now=now, must_be_free=around)
    except Taken as error:
        raise SlotTaken(starts_at=date.starts_at, errors=[FieldError("starts_at", "just_taken")]) from error
    uow.create(group_date_ref(date.id), date)


def _list_quarters(date: GroupDate) -> tuple[list[Ref[Claim]], list[Ref[Claim]]]:
    """List the quarters that the date takes, and those within the buffer around it."""
    expert, minutes, buffer = date.offer.expert, date.offer.minutes, date.buffer_minutes
    taken = slots.quarter_claim_refs(expert, date.starts_at, minutes)
    wide = slots.quarter_claim_refs(expert, date.starts_at - timedelta(minutes=buffer), minutes + 2 * buffer)
    return taken, [quarter for quarter in wide if quarter not in taken]


async def hold_seat(uow: UnitOfWork, booking: Booking, *, now: datetime) -> None:
    """Hold the seat of a booking in its present status: for a time while unpaid, for good once confirmed or free.

    Raises:
        GroupDateNotFound: The date does not exist.
        GroupDateNotOpen: The date was cancelled, or its meeting has begun.
        AlreadySeated: The customer has another seat.
        NoSeatLeft: All seats are taken.
    """
    if booking.group_date is None:
        return
    date = await get_group_date(uow, booking.group_date)
    uow.put(group_date_ref(date.id), group_rules.with_seat(date, _seat_from_booking(booking), now=now))


def _seat_from_booking(booking: Booking) -> TakenSeat:
    return TakenSeat(booking_id=booking.id, customer=booking.customer, until=rules.compute_hold_expiry(booking))


async def secure_seat(uow: UnitOfWork, booking: Booking, *, now: datetime) -> bool:
    """Sell its seat to a booking that was paid. False if the date was cancelled, or others have all seats by now.

    A booking that is no seat has nothing to secure.
    """
    if booking.group_date is None:
        return True
    date = await uow.get(group_date_ref(booking.group_date))
    if date is None:
        return False
    seat = TakenSeat(booking_id=booking.id, customer=booking.customer)
    try:
        uow.put(group_date_ref(date.id), group_rules.with_seat(date, seat, now=now))
    except (GroupDateNotOpen, AlreadySeated, NoSeatLeft):
        return False
    return True


async def check_seat_available(reader: Reader, booking: Booking, *, now: datetime) -> None:
    """Check that a booking that awaits its payment still has a seat, or could have one.

    Raises:
        GroupDateNotFound: The date does not exist.
        GroupDateNotOpen: The date was cancelled, or its meeting has begun.
        AlreadySeated: The customer has another seat.
        NoSeatLeft: All seats are taken.
    """
    if booking.group_date is not None:
        date = await get_group_date(reader, booking.group_date)
        group_rules.with_seat(date, _seat_from_booking(booking), now=now)


async def release_seat(uow: UnitOfWork, booking: Booking) -> None:
    """Give back the seat that a booking has, if it has one. Idempotent."""
    if booking.group_date is None:
        return
    ref = group_date_ref(booking.group_date)
    date = await uow.get(ref)
    if date is not None and (freed := group_rules.without_seat(date, booking.id)) is not date:
        uow.put(ref, freed)


async def access_own_date(reader: Reader, group_date: GroupDateId, actor: Actor) -> tuple[GroupDate, Side]:
    """Get a date for its expert or an admin, with the actor's side.

    Raises:
        GroupDateNotFound: The date does not exist, or is not the actor's.
    """
    date = await get_group_date(reader, group_date)
    if actor.role == "admin":
        return date, Side.ADMIN
    if actor.id != date.offer.expert:
        raise GroupDateNotFound(group_date_id=group_date)
    return date, Side.EXPERT


async def cancel_date(
    uow: UnitOfWork, before: GroupDate, by: Side, *, reason: str = "", admin: UserId | None = None, now: datetime
) -> GroupDate:
    """Cancel a date: free the expert's time, and schedule the return of each seat.

    Raises:
        GroupDateNotOpen: The date was cancelled before, or its meeting has begun.
    """
    date = group_rules.with_end(before, by, reason=reason, admin=admin, now=now)
    quarters, _ = _list_quarters(date)
    await release_claims(uow, [quarter.path for quarter in quarters], holder=date.id)
    uow.put(group_date_ref(date.id), date)
    uow.emit(GroupDateCancelled(group_date=date.id, cancelled_at=now))
    schedule_returns(uow, date)
    return date


def schedule_returns(uow: UnitOfWork, date: GroupDate) -> None:
    """Schedule a task for each seat of a date that was cancelled."""
    for seat in date.taken:
        # Without a key: a job with the same key could be concluded by a task that found nothing to do.
        uow.schedule(GiveSeatBack(booking_id=seat.booking_id, group_date=date.id))


async def settle_group_date(uow: UnitOfWork, group_date: GroupDateId, *, now: datetime) -> None:
    """Decide whether a date takes place, or schedule anew the returns that a date which was cancelled still owes.

    A date whose meeting has begun before anybody decided takes place.

    Raises:
        GroupDateNotFound: No date has this id.
        GroupDateNotOpen: The meeting has begun since.
    """
    date = await get_group_date(uow, group_date)
    if date.check_at is None or now < date.check_at:
        return
    if date.status is not GroupDateStatus.OPEN:
        schedule_returns(uow, date)
    elif group_rules.has_too_few_seats(date) and now < date.starts_at:
        await cancel_date(uow, date, Side.SYSTEM, now=now)
    else:
        uow.put(group_date_ref(date.id), date.having(is_sure=True))


async def is_date_cancelled(reader: Reader, booking: Booking) -> bool:
    """Return whether a booking is a seat at a date that was cancelled."""
    date = await reader.get(group_date_ref(booking.group_date)) if booking.group_date is not None else None
    return date is not None and date.status is GroupDateStatus.CANCELLED


def list_seated_bookings(date: GroupDate | None) -> Sequence[str]:
    """List the ids of the bookings whose seats are sold."""
    return [seat.booking_id for seat in date.sold] if date is not None else []
