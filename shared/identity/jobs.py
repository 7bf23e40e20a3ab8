"""Payloads of identity's tasks."""

from typing import ClassVar

from shared.kernel.ids import UserId
from shared.kernel.schemas import Job


class GrantRole(Job):
    """Task to copy the role of a user into the custom claims of the user's ID tokens."""

    queue: ClassVar[str] = "accounts"
    user_id: UserId
