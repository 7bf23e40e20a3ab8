"""HTTP: give an expert a strike."""

from shared.catalogue.errors import ExpertNotFound
from shared.kernel.ids import UserId
from shared.kernel.public_texts import PublicLine
from shared.kernel.schemas import Request
from shared.runtime.context import Context
from shared.runtime.triggers import http
from shared.sessions.strike_schemas import StrikeView
from shared.workflows import expert_strikes


class GiveStrike(Request):
    """Body of `give_strike`."""

    expert_id: UserId
    """Id of the expert's account, from `list_experts`."""
    reason: PublicLine
    """Reason for the expert, one line of 1 to 200 characters."""


@http.post(who="admin", admin_scope=("support", "moderator"), raises=(ExpertNotFound,))
async def give_strike(body: GiveStrike, ctx: Context) -> StrikeView:
    """Give an expert a strike for what no booking shows. It counts as the others, and the expert may appeal."""
    return StrikeView.of(await ctx.commit(expert_strikes.give_strike, body.expert_id, body.reason, now=ctx.now))
