"""Want to do with somebody again."""

from shared.chat import user_blocks
from shared.chat.errors import WithYourself
from shared.chat.room_schemas import BlockTarget
from shared.contracts.calls import identify_member
from shared.kernel.ids import UserId
from shared.runtime.context import Context
from shared.runtime.triggers import http


@http.post(who=("customer", "expert", "admin"), raises=(WithYourself,), takes_idempotency_key=False)
async def unblock_user(body: BlockTarget, ctx: Context) -> None:
    """Unblock somebody: unless they have blocked one too, the rooms of the two are back as they were."""
    me = UserId(identify_member(ctx.actor, body.room_id).id)
    last = await ctx.commit(user_blocks.unblock_user, me, body.user_id)
    while last:
        last = await ctx.commit(user_blocks.sync_room_visibility, me, body.user_id, after=last)
