"""Entities of notifications: mails that are being sent, and mails that were not sent."""

from shared.kernel.schemas import Entity, Moment
from shared.kernel.stored_choices import StoredEnum


class WithheldReason(StoredEnum):
    """Reason for which a mail was not sent."""

    NOT_VERIFIED = "not_verified"
    TOO_MANY = "too_many"
    UNKNOWN = "unknown"


class WithheldMail(Entity):
    """Record of a mail that was not sent.

    Attributes:
        id: Hash of the template, the reference, the address and the request.
        template: Name of the mail's template.
        reference: Id of the thing that the mail is about.
        address: Hash of the address.
        reason: Reason for which the mail was not sent.
        at: Instant in UTC of the decision.
        expire_at: Instant in UTC, 90 days later, after which TTL deletes the record.
    """

    id: str
    template: str
    reference: str
    address: str
    reason: WithheldReason
    at: Moment
    expire_at: Moment


class MailSending(Entity):
    """Intent to send the mail of a job, stored before the provider is called.

    Attributes:
        attempts: Number of calls that have tried, from 1.
        until: Instant in UTC until which the latest of them may still be sending.
        expire_at: Instant in UTC after which TTL deletes the record.
    """

    attempts: int
    until: Moment
    expire_at: Moment
