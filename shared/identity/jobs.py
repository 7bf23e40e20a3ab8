"""Payloads of identity's tasks."""

from typing import ClassVar

from shared.kernel.ids import UserId
from shared.kernel.schemas import Email, Job, Moment


class GrantRole(Job):
    """Task to copy the role and the admin's scopes of a user into the claims of the user's ID tokens."""

    queue: ClassVar[str] = "accounts"
    user_id: UserId


class SendPasswordReset(Job):
    """Task to answer a person who has forgotten the password of the account with an address.

    Attributes:
        email: Address that somebody named; whether an account has the address is not known yet.
        requested_at: Instant in UTC of the request.
    """

    queue: ClassVar[str] = "accounts"
    email: Email
    requested_at: Moment


class RevokeSignIns(Job):
    """Task to revoke the refresh tokens of an account, and to close or open the account for sign-ins."""

    queue: ClassVar[str] = "accounts"
    user_id: UserId


class EndSuspension(Job):
    """Task to lift a suspension when its end has come."""

    queue: ClassVar[str] = "accounts"
    user_id: UserId


class EmailVerificationLink(Job):
    """Task to e-mail a user the link that verifies the address. Only earlier versions schedule the job."""

    queue: ClassVar[str] = "mail"
    user_id: UserId
    email_version: int
    expires_at: Moment
