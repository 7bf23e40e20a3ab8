"""HTTP function that lists reports of messages."""

from shared.chat import message_reports
from shared.chat.message_schemas import MessageReportView
from shared.chat.report_models import ReportStatus
from shared.kernel.paging import Page, PageSize
from shared.kernel.schemas import Request
from shared.runtime.context import Context
from shared.runtime.triggers import http


class ListMessageReports(Request):
    """Query of `list_message_reports`."""

    status: ReportStatus = ReportStatus.OPEN
    """State of the reports to list; `open` by default."""
    cursor: str | None = None
    """Value of `next_cursor` of the page before; leave out for the first page."""
    limit: PageSize = 20
    """Most reports on a page, 1 to 100; 20 by default."""


@http.get(who="admin", admin_scope="moderator")
async def list_message_reports(query: ListMessageReports, ctx: Context) -> Page[MessageReportView]:
    """List reports of messages with their evidence, the newest reports first."""
    return await ctx.read(
        message_reports.list_reports, query.status, cursor=query.cursor, limit=query.limit, now=ctx.now
    )
