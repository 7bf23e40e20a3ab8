"""HTTP: get a strike."""

from shared.kernel.ids import Id
from shared.kernel.schemas import Request
from shared.runtime.context import Context
from shared.runtime.triggers import http
from shared.sessions import strikes
from shared.sessions.errors import StrikeNotFound
from shared.sessions.strike_schemas import StrikeView


class GetStrike(Request):
    """Query of `get_strike`."""

    strike_id: Id
    """Id of the failure that counts against the caller, from `list_my_strikes`."""


@http.get(who=("customer", "expert", "admin"), admin_scope=("support", "moderator"), raises=(StrikeNotFound,))
async def get_strike(query: GetStrike, ctx: Context) -> StrikeView:
    """Get a strike of the caller's, with its ground, its consequence, and the appeal against it."""
    return StrikeView.of(await ctx.read(strikes.access_strike, query.strike_id, ctx.actor))
