"""Rules of disputes about deliveries. Pure, told the time."""

from datetime import datetime

from shared.assignments import rules
from shared.assignments.errors import DeliveryDisputeClosed
from shared.assignments.models import (
    Assignment,
    AssignmentSide,
    DeliveryDispute,
    DeliveryDisputeStatus,
    DeliveryStatement,
)
from shared.assignments.settings import AssignmentSettings
from shared.contracts.assignments import AssignmentStatus
from shared.kernel.ids import UserId


def with_statement(
    assignment: Assignment, side: AssignmentSide, text: str, settings: AssignmentSettings, *, now: datetime
) -> Assignment:
    """Return the assignment disputed by its customer, or with a side's statement in the open dispute.

    The same side's second statement replaces its first.

    Raises:
        AssignmentNotOpen: Nothing is delivered that waits for the customer.
        AcceptanceTimeOver: The delivery counts as accepted.
        DeliveryDisputeClosed: There is no open dispute in which the side could speak.
    """
    statement, dispute = DeliveryStatement(side=side, text=text, at=now), assignment.dispute
    if dispute is None and side == "customer":
        rules.check_can_object(assignment, now=now)
        decide_before = now + settings.decide_dispute_time
        opened = DeliveryDispute(statements=(statement,), opened_at=now, decide_before=decide_before)
        return assignment.having(
            status=AssignmentStatus.DISPUTED, version=assignment.version + 1, accept_before=None, dispute=opened
        )
    open_dispute = get_open_dispute(assignment, now=now)
    others = tuple(one for one in open_dispute.statements if one.side != side)
    statements = (statement, *others) if side == "customer" else (*others, statement)
    return assignment.having(dispute=open_dispute.having(statements=statements))


def get_open_dispute(assignment: Assignment, *, now: datetime) -> DeliveryDispute:
    """Return the open dispute of the assignment.

    Raises:
        DeliveryDisputeClosed: There is none, or its time is over and the delivery counts as accepted.
    """
    dispute = assignment.dispute
    if assignment.status is not AssignmentStatus.DISPUTED or dispute is None or now >= dispute.decide_before:
        raise DeliveryDisputeClosed()
    return dispute


def with_decision(assignment: Assignment, refund: int, reason: str, *, by: UserId, now: datetime) -> Assignment:
    """Return the assignment with its dispute decided by an admin.

    Args:
        refund: Money that goes back to the customer, in whole rupiah; 0 if the delivery is what was agreed.
        reason: Reason of the admin, for both sides.
        by: Uid of the admin.

    Raises:
        DeliveryDisputeClosed: There is no open dispute, or its time is over.
    """
    dispute = get_open_dispute(assignment, now=now)
    closed = dispute.having(status=DeliveryDisputeStatus.DECIDED, closed_at=now, closed_by=by, reason=reason)
    return assignment.having(
        status=AssignmentStatus.DECIDED,
        version=assignment.version + 1,
        dispute=closed,
        refund=assignment.refund + refund,
        ended_at=now,
        ended_by="admin",
    )


def with_dispute_lapsed(assignment: Assignment, *, now: datetime) -> Assignment | None:
    """Return the assignment accepted, because no admin has decided its dispute in time; None if it is not so."""
    dispute = assignment.dispute
    if assignment.status is not AssignmentStatus.DISPUTED or dispute is None or now < dispute.decide_before:
        return None
    return assignment.having(
        status=AssignmentStatus.ACCEPTED,
        version=assignment.version + 1,
        dispute=dispute.having(status=DeliveryDisputeStatus.KEPT, closed_at=now),
        ended_at=now,
        ended_by="system",
    )
