"""Requests of new passwords by people who have forgotten theirs."""

import hashlib
from datetime import datetime, timedelta

from shared.contracts.mail import AddressGrounds
from shared.contracts.people import Locale
from shared.identity.errors import PasswordResetNotFound
from shared.identity.jobs import SendPasswordReset
from shared.kernel.ports import OptionalRef, Reader, Ref, UnitOfWork
from shared.kernel.schemas import Email, Entity, Moment
from shared.kernel.zones import Zone
from shared.limits.actions import count_act
from shared.limits.settings import SETTINGS, LimitSettings
from shared.limits.subjects import address_limits_ref, email_limits_ref

LINK_VALIDITY = timedelta(hours=1)
"""Time for which Firebase accepts the link."""
_RETENTION = timedelta(days=1)


class PasswordReset(Entity):
    """Answer to a request of a new password, which no app and no admin can read: the link opens the account.

    Attributes:
        id: Hash of the address and of the instant of the request.
        email: Address by which the account signs in.
        is_verified: True if the address was verified; otherwise the person had paid under the address.
        url: Link at which the owner chooses a password; None for an account that signs in without one.
        name: Name of the person; empty for an account that is not registered.
        locale: Language of the mail.
        zone: IANA time zone of the person.
        link_ends_at: Instant in UTC from which on the link does nothing.
        expire_at: Instant in UTC after which TTL deletes the document.
    """

    id: str
    email: Email
    is_verified: bool
    url: str | None = None
    name: str = ""
    locale: Locale
    zone: Zone
    link_ends_at: Moment
    expire_at: Moment

    @property
    def grounds(self) -> AddressGrounds:
        """Return the reason for which mail may go to the address."""
        return AddressGrounds.VERIFIED if self.is_verified else AddressGrounds.PAID


def password_reset_ref(reset_id: str) -> Ref[PasswordReset]:
    """Build the reference to the answer to a request."""
    return Ref(f"password_resets/{reset_id}", PasswordReset)


def compute_reset_id(job: SendPasswordReset) -> str:
    """Compute the id of the answer to a request: the same for each delivery of its task."""
    told = f"{job.email}|{job.requested_at.isoformat()}"
    return hashlib.sha256(told.encode()).hexdigest()[:32]


def compute_expiry(link_ends_at: datetime) -> datetime:
    """Compute the instant at which the answer to a request is deleted."""
    return link_ends_at + _RETENTION


async def request_password_reset(uow: UnitOfWork, email: Email, *, client_address: str | None, now: datetime) -> None:
    """Schedule the answer to a person who has forgotten the password. Nothing here depends on an account.

    Args:
        uow: Unit of work that carries the task.
        email: Address that somebody named.
        client_address: IP address of the client; None without a load balancer.
        now: Time of the request.

    Raises:
        LimitReached: Too many requests named the address, or came from the client's address.
    """
    mailbox, client = email_limits_ref(email), address_limits_ref(client_address) if client_address else None
    settings, _, _ = await uow.get_many(SETTINGS, mailbox, OptionalRef(client))
    limits = settings or LimitSettings()
    if client is not None:
        await count_act(uow, client, limits.client_password_resets, now=now)
    await count_act(uow, mailbox, limits.password_resets, now=now)
    uow.schedule(SendPasswordReset(email=email, requested_at=now))


async def get_password_reset(reader: Reader, reset_id: str) -> PasswordReset:
    """Get the answer to a request.

    Raises:
        PasswordResetNotFound: No request has this id, or its time was over.
    """
    found = await reader.get(password_reset_ref(reset_id))
    if found is None:
        raise PasswordResetNotFound()
    return found
