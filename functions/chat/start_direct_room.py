"""Talk to somebody."""

import asyncio
from collections.abc import Sequence
from datetime import datetime

from shared.chat import blocking, opening
from shared.chat.errors import Blocked, PersonNotFound, TooManyRooms, WithYourself
from shared.chat.models import Entry, Room
from shared.chat.schemas import RoomView
from shared.identity.store import user_ref
from shared.kernel.ids import UserId
from shared.kernel.ports import UnitOfWork
from shared.kernel.schemas import Request
from shared.runtime.context import Context
from shared.runtime.triggers import http


class StartDirectRoom(Request):
    user_id: UserId


async def start(
    uow: UnitOfWork, me: UserId, other: UserId, *, selves: Sequence[UserId], now: datetime
) -> tuple[Room, Entry]:
    """Their room, unless the other has had enough of this person under whichever id."""
    apart, found = await asyncio.gather(
        blocking.apart(uow, other, selves), opening.start_direct(uow, me, other, people=user_ref, now=now)
    )
    if apart:
        raise Blocked(user_id=other)
    return found


@http.post(
    who=("customer", "expert", "admin"), raises=(WithYourself, PersonNotFound, Blocked, TooManyRooms), keyed=False
)
async def start_direct_room(body: StartDirectRoom, ctx: Context) -> RoomView:
    """Get the room of two people; the first who asks opens it, and whoever asks later finds it."""
    me = UserId(ctx.actor.id)
    room, kept = await ctx.commit(start, me, body.user_id, selves=ctx.actor.selves, now=ctx.now)
    return RoomView.of(room, kept, viewer=me, now=ctx.now)
