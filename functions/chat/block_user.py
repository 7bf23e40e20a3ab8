"""Want nothing to do with somebody."""

from shared.chat import blocking
from shared.chat.errors import PersonNotFound, WithYourself
from shared.chat.room_schemas import BlockedUserView
from shared.identity.store import user_ref
from shared.kernel.ids import UserId
from shared.kernel.schemas import Request
from shared.runtime.context import Context
from shared.runtime.triggers import http


class BlockUser(Request):
    user_id: UserId


@http.post(who=("customer", "expert", "admin"), raises=(WithYourself, PersonNotFound), keyed=False)
async def block_user(body: BlockUser, ctx: Context) -> BlockedUserView:
    """Block somebody: the two can not write to each other, and neither sees their rooms. Groups stay as they are."""
    me, other = UserId(ctx.actor.id), body.user_id
    blocked, last = await ctx.commit(blocking.block, me, other, people=user_ref, now=ctx.now)
    while last:
        last = await ctx.commit(blocking.follow, me, other, after=last)
    return blocked
