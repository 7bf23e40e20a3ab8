"""HTTP function that marks messages as read."""

from shared.chat import inboxes
from shared.chat.errors import RoomNotFound
from shared.chat.schemas import RoomView, Watermark
from shared.contracts.calls import identify_member
from shared.contracts.support import concerns_support_room
from shared.kernel.ids import RoomId, UserId
from shared.kernel.schemas import Request
from shared.runtime.context import Context
from shared.runtime.triggers import http
from shared.workflows import expert_activity, room_read_marks


class MarkRoomRead(Request):
    """Body of `mark_room_read`."""

    room_id: RoomId
    """Id of the room whose messages were read, from `list_rooms`."""
    seq: Watermark | None = None
    """Number of the newest message that was read; all messages of the room when left out."""


@http.post(
    who=("customer", "expert", "admin"),
    open_to_suspended=concerns_support_room,
    audited=False,
    raises=(RoomNotFound,),
    takes_idempotency_key=False,
)
async def mark_room_read(body: MarkRoomRead, ctx: Context) -> RoomView:
    """Mark messages of a room as read, which lowers the unread count. The mark never moves back.

    The room's notification in the app becomes read too, once the newest message of which it tells is read.
    """
    me, account = identify_member(ctx.actor, body.room_id), UserId(ctx.actor.id)
    action = expert_activity.with_lease_renewed(room_read_marks.mark_room_read, me, body.room_id, now=ctx.now)
    room, inbox = await ctx.commit(action, body.room_id, body.seq, actor=me, account=account, now=ctx.now)
    viewer = UserId(me.id)
    return RoomView.of(room, inboxes.entry_or_default(inbox, room, viewer), viewer=viewer, now=ctx.now)
