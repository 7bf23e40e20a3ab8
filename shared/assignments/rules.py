"""Rules of assignments: payment, delivery, acceptance, corrections and the end. Pure, told the time."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from shared.assignments.errors import (
    AcceptanceTimeOver,
    AssignmentNotLate,
    AssignmentNotOpen,
    DeliveryTimeOver,
    NoCorrectionsLeft,
    TooManyAssignmentFiles,
)
from shared.assignments.models import (
    Assignment,
    AssignmentDelivery,
    AssignmentFile,
    AssignmentSide,
    CorrectionRequest,
    DeliveryDisputeStatus,
    EndingSide,
)
from shared.assignments.settings import AssignmentSettings
from shared.contracts.assignments import AssignmentStatus
from shared.kernel.errors import Invalid

MAX_CUSTOMER_FILES = 10
"""Files that a customer can add to one assignment."""
MAX_DELIVERY_FILES = 10
"""Files of one delivery."""
MAX_DELIVERIES = 20
"""Deliveries of one assignment: the first, the corrections, and those of the expert's own accord."""

_Status = AssignmentStatus
_UNPAID = (_Status.AWAITING_PAYMENT, _Status.EXPIRED)
_ENDED = (_Status.ACCEPTED, _Status.DECIDED, _Status.CANCELLED, _Status.EXPIRED)


def has_ended(assignment: Assignment) -> bool:
    """Return whether nothing is to be done any more, by either side or by the clock."""
    return assignment.status in _ENDED


def is_held(assignment: Assignment) -> bool:
    """Return whether the work was done and is neither open nor paid back: both sides may review the other."""
    if assignment.status is _Status.DECIDED:
        return assignment.refund < assignment.total or not assignment.total
    return assignment.status is _Status.ACCEPTED


def with_payment(assignment: Assignment, settings: AssignmentSettings, *, now: datetime) -> Assignment | None:
    """Return the assignment as it begins once it is paid; None if it has begun or was cancelled.

    An assignment that has expired begins after all: the payment was known late.
    """
    if assignment.status not in _UNPAID:
        return None
    due_at = now + timedelta(days=assignment.delivery_days)
    return _changed(
        assignment,
        status=_Status.IN_PROGRESS,
        paid_at=now,
        due_at=due_at,
        refund_at=due_at + settings.late_refund_time,
        ended_at=None,
        ended_by=None,
    )


def with_expiry(assignment: Assignment, *, now: datetime) -> Assignment | None:
    """Return an unpaid assignment expired; None if it is not unpaid."""
    if assignment.status is not _Status.AWAITING_PAYMENT:
        return None
    return _changed(assignment, status=_Status.EXPIRED, ended_at=now, ended_by="system")


def with_lateness(assignment: Assignment, *, now: datetime) -> Assignment | None:
    """Return the assignment found to be late; None if it is not, or is known to be."""
    is_open = assignment.status is _Status.IN_PROGRESS and assignment.late_at is None
    if not is_open or assignment.due_at is None or now < assignment.due_at:
        return None
    return _changed(assignment, late_at=now)


def can_be_refunded(assignment: Assignment, *, now: datetime) -> bool:
    """Return whether the expert has not delivered long after the time, so that the payment goes back by itself."""
    is_open = assignment.status is _Status.IN_PROGRESS
    return is_open and assignment.refund_at is not None and now >= assignment.refund_at


def check_can_cancel(assignment: Assignment, side: AssignmentSide, *, now: datetime) -> None:
    """Check that a side may cancel: the expert while nothing is delivered, the customer once the delivery is late.

    Raises:
        AssignmentNotOpen: The assignment is not in progress.
        AssignmentNotLate: The expert may still deliver.
    """
    check_status(assignment, _Status.IN_PROGRESS)
    if side == "customer" and assignment.due_at is not None and now < assignment.due_at:
        raise AssignmentNotLate(due_at=assignment.due_at)


def with_cancellation(
    assignment: Assignment, by: EndingSide, reason: str, *, refund: int, now: datetime
) -> Assignment | None:
    """Return the assignment cancelled; None if it was cancelled before. An open dispute is decided by that.

    Args:
        by: Side that cancels.
        reason: Reason for the other side; may be empty.
        refund: Money that goes back by it, in whole rupiah.
    """
    if assignment.status is _Status.CANCELLED:
        return None
    dispute = assignment.dispute
    if dispute is not None and dispute.closed_at is None:
        dispute = dispute.having(status=DeliveryDisputeStatus.DECIDED, closed_at=now, reason=reason)
    return _changed(
        assignment,
        status=_Status.CANCELLED,
        dispute=dispute,
        ended_at=now,
        ended_by=by,
        cancel_reason=reason,
        refund=assignment.refund + refund,
    )


def check_can_add_file(assignment: Assignment) -> None:
    """Check that the customer may add a file.

    Raises:
        AssignmentNotOpen: Something was delivered that waits for the customer, or the assignment has ended.
        TooManyAssignmentFiles: The customer has added as many files as allowed.
    """
    check_status(assignment, _Status.AWAITING_PAYMENT, _Status.IN_PROGRESS)
    if len(assignment.files) >= MAX_CUSTOMER_FILES:
        raise TooManyAssignmentFiles(most=MAX_CUSTOMER_FILES)


def with_customer_file(assignment: Assignment, file: AssignmentFile) -> Assignment:
    """Return the assignment with a file of the customer's. A file that it has changes nothing.

    Raises:
        AssignmentNotOpen: Something was delivered, or the assignment has ended.
        TooManyAssignmentFiles: The customer has added as many files as allowed.
    """
    if any(one.id == file.id for one in assignment.files):
        return assignment
    check_can_add_file(assignment)
    # No new version: what people were told of stays true.
    return assignment.having(files=(*assignment.files, file))


def check_can_deliver(assignment: Assignment, *, now: datetime) -> None:
    """Check that the expert may deliver: while the work is in progress, and again until the customer has decided.

    Raises:
        AssignmentNotOpen: The assignment is unpaid, disputed or over.
        DeliveryTimeOver: The payment goes back, because nothing was delivered for too long.
        AcceptanceTimeOver: The latest delivery counts as accepted.
        TooManyAssignmentFiles: The expert has delivered as often as possible.
    """
    check_status(assignment, _Status.IN_PROGRESS, _Status.DELIVERED)
    if can_be_refunded(assignment, now=now):
        raise DeliveryTimeOver(refund_at=assignment.refund_at)
    _check_acceptance_open(assignment, now=now)
    if len(assignment.deliveries) >= MAX_DELIVERIES:
        raise TooManyAssignmentFiles(most=MAX_DELIVERIES)


def with_delivery(
    assignment: Assignment, text: str, files: Sequence[AssignmentFile], settings: AssignmentSettings, *, now: datetime
) -> Assignment:
    """Return the assignment with a delivery. From now on the customer has some days to object.

    Raises:
        Invalid: The delivery has neither text nor files.
        AssignmentNotOpen: The assignment is unpaid, disputed or over.
        DeliveryTimeOver: The payment goes back, because nothing was delivered for too long.
        AcceptanceTimeOver: The latest delivery counts as accepted.
        TooManyAssignmentFiles: The expert has delivered as often as possible.
    """
    check_can_deliver(assignment, now=now)
    if not text and not files:
        raise Invalid.field("text", "required_without_files")
    return _changed(
        assignment,
        status=_Status.DELIVERED,
        deliveries=(*assignment.deliveries, AssignmentDelivery(text=text, files=tuple(files), delivered_at=now)),
        accept_before=now + settings.accept_time,
        late_at=None,
    )


def with_correction_request(
    assignment: Assignment, text: str, settings: AssignmentSettings, *, now: datetime
) -> Assignment:
    """Return the assignment in progress again, with what the customer wants to be corrected.

    Raises:
        AssignmentNotOpen: Nothing is delivered that waits for the customer.
        AcceptanceTimeOver: The delivery counts as accepted.
        NoCorrectionsLeft: The customer has asked for as many corrections as allowed.
    """
    check_status(assignment, _Status.DELIVERED)
    _check_acceptance_open(assignment, now=now)
    if len(assignment.corrections) >= assignment.corrections_allowed:
        raise NoCorrectionsLeft(most=assignment.corrections_allowed)
    due_at = now + settings.correction_time
    request = CorrectionRequest(text=text, requested_at=now, due_at=due_at)
    return _changed(
        assignment,
        status=_Status.IN_PROGRESS,
        corrections=(*assignment.corrections, request),
        due_at=due_at,
        refund_at=due_at + settings.late_refund_time,
        accept_before=None,
        late_at=None,
    )


def with_acceptance(assignment: Assignment, *, now: datetime) -> Assignment:
    """Return the assignment accepted by the customer. An accepted one stays as it is.

    What was delivered can also be accepted while a correction is awaited.

    Raises:
        AssignmentNotOpen: Nothing is delivered, or the delivery is disputed, or the assignment has ended.
    """
    if assignment.status is _Status.ACCEPTED:
        return assignment
    is_corrected = assignment.status is _Status.IN_PROGRESS and assignment.deliveries
    if not is_corrected:
        check_status(assignment, _Status.DELIVERED)
    return _changed(assignment, status=_Status.ACCEPTED, accept_before=None, ended_at=now, ended_by="customer")


def with_silent_acceptance(assignment: Assignment, *, now: datetime) -> Assignment | None:
    """Return the assignment accepted because the customer has said nothing in time; None if it is not so."""
    is_open = assignment.status is _Status.DELIVERED
    if not is_open or assignment.accept_before is None or now < assignment.accept_before:
        return None
    return _changed(assignment, status=_Status.ACCEPTED, ended_at=now, ended_by="system")


def check_status(assignment: Assignment, *expected: AssignmentStatus) -> None:
    """Check that the assignment is in one of the states.

    Raises:
        AssignmentNotOpen: The assignment is in another state.
    """
    if assignment.status not in expected:
        raise AssignmentNotOpen(assignment_status=assignment.status)


def check_can_object(assignment: Assignment, *, now: datetime) -> None:
    """Check that the customer may object to the latest delivery.

    Raises:
        AssignmentNotOpen: Nothing is delivered that waits for the customer.
        AcceptanceTimeOver: The delivery counts as accepted.
    """
    check_status(assignment, _Status.DELIVERED)
    _check_acceptance_open(assignment, now=now)


def _check_acceptance_open(assignment: Assignment, *, now: datetime) -> None:
    if assignment.status is _Status.DELIVERED and assignment.accept_before and now >= assignment.accept_before:
        raise AcceptanceTimeOver(accept_before=assignment.accept_before)


def _changed(assignment: Assignment, **changes: object) -> Assignment:
    return assignment.having(version=assignment.version + 1, **changes)
