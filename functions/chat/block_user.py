"""Want nothing to do with somebody."""

from datetime import datetime
from typing import Any

from shared.chat import blocking
from shared.chat.errors import PersonNotFound, WithYourself
from shared.chat.room_schemas import BlockedUserView, OneSide
from shared.identity.store import user_ref
from shared.kernel.ids import RoomId, SessionId, UserId
from shared.kernel.ports import Ref, UnitOfWork
from shared.pairing.store import standing_ref
from shared.runtime.context import Context
from shared.runtime.triggers import http
from shared.sessions import actions as sessions


def person_ref(uid: UserId) -> Ref[Any]:
    """Where it is kept what somebody is called; an alias has no account."""
    return standing_ref(uid) if uid.is_alias else user_ref(uid)


async def block(uow: UnitOfWork, me: UserId, body: OneSide, *, now: datetime) -> tuple[BlockedUserView, RoomId | None]:
    """Block, and have a session of the two go on with another expert, in one commit."""
    if body.room_id is not None:
        await sessions.part(uow, SessionId(body.room_id), me, body.user_id)
    return await blocking.block(uow, me, body.user_id, people=person_ref, now=now)


@http.post(who=("customer", "expert", "admin"), raises=(WithYourself, PersonNotFound), keyed=False, gateways=("tasks",))
async def block_user(body: OneSide, ctx: Context) -> BlockedUserView:
    """Block somebody: the two can not write to each other, and neither sees their rooms. Groups stay as they are.

    Who names a call's room blocks as whom they are there; its session goes on with another expert.
    """
    me = UserId(ctx.actor.within(body.room_id).id)
    blocked, last = await ctx.commit(block, me, body, now=ctx.now)
    while last:
        last = await ctx.commit(blocking.follow, me, body.user_id, after=last)
    return blocked
