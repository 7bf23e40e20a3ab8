"""HTTP: grant a customer credits for calls."""

from typing import Annotated

from pydantic import Field

from shared.identity import display_names
from shared.identity import store as identity
from shared.identity.ports import AliasProvider
from shared.kernel.errors import Invalid
from shared.kernel.ids import UserId
from shared.kernel.ports import UnitOfWork
from shared.kernel.schemas import Request, View
from shared.pairing import pairing_requests
from shared.runtime.context import Context
from shared.runtime.triggers import http


class GrantPairingCredits(Request):
    """So many calls that need not be paid for, besides those that the customer has."""

    user_id: UserId
    """Id of the customer's account, from `reveal_customer` or a booking."""
    credits: Annotated[int, Field(ge=1, le=1_000, strict=True)]
    """Number of free calls to add, 1 to 1,000."""


class CreditsView(View):
    """How many the customer has now."""

    user_id: UserId
    """Id of the customer's account."""
    credits: int
    """Number of free calls that the customer has now."""


async def grant_credits_to_customer(uow: UnitOfWork, body: GrantPairingCredits, *, alias: UserId) -> int:
    """Add credits to a customer's account.

    Raises:
        Invalid: The account is not a customer's.
    """
    person = await uow.get(identity.user_ref(body.user_id))
    if person is None or person.role != "customer":
        raise Invalid.field("user_id", "is not the account of a customer who has registered")
    return await pairing_requests.grant_credits(
        uow, alias, person.id, display_names.compute_pseudonym(alias), body.credits
    )


@http.post(who="admin")
async def grant_pairing_credits(body: GrantPairingCredits, ctx: Context, aliases: AliasProvider) -> CreditsView:
    """Grant a customer free calls: for a subscription, or because something went wrong."""
    alias = aliases.compute_alias(body.user_id)
    return CreditsView(user_id=body.user_id, credits=await ctx.commit(grant_credits_to_customer, body, alias=alias))
