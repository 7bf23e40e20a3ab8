"""HTTP: grant a customer credits for calls."""

from typing import Annotated

from pydantic import Field

from shared.identity.ports import AliasProvider
from shared.kernel.ids import UserId
from shared.kernel.schemas import Request
from shared.pairing.schemas import CreditsView
from shared.runtime.context import Context
from shared.runtime.triggers import http
from shared.workflows import pairing_credits


class GrantPairingCredits(Request):
    """Body of `grant_pairing_credits`. The free calls are added to those that the customer has."""

    user_id: UserId
    """Id of the customer's account, from `reveal_customer` or a booking."""
    credits: Annotated[int, Field(ge=1, le=1_000, strict=True)]
    """Number of free calls to add, 1 to 1,000."""


@http.post(who="admin", admin_scope=("support", "finance"), needs_idempotency_key=True)
async def grant_pairing_credits(body: GrantPairingCredits, ctx: Context, aliases: AliasProvider) -> CreditsView:
    """Grant a customer free calls: for a subscription, or because something went wrong.

    The call needs an `Idempotency-Key`: a repeated request then grants once.
    """
    alias = aliases.compute_alias(body.user_id)
    balance = await ctx.commit(pairing_credits.grant_pairing_credits, body.user_id, body.credits, alias=alias)
    return CreditsView(user_id=body.user_id, credits=balance)
