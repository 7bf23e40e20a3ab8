"""Announcements of assignments: the steps of a service without a meeting, to the side that each concerns."""

from datetime import datetime

from shared.assignments import store
from shared.assignments.models import Assignment
from shared.contracts.assignments import AssignmentChange
from shared.contracts.events.assignments import AssignmentChanged
from shared.contracts.notices import Notice, NoticeSubject, SubjectKind
from shared.kernel.errors import Unavailable
from shared.kernel.ids import UserId
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


def _build_notice(assignment: Assignment, change: AssignmentChange, to: UserId) -> Notice:
    is_customer = to == assignment.customer
    side, other = ("customer", assignment.expert_name) if is_customer else ("expert", assignment.customer_name)
    dispute = assignment.dispute
    instants = {
        "due_at": assignment.due_at,
        "refund_at": assignment.refund_at,
        "accept_before": assignment.accept_before,
        "decide_before": dispute.decide_before if dispute else None,
    }
    return Notice(
        event=f"assignment:{assignment.id}:{change}:{assignment.version}",
        template=f"assignment.{_OF_ONE_TEXT.get(change) or f'{change}_{side}'}",
        to=to,
        values={
            "service": quote_name(assignment.service_name),
            "other": quote_name(other),
            **{name: at.isoformat() for name, at in instants.items() if at is not None},
        },
        subject=NoticeSubject(kind=SubjectKind.ASSIGNMENT, id=assignment.id, version=assignment.version),
        link=f"/assignments/{assignment.id}",
    )
