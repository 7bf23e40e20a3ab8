"""HTTP: lift a strike."""

from shared.kernel.ids import Id
from shared.kernel.public_texts import PublicLine
from shared.kernel.schemas import Request
from shared.runtime.context import Context
from shared.runtime.triggers import http
from shared.sessions.errors import StrikeNotFound
from shared.sessions.strike_schemas import StrikeView
from shared.workflows import expert_strikes


class LiftStrike(Request):
    """Body of `lift_strike`."""

    strike_id: Id
    """Id of the strike to lift, from `list_strikes`."""
    reason: PublicLine
    """Reason for the expert, one line of 1 to 200 characters."""


@http.post(who="admin", admin_scope=("support", "moderator"), raises=(StrikeNotFound,))
async def lift_strike(body: LiftStrike, ctx: Context) -> StrikeView:
    """Lift a strike without an appeal, or whose appeal was refused, and undo what it led to.

    A strike that does not stand any more stays as it is.
    """
    return StrikeView.of(await ctx.commit(expert_strikes.lift_strike, body.strike_id, body.reason, now=ctx.now))
