"""Entities of identity: users and partner keys. A partner key lets an event's front end act for ticket buyers."""

from typing import Annotated, Literal

from shared.contracts.people import AccountCard
from shared.kernel.ids import PartnerId, TicketEventId
from shared.kernel.schemas import Entity, Moment
from shared.kernel.stored_choices import Dropped, StoredEnum, UnknownAs

PersonRole = Annotated[Literal["customer", "expert", "admin"], UnknownAs("customer")]


class UserStatus(StoredEnum):
    """State of an account."""

    ACTIVE = "active"
    SUSPENDED = "suspended"
    UNKNOWN = "unknown"


class User(AccountCard):
    """Registered user. Firebase Auth keeps the credentials; `email` and `phone` are for messages.

    Attributes:
        role: Role that admins granted; `customer` by default.
        anonymous: True if the user signed in without an identity. Then `full_name` is a pseudonym.
        status: Status of the account.
        created_at: Instant in UTC of the first registration.
        changed_at: Instant in UTC of the latest change.
    """

    role: PersonRole = "customer"
    anonymous: bool = False
    status: UserStatus = UserStatus.ACTIVE
    created_at: Moment
    changed_at: Moment


Scope = Annotated[Literal["tickets.read", "tickets.sell", "tickets.check_in"], UnknownAs(Dropped)]


class PartnerKey(Entity):
    """API key of a partner, saved as a hash only.

    Attributes:
        id: SHA-256 hash of the key, 64 hexadecimal digits.
        partner_id: Partner who holds the key.
        name: Name that tells a partner's keys apart.
        scopes: Permissions of the key.
        event_ids: Ticket events that the key is for. If empty, the key is for the events that name its partner.
        hint: First characters of the key, by which people recognise the key.
        created_at: Instant in UTC of the creation.
        created_by: Id of the admin who created the key.
        revoked_at: Instant in UTC of the revocation; None while the key works.
    """

    id: str
    partner_id: PartnerId
    name: str
    scopes: tuple[Scope, ...]
    event_ids: tuple[TicketEventId, ...] = ()
    hint: str
    created_at: Moment
    created_by: str
    revoked_at: Moment | None = None
