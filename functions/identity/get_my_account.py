"""HTTP function that shows the caller's account."""

from shared.identity import store
from shared.identity.errors import NotRegistered
from shared.identity.schemas import AccountView
from shared.kernel.ids import UserId
from shared.runtime.context import Context
from shared.runtime.triggers import http


@http.get(who=("customer", "expert", "admin"), open_to_suspended=True, raises=(NotRegistered,))
async def get_my_account(ctx: Context) -> AccountView:
    """Get the caller's account."""
    return AccountView.of(await ctx.read(store.get_user, UserId(ctx.actor.id)), actor=ctx.actor)
