"""HTTP function that reports a message."""

from shared.chat import message_reports
from shared.chat.errors import MessageDeleted, MessageNotFound, RoomNotFound, TooManyReports
from shared.chat.message_schemas import ReportedView
from shared.chat.report_models import ReportReason
from shared.contracts.calls import identify_caller
from shared.kernel.ids import MessageId, RoomId
from shared.kernel.schemas import Request, Text
from shared.runtime.context import Context
from shared.runtime.triggers import http


class ReportMessage(Request):
    """Body of `report_message`."""

    room_id: RoomId
    """Id of the room in which the message stands, from `list_rooms`."""
    message_id: MessageId
    """Id of somebody else's message to report, from `list_messages`."""
    reason: ReportReason
    """Kind of harm that the caller sees in the message."""
    notes: Text = ""
    """Explanation for the admins, at most 5,000 characters; empty by default."""


@http.post(
    who=("customer", "expert", "admin"),
    audited=False,
    raises=(RoomNotFound, MessageNotFound, MessageDeleted, TooManyReports),
)
async def report_message(body: ReportMessage, ctx: Context) -> ReportedView:
    """Report a message of another person to the admins.

    The report keeps the message as the message is now, even if its sender edits or deletes the message later.
    A repeated report of the same message returns the first report.
    """
    me = identify_caller(ctx.actor, body.room_id)
    report = await ctx.commit(
        message_reports.report_message, body.room_id, body.message_id, body.reason, body.notes, actor=me, now=ctx.now
    )
    return ReportedView.of(report)
