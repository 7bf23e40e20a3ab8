"""HTTP function that opens a room of two people."""

from shared.chat.errors import Blocked, PersonNotFound, TooManyRooms, WithYourself
from shared.chat.schemas import RoomView
from shared.kernel.ids import UserId
from shared.kernel.schemas import Request
from shared.runtime.context import Context
from shared.runtime.triggers import http
from shared.workflows import room_opening


class StartDirectRoom(Request):
    """Body of `start_direct_room`."""

    user_id: UserId
    """Id of the person to talk to, as told by a booking, a room or an expert's page."""


@http.post(
    who=("customer", "expert", "admin"),
    raises=(WithYourself, PersonNotFound, Blocked, TooManyRooms),
    takes_idempotency_key=False,
)
async def start_direct_room(body: StartDirectRoom, ctx: Context) -> RoomView:
    """Get the room of the caller and another person. The first call by either opens the room."""
    me = UserId(ctx.actor.id)
    room, kept = await ctx.commit(
        room_opening.open_direct_room, me, body.user_id, selves=ctx.actor.member_ids, now=ctx.now
    )
    return RoomView.of(room, kept, viewer=me, now=ctx.now)
