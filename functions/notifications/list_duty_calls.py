"""HTTP: list calls to the admins on duty."""

from shared.kernel.paging import Page, PageSize
from shared.kernel.schemas import Request
from shared.notifications import duty_calls
from shared.notifications.schemas import DutyCallView
from shared.runtime.context import Context
from shared.runtime.triggers import http


class ListDutyCalls(Request):
    """Query of `list_duty_calls`."""

    cursor: str | None = None
    """Value of `next_cursor` of the page before; leave out for the first page."""
    limit: PageSize = 20
    """Most calls on a page, 1 to 100; 20 by default."""


@http.get(who="admin", admin_scope="supervisor")
async def list_duty_calls(query: ListDutyCalls, ctx: Context) -> Page[DutyCallView]:
    """List the calls about people in danger, the latest first, with who answered and when."""
    found = await ctx.read(duty_calls.list_duty_calls, cursor=query.cursor, limit=query.limit)
    return found.to_page(DutyCallView.of)
