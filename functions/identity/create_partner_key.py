"""HTTP function that creates a partner key."""

from typing import Annotated

from pydantic import Field

from shared.identity import actions, partner_keys
from shared.identity.models import Scope
from shared.identity.schemas import PartnerKeyCreated
from shared.kernel.ids import PartnerId, TicketEventId
from shared.kernel.schemas import Line, Request
from shared.runtime.context import Context
from shared.runtime.triggers import http


class CreatePartnerKey(Request):
    """Body of `create_partner_key`."""

    partner_id: PartnerId
    """Id of the partner, chosen by the admin, such as `tedx-front-end`."""
    name: Line
    """Name that tells a partner's keys apart, one line of 1 to 200 characters."""
    scopes: Annotated[list[Scope], Field(min_length=1, max_length=10)]
    """Permissions of the key, 1 to 10."""
    event_ids: Annotated[tuple[TicketEventId, ...], Field(max_length=50)] = ()
    """Slugs of the ticket events that the key is for, at most 50. By default, all events that name the partner."""
    vouched_daily: Annotated[int, Field(ge=0, le=10_000, strict=True)] = 0
    """Orders of free tickets a day, 0 to 10,000, for whose buyers' addresses the partner answers; 0 by default."""


@http.post(who="admin", admin_scope="owner")
async def create_partner_key(body: CreatePartnerKey, ctx: Context) -> PartnerKeyCreated:
    """Create an API key for a partner, such as an event's front end.

    The answer contains the secret key only this time, because only its hash is saved.
    """
    key = partner_keys.generate_partner_key()
    made = await ctx.commit(
        actions.create_partner_key,
        key,
        body.partner_id,
        by=ctx.actor,
        now=ctx.now,
        **body.model_dump(exclude={"partner_id"}),
    )
    return PartnerKeyCreated.of_created(made, key)
