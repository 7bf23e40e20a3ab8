"""Jobs of reviews: payloads of tasks."""

from typing import ClassVar

from shared.kernel.ids import SessionId
from shared.kernel.schemas import Job


class PublishReviews(Job):
    """Publication of the sealed reviews of a session at the end of the time to write."""

    queue: ClassVar[str] = "reviews"
    session_id: SessionId


class RemindOfReview(Job):
    """Reminder of the customer of a session to write a review, unless there is one."""

    queue: ClassVar[str] = "reviews"
    session_id: SessionId
