"""HTTP function that opens a room of two people."""

from shared.chat.errors import Blocked, PersonNotFound, TooManyRooms, WithYourself
from shared.chat.schemas import RoomView
from shared.kernel.ids import UserId
from shared.kernel.schemas import Request
from shared.limits.errors import IdentityNeeded, LimitReached
from shared.runtime.context import Context
from shared.runtime.triggers import http
from shared.workflows import room_opening


class StartDirectRoom(Request):
    """Body of `start_direct_room`."""

    user_id: UserId
    """Id of the person to talk to, as told by a booking, a room or an expert's page."""


@http.post(
    who=("customer", "expert", "admin"),
    audited=False,
    raises=(WithYourself, PersonNotFound, Blocked, IdentityNeeded, LimitReached, TooManyRooms),
    takes_idempotency_key=False,
)
async def start_direct_room(body: StartDirectRoom, ctx: Context) -> RoomView:
    """Get the room of the caller and another person. The first call by either opens the room.

    The other person is a listed expert, or shares a room, a booking or a group with the caller.
    Any other id is answered like one that does not exist.
    An anonymous caller needs a booking or a call with the person. New rooms are limited in an hour.
    """
    room, kept = await ctx.commit(room_opening.open_direct_room, body.user_id, actor=ctx.actor, now=ctx.now)
    return RoomView.of(room, kept, viewer=UserId(ctx.actor.id), now=ctx.now)
