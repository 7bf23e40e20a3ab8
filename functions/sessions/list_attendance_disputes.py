"""HTTP: list open disputes about attendance."""

from shared.kernel.paging import Page, PageSize
from shared.kernel.schemas import Request
from shared.runtime.context import Context
from shared.runtime.triggers import http
from shared.sessions import attendance
from shared.sessions.attendance_schemas import AttendanceView


class ListAttendanceDisputes(Request):
    """Query of `list_attendance_disputes`."""

    cursor: str | None = None
    """Value of `next_cursor` of the page before; leave out for the first page."""
    limit: PageSize = 20
    """Most disputes on a page, 1 to 100; 20 by default."""


@http.get(who="admin", admin_scope="support")
async def list_attendance_disputes(query: ListAttendanceDisputes, ctx: Context) -> Page[AttendanceView]:
    """List the open disputes about who came to a session, the most urgent first, with both sides' statements."""
    found = await ctx.read(attendance.list_open_disputes, cursor=query.cursor, limit=query.limit)
    return found.to_page(AttendanceView.of)
