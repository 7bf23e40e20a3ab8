"""People, as far as we keep them; invitations; and partner keys, by which an event's front-end acts for its buyers."""

from typing import Annotated, Literal

from shared.contracts.people import AccountCard
from shared.kernel.ids import PartnerId
from shared.kernel.schemas import Entity, Moment
from shared.kernel.stored_choices import Dropped, StoredEnum, UnknownAs

PersonRole = Annotated[Literal["customer", "expert", "admin"], UnknownAs("customer")]


class UserStatus(StoredEnum):
    ACTIVE = "active"
    SUSPENDED = "suspended"
    UNKNOWN = "unknown"


class User(AccountCard):
    """A person who signed in and registered. Firebase Auth keeps how they sign in; `email` and `phone` reach them.

    `anonymous`: without an account of their own yet; then `full_name` is a pseudonym.
    """

    role: PersonRole = "customer"
    anonymous: bool = False
    status: UserStatus = UserStatus.ACTIVE
    created_at: Moment
    changed_at: Moment


Scope = Annotated[Literal["tickets.read", "tickets.sell", "tickets.check_in"], UnknownAs(Dropped)]


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
