"""Jobs of the catalogue: payloads of tasks."""

from typing import ClassVar

from shared.kernel.ids import UserId
from shared.kernel.schemas import Job


class EmailExpertDecision(Job):
    """E-mail to an applicant about the decision."""

    queue: ClassVar[str] = "mail"
    expert_id: UserId


class OpenExpertAccount(Job):
    """Opening of an account for an invited expert."""

    queue: ClassVar[str] = "accounts"
    invitation_id: str


class EmailExpertInvitation(Job):
    """E-mail to an invited expert with the link to sign in."""

    queue: ClassVar[str] = "mail"
    invitation_id: str


class DeleteFile(Job):
    """Deletion of a file that no document refers to any more."""

    queue: ClassVar[str] = "storage"
    key: str
