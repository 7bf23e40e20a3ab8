"""HTTP function that deletes a message."""

from shared.chat import message_edits
from shared.chat.errors import Blocked, MessageNotFound, NotYours, RoomNotFound, TooLateToChange
from shared.chat.schemas import MessageView
from shared.contracts.calls import identify_member
from shared.contracts.support import concerns_support_room
from shared.kernel.ids import MessageId, RoomId
from shared.kernel.schemas import Request
from shared.runtime.context import Context
from shared.runtime.triggers import http
from shared.workflows import expert_activity


class DeleteMessage(Request):
    """Body of `delete_message`."""

    room_id: RoomId
    """Id of the room in which the message stands, from `list_rooms`."""
    message_id: MessageId
    """Id of the message to delete, from `list_messages`."""


@http.post(
    who=("customer", "expert", "admin"),
    open_to_suspended=concerns_support_room,
    raises=(RoomNotFound, MessageNotFound, Blocked, NotYours, TooLateToChange),
    takes_idempotency_key=False,
)
async def delete_message(body: DeleteMessage, ctx: Context) -> MessageView:
    """Delete the content of a message. The sender, the time and the sequence number remain.

    Senders can delete their own messages for a limited time, 48 hours unless admins change the setting.
    Admins of a group, and Temani's admins in support rooms, can delete any message. A repeated call changes nothing.
    """
    me = identify_member(ctx.actor, body.room_id)
    action = expert_activity.with_lease_renewed(message_edits.delete_message, me, body.room_id, now=ctx.now)
    message = await ctx.commit(action, body.room_id, body.message_id, actor=me, now=ctx.now)
    return MessageView.of(body.room_id, message)
