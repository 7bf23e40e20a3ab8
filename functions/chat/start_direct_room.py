"""Talk to somebody."""

from shared.chat import opening
from shared.chat.errors import Blocked, PersonNotFound, TooManyRooms, WithYourself
from shared.chat.schemas import RoomView
from shared.identity.store import user_ref
from shared.kernel.ids import UserId
from shared.kernel.schemas import Request
from shared.runtime.context import Context
from shared.runtime.triggers import http


class StartDirectRoom(Request):
    user_id: UserId


@http.post(
    who=("customer", "expert", "admin"), raises=(WithYourself, PersonNotFound, Blocked, TooManyRooms), keyed=False
)
async def start_direct_room(body: StartDirectRoom, ctx: Context) -> RoomView:
    """Get the room of two people; the first who asks opens it, and whoever asks later finds it."""
    me = UserId(ctx.actor.id)
    room, kept = await ctx.commit(opening.start_direct, me, body.user_id, people=user_ref, now=ctx.now)
    return RoomView.of(room, kept, viewer=me, now=ctx.now)
