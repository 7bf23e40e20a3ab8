"""Announcements about accounts: the mail by which the owner of an address verifies it."""

from datetime import datetime

from shared.contracts.notices import Notice, NoticeSubject, SubjectKind
from shared.identity.jobs import EmailVerificationLink
from shared.kernel.ids import UserId
from shared.kernel.ports import UnitOfWork
from shared.workflows import verification_notices
from shared.workflows.announcements import recipients


async def announce_verification(
    uow: UnitOfWork, uid: UserId, email_version: int, *, expires_at: datetime, now: datetime
) -> int:
    """Send the mail by which the owner of an account's address verifies it, and return the number of new notices.

    The recipient is a guest: nothing shows yet that the address is the person's, and a suspended person may verify it.

    Args:
        uow: Unit of work that carries the notice.
        uid: Owner of the account.
        email_version: Number of the address, which a link to an earlier address does not have.
        expires_at: Instant in UTC at which the link ends.
        now: Present instant.
    """
    notice = Notice(
        event=f"account:{uid}:verification:{email_version}:{expires_at:%Y%m%dT%H%M%S}",
        template=verification_notices.VERIFICATION,
        guest=f"account:{uid}",
        values={"expires_at": expires_at.isoformat()},
        subject=NoticeSubject(kind=SubjectKind.NONE, id=uid, version=email_version),
        valid_until=expires_at,
    )
    return await recipients.tell_people(uow, [notice], now=now)


async def announce_earlier_verification(uow: UnitOfWork, job: EmailVerificationLink, *, now: datetime) -> int:
    """Send the verification mail that a job of an earlier version was to send."""
    return await announce_verification(uow, job.user_id, job.email_version, expires_at=job.expires_at, now=now)
