"""Entities of groups: a date with its seats."""

from datetime import datetime, timedelta

from pydantic import computed_field

from shared.bookings.models import SEAT_SALE_ENDS_BEFORE, Side
from shared.contracts.offers import Offer
from shared.kernel.ids import BookingId, GroupDateId, UserId
from shared.kernel.schemas import Entity, Moment
from shared.kernel.stored_choices import StoredEnum

_REPEAT_AFTER = timedelta(minutes=10)


class GroupDateStatus(StoredEnum):
    """State of a group's date. Whether an open date is to come, goes on or is over, its times tell."""

    OPEN = "open"
    CANCELLED = "cancelled"
    UNKNOWN = "unknown"


class TakenSeat(Entity):
    """Seat that a booking has at a date.

    Attributes:
        booking_id: Booking whose seat this is.
        customer: Customer of the booking.
        until: End of the hold of an unpaid seat, UTC; None for a seat that is sold.
    """

    booking_id: BookingId
    customer: UserId
    until: Moment | None = None

    def is_taken_at(self, now: datetime) -> bool:
        """Return whether nobody else can have the seat at `now`."""
        return self.until is None or now < self.until


class GroupDate(Entity):
    """Date of a service for groups: one expert, one time, several seats. Stored in `group_dates/{id}`.

    The seats are entries of this one document. So the commit that takes a seat fails if another seat was taken
    meanwhile, and no date is oversold.

    Attributes:
        id: Id of the date, of its chat room and of its video room. It holds the claims of the expert's time.
        status: State of the date.
        offer: The service as it was offered when the date was opened; its price is that of a seat.
        starts_at: Start of the meeting, UTC.
        buffer_minutes: Minutes that the expert keeps free before and after the meeting.
        seats: Most seats.
        fewest_seats: Paid seats without which the date is cancelled.
        decide_at: Time at which it is decided whether the date takes place, UTC.
        is_sure: True once it was decided that the date takes place.
        taken: Seats that are sold or held. A hold that has run out counts no more.
        cancelled_by: Side that cancelled the date; `system` for too few seats.
        cancelled_by_admin: Uid of the admin who cancelled the date, if an admin did.
        cancelled_at: Time at which the date was cancelled, UTC.
        reason: Reason for which the date was cancelled; empty by default.
        created_at: Time at which the date was opened, UTC.
    """

    id: GroupDateId
    status: GroupDateStatus = GroupDateStatus.OPEN
    offer: Offer
    starts_at: Moment
    buffer_minutes: int = 0
    seats: int
    fewest_seats: int
    decide_at: Moment
    is_sure: bool = False
    taken: tuple[TakenSeat, ...] = ()
    cancelled_by: Side | None = None
    cancelled_by_admin: UserId | None = None
    cancelled_at: Moment | None = None
    reason: str = ""
    created_at: Moment

    @property
    def ends_at(self) -> datetime:
        """End of the meeting, UTC."""
        return self.starts_at + timedelta(minutes=self.offer.minutes)

    @property
    def sold_until(self) -> datetime:
        """End of the sale of seats, UTC."""
        return self.starts_at - SEAT_SALE_ENDS_BEFORE

    @property
    def sold(self) -> tuple[TakenSeat, ...]:
        """Seats that are sold."""
        return tuple(seat for seat in self.taken if seat.until is None)

    @computed_field  # type: ignore[prop-decorator]
    @property
    def check_at(self) -> Moment | None:
        """Time from which on the sweep looks at the date, UTC: to decide, or to give seats of a dead date back.

        Stored, because the sweep queries for it. None if there is nothing to do.
        """
        if self.status is GroupDateStatus.OPEN:
            return None if self.is_sure else self.decide_at
        if self.cancelled_at is None or not self.taken:
            return None
        return self.cancelled_at + _REPEAT_AFTER

    def count_free_seats(self, now: datetime) -> int:
        """Count the seats that can be taken at `now`, whether or not the sale goes on."""
        return max(0, self.seats - sum(seat.is_taken_at(now) for seat in self.taken))
