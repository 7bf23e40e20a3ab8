"""HTTP: get a date of a service for groups."""

from shared.bookings.errors import GroupDateNotFound
from shared.bookings.group_schemas import GroupDateView
from shared.kernel.ids import GroupDateId
from shared.kernel.schemas import Request
from shared.runtime.context import Context
from shared.runtime.triggers import http
from shared.workflows import group_seats


class GetGroupDate(Request):
    """Query of `get_group_date`."""

    group_date_id: GroupDateId
    """Id of the date, from `list_group_dates`, a seat's booking, or a notification."""


@http.get(who=("customer", "expert", "admin"), raises=(GroupDateNotFound,))
async def get_group_date(query: GetGroupDate, ctx: Context) -> GroupDateView:
    """Get a date of a service for groups, with its free seats.

    The expert of the date, admins and those who have a seat see it always. Others see it while it is open and its
    expert is listed.

    Raises:
        GroupDateNotFound: The date does not exist, or the caller may not see it.
    """
    date = await ctx.read(group_seats.access_date, query.group_date_id, actor=ctx.actor)
    return GroupDateView.of(date, now=ctx.now)
