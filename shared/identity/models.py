"""Entities of identity: users and partner keys. A partner key lets an event's front end act for ticket buyers."""

from datetime import datetime, timedelta
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
        email_version: Number of changes of the address; a link to an earlier address confirms nothing.
        status: Status of the account.
        created_at: Instant in UTC of the first registration.
        changed_at: Instant in UTC of the latest change.
    """

    role: PersonRole = "customer"
    anonymous: bool = False
    email_version: int = 0
    status: UserStatus = UserStatus.ACTIVE
    created_at: Moment
    changed_at: Moment


class EmailVerification(Entity):
    """The latest verification mail that a person has asked for.

    Attributes:
        email_version: Number of the address that the mail went to.
        sent_at: Instant in UTC of the request.
        link_ends_at: Instant in UTC from which on the link in the mail confirms nothing.
        expire_at: Instant in UTC after which TTL deletes the document.
    """

    email_version: int
    sent_at: Moment
    link_ends_at: Moment
    expire_at: Moment

    def stands(self, person: User, *, now: datetime, interval: timedelta) -> bool:
        """Return whether the mail went to the present address less than `interval` ago."""
        return self.email_version == person.email_version and now < min(self.sent_at + interval, self.link_ends_at)


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
        vouched_daily: Orders of free tickets a day for whose buyers' addresses the partner answers; 0 for none.
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
    vouched_daily: int = 0
    created_at: Moment
    created_by: str
    revoked_at: Moment | None = None


class VouchedDay(Entity):
    """Orders of one day for whose buyers' addresses a partner's key has answered.

    Attributes:
        orders: Number of the orders.
        expire_at: Instant in UTC after which TTL deletes the document.
    """

    orders: int = 0
    expire_at: Moment
