"""Have to do with somebody again."""

from shared.chat import blocking
from shared.chat.errors import WithYourself
from shared.kernel.ids import UserId
from shared.kernel.schemas import Request
from shared.runtime.context import Context
from shared.runtime.triggers import http


class UnblockUser(Request):
    user_id: UserId


@http.post(who=("customer", "expert", "admin"), raises=(WithYourself,), keyed=False)
async def unblock_user(body: UnblockUser, ctx: Context) -> None:
    """Unblock somebody: unless they have blocked one too, the rooms of the two are back as they were."""
    for me in ctx.actor.selves:
        last = await ctx.commit(blocking.unblock, me, body.user_id)
        while last:
            last = await ctx.commit(blocking.follow, me, body.user_id, after=last)
