"""Want nothing to do with somebody."""

from datetime import datetime
from typing import Any

from shared.chat import user_blocks
from shared.chat.errors import PersonNotFound, WithYourself
from shared.chat.room_schemas import BlockedUserView, BlockTarget
from shared.identity.store import user_ref
from shared.kernel.ids import RoomId, SessionId, UserId
from shared.kernel.ports import Ref, UnitOfWork
from shared.pairing.store import caller_account_ref
from shared.runtime.context import Context
from shared.runtime.triggers import http
from shared.sessions import actions as sessions


def person_ref(uid: UserId) -> Ref[Any]:
    """Where it is kept what somebody is called; an alias has no account."""
    return caller_account_ref(uid) if uid.is_alias else user_ref(uid)


async def block_and_leave_session(
    uow: UnitOfWork, me: UserId, body: BlockTarget, *, now: datetime
) -> tuple[BlockedUserView, RoomId | None]:
    """Block, and have a session of the two go on with another expert, in one commit."""
    if body.room_id is not None:
        await sessions.replace_blocked_expert(uow, SessionId(body.room_id), me, body.user_id)
    return await user_blocks.block_user(uow, me, body.user_id, people=person_ref, now=now)


@http.post(
    who=("customer", "expert", "admin"),
    raises=(WithYourself, PersonNotFound),
    takes_idempotency_key=False,
    gateways=("tasks",),
)
async def block_user(body: BlockTarget, ctx: Context) -> BlockedUserView:
    """Block somebody: the two can not write to each other, and neither sees their rooms. Groups stay as they are.

    Who names a call's room blocks as whom they are there; its session goes on with another expert.
    """
    me = UserId(ctx.actor.as_member_of(body.room_id).id)
    blocked, last = await ctx.commit(block_and_leave_session, me, body, now=ctx.now)
    while last:
        last = await ctx.commit(user_blocks.sync_room_visibility, me, body.user_id, after=last)
    return blocked
