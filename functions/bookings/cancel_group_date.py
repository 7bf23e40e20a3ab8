"""HTTP: cancel a date of a group."""

from shared.bookings.errors import GroupDateNotFound, GroupDateNotOpen
from shared.bookings.group_schemas import GroupDateView
from shared.bookings.schemas import Reason
from shared.kernel.ids import GroupDateId
from shared.kernel.schemas import Request
from shared.runtime.context import Context
from shared.runtime.triggers import http
from shared.workflows import group_seats


class CancelGroupDate(Request):
    """Body of `cancel_group_date`."""

    group_date_id: GroupDateId
    """Date to cancel, from `list_my_group_dates`."""
    reason: Reason
    """Reason, in 1 to 500 characters; everybody who has a seat reads this text."""


@http.post(
    who=("expert", "admin"),
    admin_scope="support",
    raises=(GroupDateNotFound, GroupDateNotOpen),
    dispatches=("tasks",),
)
async def cancel_group_date(body: CancelGroupDate, ctx: Context) -> GroupDateView:
    """Cancel a date before its start. Everybody who has paid gets all of it back, and the expert's time is free.

    An expert who does so shortly before the start gets one strike, as for a booking.

    Raises:
        GroupDateNotFound: The date does not exist, or is not the caller's.
        GroupDateNotOpen: The date was cancelled before, or its meeting has begun.
    """
    date = await ctx.commit(
        group_seats.cancel_group_date, body.group_date_id, body.reason, actor=ctx.actor, now=ctx.now
    )
    return GroupDateView.of(date, now=ctx.now)
