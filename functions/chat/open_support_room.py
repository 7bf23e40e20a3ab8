"""HTTP function that opens the caller's support room."""

from shared.chat.errors import PersonNotFound
from shared.chat.schemas import RoomView
from shared.kernel.ids import UserId
from shared.runtime.context import Context
from shared.runtime.triggers import http
from shared.workflows import room_opening


@http.post(who=("customer", "expert"), open_to_suspended=True, raises=(PersonNotFound,), takes_idempotency_key=False)
async def open_support_room(ctx: Context) -> RoomView:
    """Get the caller's support room, in which every admin can answer.

    Each user has one support room. The first call opens the room, and later calls return the same room.
    """
    me = UserId(ctx.actor.id)
    room, kept = await ctx.commit(room_opening.open_support_room, me, now=ctx.now)
    return RoomView.of(room, kept, viewer=me, now=ctx.now)
