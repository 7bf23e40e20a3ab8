"""Entities of assignments: the brief, deliveries, corrections, and the dispute."""

from datetime import timedelta
from typing import Annotated, Literal

from pydantic import computed_field

from shared.contracts.assignments import AssignmentStatus
from shared.kernel.ids import AssignmentId, Id, ServiceId, UserId
from shared.kernel.schemas import Entity, Line, Moment, Text
from shared.kernel.stored_choices import StoredEnum, UnknownAs

AssignmentSide = Literal["customer", "expert"]
"""Side of an assignment."""
EndingSide = Literal["customer", "expert", "admin", "system"]
"""Side that ended an assignment; `system` is the clock, the payment, or a suspension."""
SilentEnd = Literal["expired", "late", "refunded", "accepted", "kept"]
"""Consequence if nobody does anything."""

# By then the order itself has expired, and its event has been delivered.
_UNPAID_GRACE = timedelta(hours=1)
# By then the task of a reminder has been done, if it was not lost.
_REMINDER_GRACE = timedelta(minutes=10)


class AssignmentFile(Entity):
    """File of an assignment. Only customer and expert, and admins in a dispute, get its address.

    Attributes:
        id: Id of the upload.
        key: Key of the file in the storage.
        name: Name under which people save the file.
        content_type: Media type of the file.
        bytes: Size of the file in bytes.
        added_at: Instant in UTC at which the file was added.
    """

    id: Id
    key: str
    name: Line
    content_type: str
    bytes: int
    added_at: Moment


class AssignmentDelivery(Entity):
    """Delivery of the expert.

    Attributes:
        text: Words of the expert; empty for a delivery by files alone.
        files: Delivered files, in the expert's order.
    """

    text: Text = ""
    files: tuple[AssignmentFile, ...] = ()
    delivered_at: Moment


class CorrectionRequest(Entity):
    """Correction that the customer asks for after a delivery.

    Attributes:
        text: Words of the customer.
        due_at: Instant in UTC by which the expert delivers again.
    """

    text: Text
    requested_at: Moment
    due_at: Moment


class DeliveryDisputeStatus(StoredEnum):
    """State of a dispute: `open`, `decided` by an admin, or `kept` because nobody decided in time."""

    OPEN = "open"
    DECIDED = "decided"
    KEPT = "kept"
    UNKNOWN = "unknown"


class DeliveryStatement(Entity):
    """Statement of one side about a delivery."""

    side: Annotated[AssignmentSide, UnknownAs("customer")]
    text: Text
    at: Moment


class DeliveryDispute(Entity):
    """Dispute about a delivery, which the customer opens.

    Attributes:
        statements: Statement of the customer, and that of the expert behind it.
        decide_before: Instant in UTC at which the delivery counts as accepted unless an admin has decided.
        closed_at: Instant in UTC at which the dispute ended; None while it is open.
        closed_by: Uid of the admin who decided; None while it is open, and for one that ended by silence.
        reason: Reason of the admin; empty by default.
    """

    status: DeliveryDisputeStatus = DeliveryDisputeStatus.OPEN
    statements: tuple[DeliveryStatement, ...]
    opened_at: Moment
    decide_before: Moment
    closed_at: Moment | None = None
    closed_by: UserId | None = None
    reason: str = ""


class Assignment(Entity):
    """Service without a meeting that a customer has ordered. The id is the order's.

    Attributes:
        version: Number of the latest change, from 1.
        price: Price in whole rupiah, without our fee.
        total: Price with our fee, in whole rupiah.
        delivery_days: Days that the expert has from the payment on.
        corrections_allowed: Corrections that the customer may ask for.
        brief: Wishes of the customer, in the customer's words.
        files: Files of the customer, in the order in which they were added.
        ordered_at: Instant in UTC of the order.
        pay_before: Instant in UTC until which the order can be paid.
        paid_at: Instant in UTC from which the expert knows of the assignment; None while it is unpaid.
        due_at: Instant in UTC by which the expert delivers, or delivers again; None while it is unpaid.
        refund_at: Instant in UTC at which the payment goes back if nothing has been delivered; None while it is unpaid.
        late_at: Instant in UTC at which the present delivery was found to be late; None if it was not.
        accept_before: Instant in UTC at which the latest delivery counts as accepted; None without one.
        deliveries: Deliveries, the oldest first.
        corrections: Corrections that the customer has asked for, the oldest first.
        ended_at: Instant in UTC of the end, whatever it was; None before.
        ended_by: Side that brought the end; None before.
        cancel_reason: Reason of the person who cancelled; empty by default.
        refund: Money that goes back to the customer because of the end, in whole rupiah.
        next_reminder_at: Instant in UTC of the next reminder of the present step; None if no reminder is left.
    """

    id: AssignmentId
    status: AssignmentStatus
    version: int = 1
    customer: UserId
    customer_name: Line
    expert: UserId
    expert_name: Line
    service_id: ServiceId
    service_name: Line
    price: int
    total: int
    delivery_days: int
    corrections_allowed: int
    brief: Text
    files: tuple[AssignmentFile, ...] = ()
    ordered_at: Moment
    pay_before: Moment
    paid_at: Moment | None = None
    due_at: Moment | None = None
    refund_at: Moment | None = None
    late_at: Moment | None = None
    accept_before: Moment | None = None
    deliveries: tuple[AssignmentDelivery, ...] = ()
    corrections: tuple[CorrectionRequest, ...] = ()
    dispute: DeliveryDispute | None = None
    ended_at: Moment | None = None
    ended_by: Annotated[EndingSide, UnknownAs("system")] | None = None
    cancel_reason: str = ""
    refund: int = 0
    next_reminder_at: Moment | None = None

    @property
    def silent_end(self) -> tuple[Moment, SilentEnd] | None:
        """Time at which silence has a consequence, and the consequence; None once the assignment has ended."""
        status = self.status
        if status is AssignmentStatus.AWAITING_PAYMENT:
            return self.pay_before, "expired"
        if status is AssignmentStatus.IN_PROGRESS and self.due_at is not None and self.refund_at is not None:
            return (self.due_at, "late") if self.late_at is None else (self.refund_at, "refunded")
        if status is AssignmentStatus.DELIVERED and self.accept_before is not None:
            return self.accept_before, "accepted"
        if status is AssignmentStatus.DISPUTED and self.dispute is not None:
            return self.dispute.decide_before, "kept"
        return None

    @computed_field  # type: ignore[prop-decorator]
    @property
    def check_after(self) -> Moment | None:
        """Time from which the sweep has something to do. Stored, so that the sweep can query for it."""
        if self.silent_end is None:
            return None
        at, end = self.silent_end
        if end == "expired":
            return at + _UNPAID_GRACE
        return min(at, self.next_reminder_at + _REMINDER_GRACE) if self.next_reminder_at is not None else at

    @computed_field  # type: ignore[prop-decorator]
    @property
    def undecided_before(self) -> Moment | None:
        """Time until which an open dispute waits for an admin. Stored, so that lists can query for it."""
        is_open = self.status is AssignmentStatus.DISPUTED and self.dispute is not None
        return self.dispute.decide_before if is_open and self.dispute is not None else None

    @property
    def all_files(self) -> tuple[AssignmentFile, ...]:
        """Files of the customer and of all deliveries."""
        return (*self.files, *(file for delivery in self.deliveries for file in delivery.files))
