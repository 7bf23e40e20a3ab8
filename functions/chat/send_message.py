"""Say something in a room."""

from shared.chat import talking
from shared.chat.errors import AttachmentMissing, Blocked, MessageIdTaken, RoomClosed, RoomNotFound, TooFast
from shared.chat.schemas import MessageView, MessageWish
from shared.kernel.errors import Forbidden
from shared.runtime.context import Context
from shared.runtime.triggers import http


@http.post(
    who=("customer", "expert", "admin"),
    raises=(RoomNotFound, Blocked, RoomClosed, TooFast, MessageIdTaken, AttachmentMissing, Forbidden),
    keyed=False,
)
async def send_message(body: MessageWish, ctx: Context) -> MessageView:
    """Say something in a room. The message's id is the app's choice: a retry finds what it has sent before."""
    me = ctx.actor.within(body.room_id)
    message = await ctx.commit(talking.send, body, actor=me, now=ctx.now)
    return MessageView.of(body.room_id, message)
