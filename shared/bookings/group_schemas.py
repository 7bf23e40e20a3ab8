"""Views of groups."""

from datetime import datetime
from typing import Self

from shared.bookings.group_models import GroupDate, GroupDateStatus
from shared.bookings.models import Side
from shared.bookings.schemas import BookedServiceView
from shared.kernel.ids import GroupDateId
from shared.kernel.schemas import Moment, View


class GroupDateView(View):
    """A date of a service for groups. Who has taken its seats, nobody reads here."""

    group_date_id: GroupDateId
    """Date to name in `take_seat`; its chat room has the same id."""
    status: GroupDateStatus
    """State of the date: `open` until its end, or `cancelled`."""
    service: BookedServiceView
    """The service as it was offered when the date was opened; its price is that of a seat."""
    starts_at: Moment
    """Start of the meeting, an RFC 3339 instant in UTC."""
    ends_at: Moment
    """End of the meeting, an RFC 3339 instant in UTC."""
    sold_until: Moment
    """Instant in UTC until which seats are sold."""
    seats: int
    """Most people who can take part beside the expert."""
    free_seats: int
    """Seats that nobody has taken. An unpaid seat is taken for an hour."""
    fewest_seats: int
    """Paid seats without which the date is cancelled at `decide_at`, and everybody is paid back."""
    decide_at: Moment
    """Instant in UTC at which it is decided whether the date takes place."""
    is_sure: bool
    """True once it was decided that there are enough seats."""
    cancelled_by: Side | None
    """Side that cancelled the date, `system` for too few seats; null for an open date."""
    reason: str
    """Reason for which the date was cancelled; otherwise empty."""

    @classmethod
    def of(cls, date: GroupDate, *, now: datetime) -> Self:
        """Build the view of `date` at the time `now`."""
        return cls(
            group_date_id=date.id,
            status=date.status,
            service=BookedServiceView.of(date.offer),
            starts_at=date.starts_at,
            ends_at=date.ends_at,
            sold_until=date.sold_until,
            seats=date.seats,
            free_seats=date.count_free_seats(now),
            fewest_seats=date.fewest_seats,
            decide_at=date.decide_at,
            is_sure=date.is_sure,
            cancelled_by=date.cancelled_by,
            reason=date.reason,
        )
