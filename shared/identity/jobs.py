"""Work for later."""

from typing import ClassVar

from shared.kernel.ids import UserId
from shared.kernel.schemas import Job


class GrantRole(Job):
    """Let a person's sign-in say the role that we keep for them."""

    queue: ClassVar[str] = "accounts"
    user_id: UserId
