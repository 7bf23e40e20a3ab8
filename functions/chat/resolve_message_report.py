"""HTTP function that decides on a report."""

from shared.chat.errors import ReportNotFound, ReportResolved
from shared.chat.message_schemas import MessageReportView
from shared.chat.report_models import ReportAction
from shared.identity.errors import AdminAccount
from shared.identity.models import SuspensionReason
from shared.kernel.ids import Id, UserId
from shared.kernel.schemas import Moment, Request, Text
from shared.runtime.context import Context
from shared.runtime.triggers import http
from shared.workflows import moderation


class ResolveMessageReport(Request):
    """Body of `resolve_message_report`."""

    report_id: Id
    """Id of the open report, from `list_message_reports`."""
    action: ReportAction
    """Decision: `removed` deletes the message, `suspended` also suspends its sender; the others are only recorded."""
    notes: Text = ""
    """Explanation for other admins, at most 5,000 characters; empty by default."""
    cause: SuspensionReason | None = None
    """Reason of the suspension, as the sender is told; needed for `suspended`, and allowed for that alone."""
    suspended_until: Moment | None = None
    """Instant at which the suspension ends by itself; null or left out for a suspension without end."""


@http.post(who="admin", admin_scope="moderator", raises=(ReportNotFound, ReportResolved, AdminAccount))
async def resolve_message_report(body: ResolveMessageReport, ctx: Context) -> MessageReportView:
    """Decide on a report, carry the decision out in the same moment, and remove the report from the queue.

    The message may stand in any room, and its sender may be known by an alias. The report keeps its copy for 90 days,
    or for 14 days after the action `nothing`. The same decision again changes nothing, and another one is refused.
    """
    report = await ctx.commit(
        moderation.decide_on_report,
        body.report_id,
        body.action,
        body.notes,
        cause=body.cause,
        until=body.suspended_until,
        by=UserId(ctx.actor.id),
        now=ctx.now,
    )
    return MessageReportView.of(report)
