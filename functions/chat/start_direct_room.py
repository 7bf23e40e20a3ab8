"""Talk to somebody."""

import asyncio
from collections.abc import Sequence
from datetime import datetime

from shared.chat import room_opening, user_blocks
from shared.chat.errors import Blocked, PersonNotFound, TooManyRooms, WithYourself
from shared.chat.models import InboxEntry, Room
from shared.chat.schemas import RoomView
from shared.identity.store import user_ref
from shared.kernel.ids import UserId
from shared.kernel.ports import UnitOfWork
from shared.kernel.schemas import Request
from shared.runtime.context import Context
from shared.runtime.triggers import http


class StartDirectRoom(Request):
    user_id: UserId


async def open_direct_room_unless_blocked(
    uow: UnitOfWork, me: UserId, other: UserId, *, selves: Sequence[UserId], now: datetime
) -> tuple[Room, InboxEntry]:
    """Their room, unless the other has had enough of this person under whichever id."""
    apart, found = await asyncio.gather(
        user_blocks.has_block_between(uow, other, selves),
        room_opening.open_direct_room(uow, me, other, people=user_ref, now=now),
    )
    if apart:
        raise Blocked(user_id=other)
    return found


@http.post(
    who=("customer", "expert", "admin"),
    raises=(WithYourself, PersonNotFound, Blocked, TooManyRooms),
    takes_idempotency_key=False,
)
async def start_direct_room(body: StartDirectRoom, ctx: Context) -> RoomView:
    """Get the room of two people; the first who asks opens it, and whoever asks later finds it."""
    me = UserId(ctx.actor.id)
    room, kept = await ctx.commit(
        open_direct_room_unless_blocked, me, body.user_id, selves=ctx.actor.member_ids, now=ctx.now
    )
    return RoomView.of(room, kept, viewer=me, now=ctx.now)
