"""Want nothing to do with somebody."""

from typing import Any

from shared.chat import blocking
from shared.chat.errors import PersonNotFound, WithYourself
from shared.chat.room_schemas import BlockedUserView
from shared.identity.store import user_ref
from shared.kernel.ids import UserId
from shared.kernel.ports import Ref
from shared.kernel.schemas import Request
from shared.pairing.store import standing_ref
from shared.runtime.context import Context
from shared.runtime.triggers import http


class BlockUser(Request):
    user_id: UserId


def person_ref(uid: UserId) -> Ref[Any]:
    """Where it is kept what somebody is called; an alias has no account."""
    return standing_ref(uid) if uid.is_alias else user_ref(uid)


async def block(ctx: Context, me: UserId, other: UserId) -> BlockedUserView:
    """Have *me* blocked *other*, and all their rooms out of sight."""
    blocked, last = await ctx.commit(blocking.block, me, other, people=person_ref, now=ctx.now)
    while last:
        last = await ctx.commit(blocking.follow, me, other, after=last)
    return blocked


@http.post(who=("customer", "expert", "admin"), raises=(WithYourself, PersonNotFound), keyed=False)
async def block_user(body: BlockUser, ctx: Context) -> BlockedUserView:
    """Block somebody: the two can not write to each other, and neither sees their rooms. Groups stay as they are."""
    blocked, *_ = [await block(ctx, me, body.user_id) for me in ctx.actor.selves]
    return blocked
