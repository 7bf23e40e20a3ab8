"""HTTP function by which a member leaves a group."""

from shared.chat.errors import NotAGroup, RoomNotFound
from shared.kernel.ids import RoomId
from shared.kernel.schemas import Request
from shared.runtime.context import Context
from shared.runtime.triggers import http
from shared.workflows import target_rooms


class LeaveRoom(Request):
    """Body of `leave_room`."""

    room_id: RoomId
    """Id of the group to leave, from `list_rooms`."""


@http.post(
    who=("customer", "expert", "admin"), audited=False, raises=(RoomNotFound, NotAGroup), takes_idempotency_key=False
)
async def leave_room(body: LeaveRoom, ctx: Context) -> None:
    """Leave a group. When the last admin leaves, the longest-standing member becomes admin.

    Who leaves the room of a host platform still follows the group or course. A repeated call answers `room_not_found`,
    because the caller no longer sees the group.
    """
    await ctx.commit(target_rooms.leave_room, body.room_id, actor=ctx.actor, now=ctx.now)
