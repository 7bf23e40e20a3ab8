"""Requests and views of accounts and partner keys."""

import unicodedata
from datetime import datetime
from typing import Annotated, Self

from pydantic import AfterValidator, Field

from shared.contracts.people import Locale, PersonRole
from shared.identity import rules
from shared.identity.models import (
    FOR_EVER,
    AccountRestriction,
    AdminGrant,
    PartnerKey,
    Scope,
    SuspensionReason,
    User,
    UserStatus,
)
from shared.kernel.actors import Actor, AdminScope
from shared.kernel.ids import PartnerId, TicketEventId, UserId
from shared.kernel.public_texts import Interest, PersonName, PublicText
from shared.kernel.schemas import Email, Moment, Phone, Request, View
from shared.kernel.zones import Zone


def _keep_each_once(interests: tuple[str, ...]) -> tuple[str, ...]:
    found = dict[str, str]()
    for one in interests:
        found.setdefault(unicodedata.normalize("NFKC", one).casefold(), one)
    return tuple(found.values())


Interests = Annotated[tuple[Interest, ...], Field(max_length=10), AfterValidator(_keep_each_once)]
"""At most 10 subjects in a person's own words; a subject that differs in capitals alone is kept once."""

Goals = Annotated[PublicText, Field(max_length=1_000)]
"""Aims of a person, at most 1,000 characters; contact details in it are masked."""


class Registration(Request):
    """Data of an account to register. Only anonymous users may have no name; they get a pseudonym."""

    full_name: PersonName | None = None
    """Full name, one line of 1 to 200 characters with a letter; taken from the sign-in when left out."""
    email: Email | None = None
    """E-mail address to write to once it is verified; taken from the sign-in when left out."""
    phone: Phone | None = None
    """Phone number in international form; taken from the sign-in when left out."""
    zone: Zone = "Asia/Jakarta"
    """IANA time zone in which times are shown; `Asia/Jakarta` by default."""
    locale: Locale = "id"
    """Language of messages to the user, `id` or `en`; `id` by default."""


class AccountView(View):
    """The caller's own account."""

    user_id: UserId
    """Id of the account, the uid of Firebase Auth."""
    role: PersonRole
    """Role that decides what the account may do, as granted by admins."""
    full_name: str
    """Full name of the user; a pseudonym while the account is anonymous."""
    proposed_name: str | None
    """New name of an expert, which waits for an admin's decision; null while no name waits."""
    photo_url: str | None
    """Public address of the user's photo; null when there is none."""
    city: str
    """City where the user lives; empty while not told."""
    interests: tuple[str, ...]
    """Subjects that the user wants to learn about; empty while not told."""
    goals: str
    """Aims of the user, in the user's own words; empty while not told."""
    email: str | None
    """E-mail address to write to; null when not known."""
    email_verified: bool
    """True if the address is known to be the user's own; until then only verification mails go there."""
    phone: str | None
    """Phone number in international form; null when not known."""
    phone_verified: bool
    """True if the user has signed in by a code to that number; until then no SMS or WhatsApp message goes there."""
    zone: str
    """IANA time zone in which times are shown to the user."""
    locale: Locale
    """Language of messages to the user, `id` or `en`."""
    anonymous: bool
    """True if the user signed in without an identity; register again after a real sign-in."""
    status: UserStatus
    """State of the account: `active`, or `suspended` by an admin."""
    suspended_until: Moment | None = None
    """Instant in UTC at which a suspension ends; null without a suspension, or for one without end."""
    suspension_reason: SuspensionReason | None = None
    """Reason of the present suspension; null without one."""
    created_at: Moment
    """Instant in UTC at which the user first registered."""

    @classmethod
    def of(cls, user: User, *, actor: Actor) -> Self:
        """Build the view of the caller's own account. The sign-in alone tells whether the caller is an admin."""
        role: PersonRole = "admin" if actor.role == "admin" else "expert" if user.role == "expert" else "customer"
        told = user.model_dump(exclude={"id", "changed_at", "role", "email_paid", "email_version", "photo_key"})
        return cls(user_id=user.id, role=role, **told | {"phone": user.international_phone})


class EmailVerificationView(View):
    """State of the caller's e-mail address."""

    email: str
    """E-mail address of the account."""
    email_verified: bool
    """True if the address is known to be the caller's own; then no mail is sent."""
    sent_at: Moment | None
    """Instant in UTC at which the latest verification mail was asked for; null when none was needed."""
    expires_at: Moment | None
    """Instant in UTC from which on the link in that mail confirms nothing; null when none was needed."""


class SuspensionView(View):
    """State of an account after its suspension or restoration."""

    user_id: UserId
    """Id of the account, the uid of Firebase Auth."""
    full_name: str | None
    """Name of the person; null if the person has not registered."""
    suspended: bool
    """True if the account is suspended now."""
    suspended_until: Moment | None
    """Instant in UTC at which the suspension ends; null without a suspension, or for one without end."""
    reason: SuspensionReason | None
    """Reason of the latest suspension, as the person is told."""
    closed: bool
    """True if nobody can sign in with the account."""

    @classmethod
    def of(cls, restriction: AccountRestriction, user: User | None, *, now: datetime) -> Self:
        """Build the view of a restriction."""
        suspended = now < restriction.suspended_until
        ends = suspended and restriction.suspended_until != FOR_EVER
        return cls(
            user_id=restriction.id,
            full_name=user.full_name if user else None,
            suspended=suspended,
            suspended_until=restriction.suspended_until if ends else None,
            reason=restriction.reason,
            closed=restriction.closed,
        )


class AdminView(View):
    """Right of a person to act as an admin."""

    user_id: UserId
    """Id of the account, the uid of Firebase Auth."""
    name: str
    """Name of the person when the right was granted."""
    scopes: list[AdminScope]
    """Scopes of the admin; empty after the removal."""
    granted_by: UserId
    """Id of the owner who granted, changed or removed the right last."""
    granted_at: Moment
    """Instant in UTC of that decision."""
    removed_at: Moment | None
    """Instant in UTC of the removal; null while the person is an admin."""

    @classmethod
    def of(cls, grant: AdminGrant) -> Self:
        """Build the view of a grant."""
        return cls(user_id=grant.id, **grant.model_dump(exclude={"id"}))


class PartnerKeyView(View):
    """A partner key without its secret."""

    key_id: str
    """Id of the key, 64 hexadecimal digits, for `revoke_partner_key`."""
    partner_id: PartnerId
    """Id of the partner who holds the key."""
    name: str
    """Name that tells a partner's keys apart."""
    scopes: list[Scope]
    """Permissions of the key."""
    event_ids: list[TicketEventId]
    """Slugs of the ticket events that the key is for; empty for all events that name the partner."""
    vouched_daily: int
    """Orders of free tickets a day whose buyers get their tickets at once; 0 if each buyer confirms an address."""
    hint: str
    """First characters of the secret key, to recognise the key by."""
    created_at: Moment
    """Instant in UTC at which an admin made the key."""
    revoked_at: Moment | None
    """Instant in UTC at which an admin revoked the key; null while the key works."""

    @classmethod
    def of(cls, key: PartnerKey) -> Self:
        return cls(key_id=key.id, **key.model_dump(exclude={"id", "created_by"}))


class PartnerKeyCreated(PartnerKeyView):
    """A new partner key with its secret, which is shown only once."""

    key: str | None = None
    """Secret key for `X-API-Key`, shown only in this answer; null when a repeated call finds the key made."""

    @classmethod
    def of_created(cls, made: PartnerKey, key: str) -> Self:
        """Build the view of `made`. The view contains `key` only if `key` is the secret of `made`.

        A retried call generates another key, while `made` is the one that was saved first.
        """
        view = PartnerKeyView.of(made)
        return cls(**view.model_dump(), key=key if rules.compute_key_id(key) == made.id else None)


class PasswordResetView(View):
    """Answer to a request of a new password, the same for every address."""

    requested_at: Moment
    """Instant in UTC of the request. A mail follows if an account has the address, and the address is its owner's."""
