"""Jobs of the catalogue: payloads of tasks."""

from datetime import datetime, timedelta
from typing import ClassVar

from shared.kernel.ids import UserId
from shared.kernel.ports import UnitOfWork
from shared.kernel.schemas import Job

# Running downloads of a replaced file may finish first.
_DELETE_REPLACED_FILE_AFTER = timedelta(days=1)


class EmailExpertDecision(Job):
    """E-mail to an applicant about the decision. Only earlier versions schedule the job."""

    queue: ClassVar[str] = "mail"
    expert_id: UserId


class OpenExpertAccount(Job):
    """Opening of an account for an invited expert."""

    queue: ClassVar[str] = "accounts"
    invitation_id: str


class EmailExpertInvitation(Job):
    """E-mail to an invited expert with the link to sign in.

    Attributes:
        attempt: Number of the link, from 1. Another link is made while no mail has gone out and the last one has ended.
    """

    queue: ClassVar[str] = "mail"
    invitation_id: str
    attempt: int = 1


class DeleteFile(Job):
    """Deletion of a file that no document refers to any more."""

    queue: ClassVar[str] = "storage"
    key: str


def schedule_file_deletion(uow: UnitOfWork, key: str, *, now: datetime, at_once: bool = False) -> None:
    """Schedule the deletion of a file that was replaced or taken out, a day later unless `at_once`."""
    at = now if at_once else now + _DELETE_REPLACED_FILE_AFTER
    uow.schedule(DeleteFile(key=key), at=at, key=_deletion_key(key))


def cancel_file_deletion(uow: UnitOfWork, key: str) -> None:
    """Cancel the deletion of a file that is in use again."""
    uow.cancel_job(DeleteFile, _deletion_key(key))


def _deletion_key(key: str) -> str:
    return key.replace("/", ".")
