"""Want to do with somebody again."""

from shared.chat import blocking
from shared.chat.errors import WithYourself
from shared.chat.room_schemas import OneSide
from shared.kernel.ids import UserId
from shared.runtime.context import Context
from shared.runtime.triggers import http


@http.post(who=("customer", "expert", "admin"), raises=(WithYourself,), keyed=False)
async def unblock_user(body: OneSide, ctx: Context) -> None:
    """Unblock somebody: unless they have blocked one too, the rooms of the two are back as they were."""
    me = UserId(ctx.actor.within(body.room_id).id)
    last = await ctx.commit(blocking.unblock, me, body.user_id)
    while last:
        last = await ctx.commit(blocking.follow, me, body.user_id, after=last)
