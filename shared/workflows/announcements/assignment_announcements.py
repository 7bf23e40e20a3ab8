"""Announcements of assignments: the steps of a service without a meeting, and reminders, to the side concerned."""

from datetime import datetime

from shared.assignments import actions, reminders, store
from shared.assignments.models import Assignment
from shared.assignments.reminders import AssignmentReminder, PlannedReminder
from shared.contracts.assignments import AssignmentChange
from shared.contracts.events.assignments import AssignmentChanged
from shared.contracts.notices import Notice, NoticeSubject, SubjectKind
from shared.kernel.errors import Unavailable
from shared.kernel.ids import AssignmentId, UserId
from shared.kernel.ports import UnitOfWork
from shared.kernel.quoted_words import quote_name
from shared.workflows.announcements import recipients

_Change = AssignmentChange
_OF_ONE_TEXT = {
    _Change.DELIVERED: "delivered",
    _Change.CORRECTION_REQUESTED: "correction_requested",
    _Change.ACCEPTED: "accepted",
    _Change.ACCEPTED_BY_SILENCE: "accepted_by_silence",
    _Change.DISPUTED: "disputed",
    _Change.DECIDED: "decided",
    _Change.KEPT: "kept",
}
"""Changes whose text is the same for whoever is told."""


async def tell_people_when_assignment_changed(uow: UnitOfWork, event: AssignmentChanged, *, now: datetime) -> int:
    """Tell people about a change of an assignment that is still so, and return the number of new notices.

    Raises:
        AssignmentNotFound: There is no such assignment.
        Unavailable: Only a newer version knows the change.
    """
    if event.change is None:
        raise Unavailable("newer_assignment")
    assignment = await store.get_assignment(uow, event.assignment_id)
    if assignment.version != event.version:
        return 0
    notices = [_build_notice(assignment, event.change, uid) for uid in event.told]
    return await recipients.tell_people(uow, notices, now=now)


async def remind_of_assignment(uow: UnitOfWork, assignment_id: AssignmentId, *, now: datetime) -> int:
    """Remind a side of what is due in an assignment, and return the number of new notices.

    The next reminder is planned in the same commit. Nothing happens if no reminder is due.

    Raises:
        AssignmentNotFound: There is no such assignment.
    """
    assignment = await store.get_assignment(uow, assignment_id)
    if assignment.next_reminder_at is None or now < assignment.next_reminder_at:
        return 0
    due = reminders.find_due_reminder(assignment, now=now)
    actions.save_with_next_reminder(uow, assignment, now=now)
    return await recipients.tell_people(uow, [_build_reminder(assignment, due)], now=now) if due else 0


def _build_notice(assignment: Assignment, change: AssignmentChange, to: UserId) -> Notice:
    side = "customer" if to == assignment.customer else "expert"
    return Notice(
        event=f"assignment:{assignment.id}:{change}:{assignment.version}",
        template=f"assignment.{_OF_ONE_TEXT.get(change) or f'{change}_{side}'}",
        to=to,
        values=_build_values(assignment, to),
        subject=_subject_of(assignment),
        link=f"/assignments/{assignment.id}",
    )


def _build_reminder(assignment: Assignment, due: PlannedReminder) -> Notice:
    is_acceptance = due.kind is AssignmentReminder.ACCEPTANCE_DAY
    to = assignment.customer if is_acceptance else assignment.expert
    return Notice(
        event=f"assignment:{assignment.id}:reminder:{due.kind}:{assignment.version}",
        template=f"assignment.{due.kind}",
        to=to,
        values=_build_values(assignment, to),
        subject=_subject_of(assignment),
        link=f"/assignments/{assignment.id}",
        valid_until=due.until,
        needed_by=due.until,
    )


def _subject_of(assignment: Assignment) -> NoticeSubject:
    # Each step is a version, so that a reminder is untrue once its step is over.
    return NoticeSubject(kind=SubjectKind.ASSIGNMENT, id=assignment.id, version=assignment.version)


def _build_values(assignment: Assignment, to: UserId) -> dict[str, str]:
    other = assignment.expert_name if to == assignment.customer else assignment.customer_name
    dispute = assignment.dispute
    instants = {
        "due_at": assignment.due_at,
        "refund_at": assignment.refund_at,
        "accept_before": assignment.accept_before,
        "decide_before": dispute.decide_before if dispute else None,
    }
    return {
        "service": quote_name(assignment.service_name),
        "other": quote_name(other),
        **{name: at.isoformat() for name, at in instants.items() if at is not None},
    }
