"""Report what somebody has said."""

from shared.chat import message_reports
from shared.chat.errors import MessageDeleted, MessageNotFound, RoomNotFound, TooManyReports
from shared.chat.message_schemas import ReportedView
from shared.chat.report_models import ReportReason
from shared.kernel.ids import MessageId, RoomId
from shared.kernel.schemas import Request, Text
from shared.runtime.context import Context
from shared.runtime.triggers import http


class ReportMessage(Request):
    room_id: RoomId
    message_id: MessageId
    reason: ReportReason
    notes: Text = ""


@http.post(who=("customer", "expert", "admin"), raises=(RoomNotFound, MessageNotFound, MessageDeleted, TooManyReports))
async def report_message(body: ReportMessage, ctx: Context) -> ReportedView:
    """Report somebody else's message: admins are told, and see it as it is now, whatever becomes of it."""
    me = ctx.actor.as_member_of(body.room_id)
    report = await ctx.commit(
        message_reports.report_message, body.room_id, body.message_id, body.reason, body.notes, actor=me, now=ctx.now
    )
    return ReportedView.of(report)
