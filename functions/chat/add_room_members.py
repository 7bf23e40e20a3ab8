"""HTTP function that adds members to a group."""

from shared.chat.errors import Blocked, GroupFull, NotAGroup, NotRoomAdmin, PersonNotFound, RoomNotFound, TooManyRooms
from shared.chat.room_schemas import MemberIds
from shared.chat.schemas import RoomView
from shared.kernel.ids import RoomId, UserId
from shared.kernel.schemas import Request
from shared.runtime.context import Context
from shared.runtime.triggers import http
from shared.workflows import room_opening


class AddRoomMembers(Request):
    """Body of `add_room_members`."""

    room_id: RoomId
    """Id of a group that the caller runs, from `list_rooms`."""
    member_ids: MemberIds
    """Ids of the people to add, 1 to 200; people who are members already stay members."""


@http.post(
    who=("customer", "expert", "admin"),
    audited=False,
    raises=(RoomNotFound, NotAGroup, NotRoomAdmin, PersonNotFound, Blocked, GroupFull, TooManyRooms),
    takes_idempotency_key=False,
)
async def add_room_members(body: AddRoomMembers, ctx: Context) -> RoomView:
    """Add people to a group that the caller runs.

    Each of them is a listed expert, or shares a room, a booking or a group with the caller.
    Earlier messages count as read for new members. People who are members already keep their state, so a repeated call
    changes nothing.
    """
    room, kept = await ctx.commit(
        room_opening.add_group_members, body.room_id, body.member_ids, actor=ctx.actor, now=ctx.now
    )
    return RoomView.of(room, kept, viewer=UserId(ctx.actor.id), now=ctx.now)
