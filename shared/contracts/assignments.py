"""Contract of assignments: the status of an assignment, and the changes of which people are told."""

from enum import StrEnum

from shared.kernel.stored_choices import StoredEnum


class AssignmentStatus(StoredEnum):
    """State of an assignment. A delivery is accepted by the customer or by silence, or disputed and then decided."""

    AWAITING_PAYMENT = "awaiting_payment"
    IN_PROGRESS = "in_progress"
    DELIVERED = "delivered"
    ACCEPTED = "accepted"
    DISPUTED = "disputed"
    DECIDED = "decided"
    CANCELLED = "cancelled"
    EXPIRED = "expired"
    UNKNOWN = "unknown"


class AssignmentChange(StrEnum):
    """Change of an assignment of which people are told.

    Attributes:
        LATE: The expert has not delivered in time.
        ACCEPTED_BY_SILENCE: The customer has said nothing in time.
        DECIDED: An admin has decided the dispute.
        KEPT: No admin has decided the dispute in time, so the delivery counts as accepted.
        REFUNDED: The expert has not delivered long after the time, and the money goes back.
    """

    STARTED = "started"
    LATE = "late"
    DELIVERED = "delivered"
    CORRECTION_REQUESTED = "correction_requested"
    ACCEPTED = "accepted"
    ACCEPTED_BY_SILENCE = "accepted_by_silence"
    DISPUTED = "disputed"
    DECIDED = "decided"
    KEPT = "kept"
    REFUNDED = "refunded"
    CANCELLED = "cancelled"
