"""HTTP function that removes a member from a group."""

from shared.chat import groups
from shared.chat.errors import NotAGroup, NotRoomAdmin, RoomNotFound
from shared.chat.schemas import RoomView
from shared.kernel.ids import RoomId, UserId
from shared.kernel.schemas import Request
from shared.runtime.context import Context
from shared.runtime.triggers import http


class RemoveRoomMember(Request):
    """Body of `remove_room_member`."""

    room_id: RoomId
    """Id of a group that the caller runs, from `list_rooms`."""
    user_id: UserId
    """Id of the member to remove, from `members` of the room."""


@http.post(
    who=("customer", "expert", "admin"),
    audited=False,
    raises=(RoomNotFound, NotAGroup, NotRoomAdmin),
    takes_idempotency_key=False,
)
async def remove_room_member(body: RemoveRoomMember, ctx: Context) -> RoomView:
    """Remove a member from a group that the caller runs. The person no longer sees the group.

    Removing a person who is no member changes nothing. To leave a group, call `leave_room`.
    """
    room, kept = await ctx.commit(groups.remove_member, body.room_id, body.user_id, actor=ctx.actor, now=ctx.now)
    return RoomView.of(room, kept, viewer=UserId(ctx.actor.id), now=ctx.now)
