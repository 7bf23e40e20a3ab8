"""HTTP function that unblocks a person."""

from shared.chat import user_blocks
from shared.chat.errors import WithYourself
from shared.chat.room_schemas import BlockTarget
from shared.contracts.calls import identify_caller
from shared.kernel.ids import UserId
from shared.runtime.context import Context
from shared.runtime.triggers import http
from shared.workflows import user_blocks as blocking


@http.post(who=("customer", "expert", "admin"), audited=False, raises=(WithYourself,), takes_idempotency_key=False)
async def unblock_user(body: BlockTarget, ctx: Context) -> None:
    """Unblock a person. Their common rooms come back, unless the other person has blocked the caller.

    Unblocking a person who is not blocked changes nothing.
    """
    me = identify_caller(ctx.actor, body.room_id)
    last = await ctx.commit(blocking.unblock_user, body.user_id, actor=me, now=ctx.now)
    while last:
        last = await ctx.commit(user_blocks.sync_room_visibility, UserId(me.id), body.user_id, after=last)
