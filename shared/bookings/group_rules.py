"""Rules of a group's date: its seats, its minimum, and its end. Pure, told the time."""

from datetime import datetime, timedelta

from shared.bookings.errors import AlreadySeated, GroupDateNotOpen, NoSeatLeft
from shared.bookings.group_models import GroupDate, GroupDateStatus, TakenSeat
from shared.bookings.models import Side
from shared.contracts.offers import Approval, Offer
from shared.kernel.ids import BookingId, GroupDateId, UserId

# Unpaid bookings end after some days. A stranger's many bookings must not fill the document.
_MOST_RUN_OUT = 100
_TOO_FEW = "Kursi yang terisi terlalu sedikit / Too few seats were taken"


def date_from_offer(
    id: GroupDateId,
    offer: Offer,
    starts_at: datetime,
    *,
    seats: int,
    fewest_seats: int,
    decide_hours: int,
    buffer_minutes: int,
    now: datetime,
) -> GroupDate:
    """Build an open date. If the time to decide has passed already, it is decided at the end of the sale.

    Raises:
        GroupDateNotOpen: The sale would be over already.
    """
    date = GroupDate(
        id=id,
        offer=offer.having(approval=Approval.AUTOMATIC),
        starts_at=starts_at,
        buffer_minutes=buffer_minutes,
        seats=seats,
        fewest_seats=fewest_seats,
        decide_at=starts_at - timedelta(hours=decide_hours),
        created_at=now,
    )
    check_on_sale(date, now=now)
    return date if now < date.decide_at else date.having(decide_at=date.sold_until)


def check_on_sale(date: GroupDate, *, now: datetime) -> None:
    """Check that seats of the date are sold now.

    Raises:
        GroupDateNotOpen: The date was cancelled, or its sale is over.
    """
    if date.status is not GroupDateStatus.OPEN or date.sold_until <= now:
        raise GroupDateNotOpen(group_date_status=date.status)


def with_seat(date: GroupDate, seat: TakenSeat, *, now: datetime) -> GroupDate:
    """Return the date with a seat held or sold. A booking that has a seat keeps the same seat.

    Holds of others that have run out count no more: their bookings get a seat again with their payment, if one is free.
    The latest of them stay noted, so that a cancelled date ends these bookings too.

    Raises:
        GroupDateNotOpen: The date was cancelled, or its meeting has begun.
        AlreadySeated: The customer has another seat.
        NoSeatLeft: All seats are taken.
    """
    if date.status is not GroupDateStatus.OPEN or date.starts_at <= now:
        raise GroupDateNotOpen(group_date_status=date.status)
    noted = [each for each in date.taken if each.booking_id != seat.booking_id]
    others = [each for each in noted if each.is_taken_at(now)]
    own = next((each for each in others if each.customer == seat.customer), None)
    if own is not None:
        raise AlreadySeated(booking_id=own.booking_id)
    if len(others) >= date.seats:
        raise NoSeatLeft()
    run_out = [each for each in noted if not each.is_taken_at(now)]
    return date.having(taken=(*run_out[-_MOST_RUN_OUT:], *others, seat))


def without_seat(date: GroupDate, booking_id: BookingId) -> GroupDate:
    """Return the date without the seat of a booking; unchanged if the booking has none."""
    taken = tuple(seat for seat in date.taken if seat.booking_id != booking_id)
    return date if len(taken) == len(date.taken) else date.having(taken=taken)


def has_too_few_seats(date: GroupDate) -> bool:
    """Return whether fewer seats are sold than the date needs."""
    return len(date.sold) < date.fewest_seats


def with_end(date: GroupDate, by: Side, *, reason: str, admin: UserId | None = None, now: datetime) -> GroupDate:
    """Return the date cancelled, for too few seats if `by` is `system`.

    Raises:
        GroupDateNotOpen: The date was cancelled before, or its meeting has begun.
    """
    if date.status is not GroupDateStatus.OPEN or date.starts_at <= now:
        raise GroupDateNotOpen(group_date_status=date.status)
    return date.having(
        status=GroupDateStatus.CANCELLED,
        cancelled_by=by,
        cancelled_by_admin=admin,
        cancelled_at=now,
        reason=_TOO_FEW if by is Side.SYSTEM else reason,
    )
