"""Work for later."""

from typing import ClassVar

from shared.kernel.ids import UserId
from shared.kernel.schemas import Job


class EmailExpertDecision(Job):
    """Tell an applicant what became of it."""

    queue: ClassVar[str] = "mail"
    expert_id: UserId


class OpenExpertAccount(Job):
    """Let whoever was invited sign in, as an expert."""

    queue: ClassVar[str] = "accounts"
    invitation_id: str


class EmailExpertInvitation(Job):
    """Tell an invited expert how to sign in."""

    queue: ClassVar[str] = "mail"
    invitation_id: str


class DeleteFile(Job):
    """Forget a file that nothing leads to any more."""

    queue: ClassVar[str] = "storage"
    key: str
