"""Rules of reminders: of a delivery that is due, and of an acceptance by silence. Pure, told the time."""

from datetime import datetime, timedelta
from enum import StrEnum
from typing import NamedTuple

from shared.assignments.models import Assignment
from shared.contracts.assignments import AssignmentStatus


class AssignmentReminder(StrEnum):
    """Reminder of an assignment: the expert a day and two hours before a delivery, the customer before acceptance."""

    DUE_DAY = "due_day"
    DUE_HOURS = "due_hours"
    ACCEPTANCE_DAY = "acceptance_day"


class PlannedReminder(NamedTuple):
    """Reminder of the present step of an assignment.

    Attributes:
        at: Instant in UTC at which the reminder is due.
        until: Instant in UTC from which the reminder is worthless.
        kind: The reminder.
    """

    at: datetime
    until: datetime
    kind: AssignmentReminder


_DAY, _HOURS = timedelta(days=1), timedelta(hours=2)


def with_next_reminder(assignment: Assignment, *, now: datetime) -> Assignment:
    """Return the assignment with the time of its next reminder. The version does not change.

    What is due at once is not planned: the notice of the step itself tells the time.
    """
    later = [one.at for one in _list_reminders(assignment) if one.at > now]
    return assignment.having(next_reminder_at=min(later, default=None))


def find_due_reminder(assignment: Assignment, *, now: datetime) -> PlannedReminder | None:
    """Find the latest reminder that is due; None if there is none. An earlier one that was missed is not sent late."""
    if assignment.next_reminder_at is None or now < assignment.next_reminder_at:
        return None
    due = [one for one in _list_reminders(assignment) if one.at <= now < one.until]
    return due[-1] if due else None


def _list_reminders(assignment: Assignment) -> list[PlannedReminder]:
    """List the reminders of the present step, the earliest first."""
    due_at, accept_before = assignment.due_at, assignment.accept_before
    if assignment.status is AssignmentStatus.IN_PROGRESS and due_at is not None and assignment.late_at is None:
        return [
            PlannedReminder(due_at - _DAY, due_at - _HOURS, AssignmentReminder.DUE_DAY),
            PlannedReminder(due_at - _HOURS, due_at, AssignmentReminder.DUE_HOURS),
        ]
    if assignment.status is AssignmentStatus.DELIVERED and accept_before is not None:
        return [PlannedReminder(accept_before - _DAY, accept_before, AssignmentReminder.ACCEPTANCE_DAY)]
    return []
