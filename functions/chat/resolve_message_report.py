"""HTTP function that records a decision on a report."""

from shared.chat import message_reports
from shared.chat.errors import ReportNotFound, ReportResolved
from shared.chat.message_schemas import MessageReportView
from shared.chat.report_models import ReportAction
from shared.kernel.ids import Id, UserId
from shared.kernel.schemas import Request, Text
from shared.runtime.context import Context
from shared.runtime.triggers import http


class ResolveMessageReport(Request):
    """Body of `resolve_message_report`."""

    report_id: Id
    """Id of the open report, from `list_message_reports`."""
    action: ReportAction
    """Measure that the admin took about the message; this call only records the decision."""
    notes: Text = ""
    """Explanation for other admins, at most 5,000 characters; empty by default."""


@http.post(who="admin", admin_scope="moderator", raises=(ReportNotFound, ReportResolved))
async def resolve_message_report(body: ResolveMessageReport, ctx: Context) -> MessageReportView:
    """Record the decision on a report, and remove the report from the queue.

    The report is kept for 90 days, or for 14 days after the action `nothing`.
    The same decision again changes nothing, and another decision is refused.
    """
    by = UserId(ctx.actor.id)
    report = await ctx.commit(
        message_reports.resolve_report, body.report_id, body.action, body.notes, by=by, now=ctx.now
    )
    return MessageReportView.of(report)
