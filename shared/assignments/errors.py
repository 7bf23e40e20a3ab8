"""Errors of assignments."""

from shared.kernel.errors import Conflict, NotFound


class AssignmentNotFound(NotFound):
    """The assignment does not exist, or the caller has no part in it."""

    code = "assignment_not_found"


class AssignmentNotOpen(Conflict):
    """The assignment is in a state in which the call makes no sense; `assignment_status` names the state."""

    code = "assignment_not_open"


class AssignmentNotLate(Conflict):
    """The expert may still deliver until `due_at`; from then on the customer may cancel."""

    code = "assignment_not_late"


class DeliveryTimeOver(Conflict):
    """The time to deliver ended at `refund_at`, and the payment goes back."""

    code = "delivery_time_over"


class AcceptanceTimeOver(Conflict):
    """The time to object to the delivery ended at `accept_before`."""

    code = "acceptance_time_over"


class NoCorrectionsLeft(Conflict):
    """The customer has asked for as many corrections as allowed; `most` is that number."""

    code = "no_corrections_left"


class DeliveryDisputeClosed(Conflict):
    """The delivery has no open dispute, or its time is over, so that the delivery counts as accepted."""

    code = "delivery_dispute_closed"


class TooManyAssignmentFiles(Conflict):
    """The assignment has as many files of this side as allowed; `most` is that number."""

    code = "too_many_assignment_files"


class AssignmentFileMissing(Conflict):
    """The upload was not finished, or has another id. Send the file first."""

    code = "assignment_file_missing"


class AssignmentFileRefused(Conflict):
    """The file has another type or size than allowed. Start a new upload."""

    code = "assignment_file_refused"


class AssignmentFileNotFound(NotFound):
    """The assignment has no file with this id."""

    code = "assignment_file_not_found"


DELIVERY_ERRORS = (
    AssignmentNotFound,
    AssignmentNotOpen,
    DeliveryTimeOver,
    AcceptanceTimeOver,
    TooManyAssignmentFiles,
)
"""Errors of whoever wants to deliver, or to add a file."""
