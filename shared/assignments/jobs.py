"""Jobs of assignments: payloads of tasks."""

from typing import ClassVar

from shared.kernel.ids import AssignmentId, Id, UserId
from shared.kernel.schemas import Job


class CancelAssignmentOfSuspended(Job):
    """Cancellation of an assignment of a suspended person or a refused expert, with a full refund."""

    queue: ClassVar[str] = "bookings"
    assignment_id: AssignmentId
    user_id: UserId


class RemindOfAssignment(Job):
    """Reminder of the present step of an assignment, unless the step is over."""

    queue: ClassVar[str] = "bookings"
    assignment_id: AssignmentId


class DeleteUnusedAssignmentFile(Job):
    """Deletion of an uploaded file, unless its assignment names it."""

    queue: ClassVar[str] = "storage"
    assignment_id: AssignmentId
    file_id: Id
    key: str
