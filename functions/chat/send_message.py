"""HTTP function that sends a message."""

from shared.chat import sending
from shared.chat.errors import (
    AttachmentMissing,
    Blocked,
    MessageIdTaken,
    QuestionsUsedUp,
    RoomClosed,
    RoomNotFound,
    TooFast,
)
from shared.chat.schemas import MessageView, SendMessage
from shared.contracts.calls import identify_member
from shared.contracts.support import concerns_support_room
from shared.kernel.errors import Forbidden
from shared.limits.errors import IdentityNeeded
from shared.runtime.context import Context
from shared.runtime.triggers import http
from shared.workflows import expert_activity


@http.post(
    who=("customer", "expert", "admin"),
    open_to_suspended=concerns_support_room,
    audited=False,
    raises=(
        RoomNotFound,
        Blocked,
        RoomClosed,
        QuestionsUsedUp,
        TooFast,
        MessageIdTaken,
        AttachmentMissing,
        IdentityNeeded,
        Forbidden,
    ),
    takes_idempotency_key=False,
)
async def send_message(body: SendMessage, ctx: Context) -> MessageView:
    """Send a message to a room.

    The app chooses the `message_id`. Retry with the same id: the call returns the message that was sent before.
    """
    me = identify_member(ctx.actor, body.room_id)
    action = expert_activity.with_lease_renewed(sending.send_message, me, body.room_id, now=ctx.now)
    message = await ctx.commit(action, body, actor=me, now=ctx.now)
    return MessageView.of(body.room_id, message)
