"""HTTP: appeal against a strike."""

from typing import Annotated

from pydantic import Field

from shared.kernel.ids import Id
from shared.kernel.public_texts import PublicText
from shared.kernel.schemas import Request
from shared.runtime.context import Context
from shared.runtime.triggers import http
from shared.sessions.errors import AppealClosed, AppealTimeOver, StrikeNotFound
from shared.sessions.strike_schemas import StrikeView
from shared.workflows import dispute_alerts


class AppealStrike(Request):
    """Body of `appeal_strike`."""

    strike_id: Id
    """Id of a strike of the caller's, from `list_my_strikes`."""
    text: Annotated[PublicText, Field(min_length=1)]
    """Statement in the caller's words, 1 to 5,000 characters; another one replaces that of the open appeal."""


@http.post(
    who=("customer", "expert"), raises=(StrikeNotFound, AppealTimeOver, AppealClosed), takes_idempotency_key=False
)
async def appeal_strike(body: AppealStrike, ctx: Context) -> StrikeView:
    """Appeal against a strike before its `appeal_before`. An admin decides.

    The answer shows when the appeal ends by itself, and whether the strike is then lifted or kept. Until the decision
    the strike keeps its consequence.
    """
    return StrikeView.of(await dispute_alerts.appeal_strike(ctx, body.strike_id, body.text))
