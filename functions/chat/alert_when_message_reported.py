"""Alert to the team for a reported message."""

from shared.contracts.events.chat import MessageReported
from shared.runtime.context import Context
from shared.runtime.triggers import on


@on(MessageReported)
async def alert_when_message_reported(event: MessageReported, ctx: Context) -> None:
    """Alert the team to a reported message. Only the queue of reports shows the message's text."""
    ctx.alert(f"message reported: {event.reason}", report_id=event.report_id, room_id=event.room_id)
