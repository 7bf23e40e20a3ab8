"""A reported message wakes somebody."""

from shared.contracts.events.chat import MessageReported
from shared.runtime.context import Context
from shared.runtime.triggers import on


@on(MessageReported)
async def alert_when_message_reported(event: MessageReported, ctx: Context) -> None:
    """Raise the alarm for a message that somebody has reported; what it says is for the queue of reports alone."""
    ctx.alert(f"message reported: {event.reason}", report_id=event.report_id, room_id=event.room_id)
