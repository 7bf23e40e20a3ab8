"""HTTP function that pins or unpins a room."""

from shared.chat import mute_and_pin
from shared.chat.errors import RoomNotFound, TooManyPinned
from shared.chat.schemas import RoomView
from shared.contracts.calls import identify_member
from shared.kernel.ids import RoomId, UserId
from shared.kernel.schemas import Request
from shared.runtime.context import Context
from shared.runtime.triggers import http


class PinRoom(Request):
    """Body of `pin_room`."""

    room_id: RoomId
    """Id of the room to pin or unpin, from `list_rooms`."""
    pinned: bool
    """True keeps the room on top of the caller's list, false lets go."""


@http.post(
    who=("customer", "expert", "admin"),
    audited=False,
    raises=(RoomNotFound, TooManyPinned),
    takes_idempotency_key=False,
)
async def pin_room(body: PinRoom, ctx: Context) -> RoomView:
    """Pin a room to the top of the caller's list, or unpin the room. At most five rooms can be pinned."""
    me = identify_member(ctx.actor, body.room_id)
    room, kept = await ctx.commit(mute_and_pin.pin_room, body.room_id, body.pinned, actor=me, now=ctx.now)
    return RoomView.of(room, kept, viewer=UserId(me.id), now=ctx.now)
