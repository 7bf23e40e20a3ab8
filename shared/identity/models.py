"""Entities of identity: users, restrictions of accounts, grants to admins, and keys of partners.

A partner key lets an event's front end act for ticket buyers.
"""

from datetime import UTC, datetime, timedelta
from typing import Annotated, Literal

from shared.contracts.people import AccountCard
from shared.kernel.actors import AdminScope
from shared.kernel.ids import PartnerId, TicketEventId, UserId
from shared.kernel.schemas import Entity, Line, Moment, Text
from shared.kernel.stored_choices import Dropped, StoredEnum, UnknownAs

LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)
FOR_EVER = datetime(9999, 12, 31, tzinfo=UTC)


class UserStatus(StoredEnum):
    """State of an account."""

    ACTIVE = "active"
    SUSPENDED = "suspended"
    UNKNOWN = "unknown"


class SuspensionReason(StoredEnum):
    """Reason of a suspension, as the suspended person is told."""

    SPAM = "spam"
    HARASSMENT = "harassment"
    FRAUD = "fraud"
    IMPERSONATION = "impersonation"
    SAFETY = "safety"
    OTHER = "other"
    UNKNOWN = "unknown"


class User(AccountCard):
    """Registered user. Firebase Auth keeps the credentials; `email` and `phone` are for messages.

    Attributes:
        anonymous: True if the user signed in without an identity. Then `full_name` is a pseudonym.
        proposed_name: New name of an expert, until an admin decides; None while no name waits.
        photo_url: Public address of the person's photo, which names nobody; None without a photo.
        photo_key: Storage key of the photo; None without a photo.
        city: City where the person lives; empty while not told.
        interests: Subjects that the person wants to learn about, each once.
        goals: Aims of the person, in the person's own words; empty while not told.
        email_version: Number of changes of the address; a link to an earlier address confirms nothing.
        status: Status of the account, for lists. What holds at present stands in `account_restrictions`.
        suspended_until: Instant in UTC at which the present suspension ends; None without one, or without an end.
        suspension_reason: Reason of the present suspension; None without one.
        created_at: Instant in UTC of the first registration.
        changed_at: Instant in UTC of the latest change.
    """

    anonymous: bool = False
    proposed_name: str | None = None
    photo_url: str | None = None
    photo_key: str | None = None
    city: Text = ""
    interests: tuple[Line, ...] = ()
    goals: Text = ""
    email_version: int = 0
    status: UserStatus = UserStatus.ACTIVE
    suspended_until: Moment | None = None
    suspension_reason: SuspensionReason | None = None
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


Scopes = tuple[Annotated[AdminScope, UnknownAs(Dropped)], ...]


class AccountRestriction(Entity):
    """Restriction of an account. An account without this document is not restricted.

    Every call of a person reads this document, and so do the security rules, which compare the instants. So all
    instants are always stored.

    Attributes:
        id: Id of the account, the uid.
        suspended_until: Instant in UTC at which the suspension ends; a past instant means that there is none.
        suspended_at: Instant in UTC at which the latest suspension began; a repeated call of an admin keeps it.
        reason: Reason of the latest suspension; None if there was never one.
        signed_in_after: Instant in UTC; tokens of earlier sign-ins are refused.
        closed: True if nobody can sign in with the account while the suspension lasts.
        admin_scopes: Scopes that the account may have as an admin; a token with more is refused. None for an account
            on which no owner has decided.
        changed_at: Instant in UTC of the latest change.
    """

    id: UserId
    suspended_until: Moment = LONG_AGO
    suspended_at: Moment = LONG_AGO
    reason: SuspensionReason | None = None
    signed_in_after: Moment = LONG_AGO
    closed: bool = False
    admin_scopes: Scopes | None = None
    changed_at: Moment


class AdminGrant(Entity):
    """Right of a person to act as an admin. Only `make_admin` and `remove_admin` write this document.

    Attributes:
        id: Id of the account, the uid.
        name: Name of the person at the time of the grant.
        scopes: Scopes of the admin; empty after the removal.
        granted_by: Id of the admin who granted or changed the scopes last.
        granted_at: Instant in UTC of that change.
        removed_at: Instant in UTC of the removal; None while the person is an admin.
    """

    id: UserId
    name: str
    scopes: Scopes
    granted_by: str
    granted_at: Moment
    removed_at: Moment | None = None


Scope = Annotated[
    Literal["tickets.read", "tickets.sell", "tickets.check_in", "notifications.publish", "notifications.urgent"],
    UnknownAs(Dropped),
]


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
