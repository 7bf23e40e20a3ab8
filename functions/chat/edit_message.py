"""HTTP function that changes the text of a message."""

from shared.chat import message_edits
from shared.chat.errors import (
    Blocked,
    MessageDeleted,
    MessageNotFound,
    NotYours,
    RoomClosed,
    RoomNotFound,
    TooLateToChange,
)
from shared.chat.schemas import Body, MessageView
from shared.contracts.calls import identify_member
from shared.contracts.support import concerns_support_room
from shared.kernel.ids import MessageId, RoomId, UserId
from shared.kernel.schemas import Request
from shared.limits.errors import LimitReached
from shared.runtime.context import Context
from shared.runtime.triggers import http
from shared.workflows import expert_activity


class EditMessage(Request):
    """Body of `edit_message`."""

    room_id: RoomId
    """Id of the room in which the message stands, from `list_rooms`."""
    message_id: MessageId
    """Id of the caller's message to change, from `list_messages`."""
    body: Body
    """New text of the message, 1 to 4,000 characters; for a file, the text below the file."""


@http.post(
    who=("customer", "expert", "admin"),
    open_to_suspended=concerns_support_room,
    audited=False,
    raises=(
        RoomNotFound,
        MessageNotFound,
        Blocked,
        RoomClosed,
        NotYours,
        MessageDeleted,
        TooLateToChange,
        LimitReached,
    ),
    takes_idempotency_key=False,
)
async def edit_message(body: EditMessage, ctx: Context) -> MessageView:
    """Change the text of the caller's own message, for a limited time after sending.

    The time is 15 minutes unless admins change the setting. The same text again changes nothing, at any time.
    """
    me = identify_member(ctx.actor, body.room_id)
    account = UserId(ctx.actor.id)
    action = expert_activity.with_lease_renewed(message_edits.edit_message, me, body.room_id, now=ctx.now)
    message = await ctx.commit(action, body.room_id, body.message_id, body.body, actor=me, account=account, now=ctx.now)
    return MessageView.of(body.room_id, message)
