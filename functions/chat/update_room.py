"""HTTP function that changes a group's name or picture."""

from shared.chat import groups
from shared.chat.errors import NotAGroup, NotRoomAdmin, RoomNotFound
from shared.chat.room_schemas import RoomChanges
from shared.chat.schemas import RoomView
from shared.kernel.ids import RoomId, UserId
from shared.runtime.context import Context
from shared.runtime.triggers import http


class UpdateRoom(RoomChanges):
    """Body of `update_room`."""

    room_id: RoomId
    """Id of a group that the caller runs, from `list_rooms`."""


@http.post(
    who=("customer", "expert", "admin"),
    audited=False,
    raises=(RoomNotFound, NotAGroup, NotRoomAdmin),
    takes_idempotency_key=False,
)
async def update_room(body: UpdateRoom, ctx: Context) -> RoomView:
    """Change the name or picture of a group that the caller runs. An `avatar_url` of null removes the picture."""
    room, kept = await ctx.commit(
        groups.update_group, body.room_id, body.changed_fields(), actor=ctx.actor, now=ctx.now
    )
    return RoomView.of(room, kept, viewer=UserId(ctx.actor.id), now=ctx.now)
