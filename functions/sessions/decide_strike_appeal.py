"""HTTP: decide an appeal against a strike."""

from shared.kernel.ids import Id
from shared.kernel.public_texts import PublicLine
from shared.kernel.schemas import Request
from shared.runtime.context import Context
from shared.runtime.triggers import http
from shared.sessions.errors import AppealClosed, StrikeNotFound
from shared.sessions.strike_schemas import StrikeView
from shared.workflows import expert_strikes
from shared.workflows.expert_strikes import AppealDecision


class DecideStrikeAppeal(Request):
    """Body of `decide_strike_appeal`."""

    strike_id: Id
    """Id of the strike whose open appeal you decide, from `list_strike_appeals`."""
    decision: AppealDecision
    """Decision to `lift` or to `keep` the strike."""
    reason: PublicLine
    """Reason for the expert, one line of 1 to 200 characters."""


@http.post(who="admin", admin_scope="support", raises=(StrikeNotFound, AppealClosed))
async def decide_strike_appeal(body: DecideStrikeAppeal, ctx: Context) -> StrikeView:
    """Decide the appeal of an expert. A lifted strike undoes what it led to, unless other strikes lead to it too."""
    decide = expert_strikes.decide_appeal
    return StrikeView.of(await ctx.commit(decide, body.strike_id, body.decision, body.reason, now=ctx.now))
