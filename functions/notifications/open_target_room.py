"""HTTP: open the chat room of a group or course of a host platform."""

from shared.chat.errors import GroupFull
from shared.notifications.errors import TargetNotFound
from shared.notifications.host_schemas import TargetRoomInput, TargetRoomView
from shared.runtime.context import Context
from shared.runtime.triggers import http
from shared.workflows import target_rooms


class OpenTargetRoom(TargetRoomInput):
    """Body of `open_target_room`."""


@http.post(
    who="partner", scope="notifications.publish", raises=(TargetNotFound, GroupFull), takes_idempotency_key=False
)
async def open_target_room(body: OpenTargetRoom, ctx: Context) -> TargetRoomView:
    """Open the chat room of a group or course for its members, or change the name of the room.

    A group or course has one room. Its present members are in it at once, without invitations.
    `update-target-members` says who joins and leaves. Members read the partner's name with the room, may mute it, and
    may leave it; nobody among them runs it.
    """
    return await ctx.commit(target_rooms.open_target_room, body, actor=ctx.actor, now=ctx.now)
