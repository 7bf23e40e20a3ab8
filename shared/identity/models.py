"""Partner keys: what an event's front-end shows to act for its buyers."""

from typing import Literal

from shared.kernel.ids import PartnerId
from shared.kernel.schemas import Entity, Moment

Scope = Literal["tickets.read", "tickets.sell", "tickets.check_in"]


class PartnerKey(Entity):
    """A key is kept as its hash; `hint` is the part that a person may see to tell keys apart."""

    id: str
    partner_id: PartnerId
    name: str
    scopes: tuple[Scope, ...]
    hint: str
    created_at: Moment
    created_by: str
    revoked_at: Moment | None = None
