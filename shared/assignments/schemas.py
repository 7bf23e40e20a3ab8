"""Views of assignments."""

from collections.abc import Sequence
from typing import Any, Literal, Self

from shared.assignments.models import (
    Assignment,
    AssignmentDelivery,
    AssignmentFile,
    CorrectionRequest,
    DeliveryDispute,
    DeliveryDisputeStatus,
    DeliveryStatement,
)
from shared.contracts.assignments import AssignmentStatus
from shared.contracts.files import FileName
from shared.contracts.hotlines import Hotline
from shared.kernel.ids import AssignmentId, Id, ServiceId, UserId
from shared.kernel.money import Money
from shared.kernel.schemas import Moment, Request, View


class UploadedFile(Request):
    """A file that was uploaded for an assignment."""

    upload_id: Id
    """Id of the finished upload, from `create_assignment_upload`."""
    file_name: FileName
    """Name under which the other side saves the file, 1 to 200 characters without slashes."""


class AssignmentFileView(View):
    """A file of an assignment."""

    file_id: Id
    """Id by which `download_assignment_file` fetches the content."""
    name: str
    """Name under which the file is saved, with the ending of its type."""
    content_type: str
    """Media type of the file, such as `application/pdf`."""
    bytes: int
    """Size of the file in bytes."""
    added_at: Moment
    """Instant in UTC at which the file was added."""

    @classmethod
    def of(cls, file: AssignmentFile) -> Self:
        return cls(file_id=file.id, **file.model_dump(include=set(cls.model_fields) - {"file_id"}))


class DeliveryView(View):
    """A delivery of the expert."""

    text: str
    """Words of the expert; empty for a delivery by files alone."""
    files: list[AssignmentFileView]
    """Delivered files, in the expert's order."""
    delivered_at: Moment
    """Instant in UTC of the delivery."""

    @classmethod
    def of(cls, delivery: AssignmentDelivery) -> Self:
        files = [AssignmentFileView.of(file) for file in delivery.files]
        return cls(text=delivery.text, files=files, delivered_at=delivery.delivered_at)


class CorrectionRequestView(View):
    """A correction that the customer asked for."""

    text: str
    """Words of the customer about what is to be corrected."""
    requested_at: Moment
    """Instant in UTC of the request."""
    due_at: Moment
    """Instant in UTC by which the expert delivers again."""

    @classmethod
    def of(cls, request: CorrectionRequest) -> Self:
        return cls(**request.model_dump(include=set(cls.model_fields)))


class DeliveryStatementView(View):
    """Statement of one side about a delivery."""

    side: Literal["customer", "expert"]
    """Side that speaks here: `customer` or `expert`."""
    text: str
    """Statement in that person's words."""
    at: Moment
    """Instant in UTC of the statement."""

    @classmethod
    def of(cls, statement: DeliveryStatement) -> Self:
        return cls(**statement.model_dump(include=set(cls.model_fields)))


class DeliveryDisputeView(View):
    """Dispute about a delivery."""

    status: DeliveryDisputeStatus
    """State of the dispute: `open`, `decided` by an admin, or `kept` because nobody decided in time."""
    statements: list[DeliveryStatementView]
    """Statement of the customer, and that of the expert if there is one."""
    opened_at: Moment
    """Instant in UTC at which the customer opened the dispute."""
    decide_before: Moment
    """Instant in UTC at which the delivery counts as accepted, unless an admin has decided by then."""
    closed_at: Moment | None
    """Instant in UTC at which the dispute ended; null while it is open."""
    reason: str
    """Reason of the admin who decided; empty while it is open, and if nobody decided."""

    @classmethod
    def of(cls, dispute: DeliveryDispute) -> Self:
        return cls(
            status=dispute.status,
            statements=[DeliveryStatementView.of(each) for each in dispute.statements],
            opened_at=dispute.opened_at,
            decide_before=dispute.decide_before,
            closed_at=dispute.closed_at,
            reason=dispute.reason,
        )


class NextStepView(View):
    """Consequence for an assignment if nobody does anything."""

    at: Moment
    """Instant in UTC at which it happens."""
    then: Literal["expired", "late", "refunded", "accepted", "kept"]
    """Consequence: `expired` unpaid, `late` (the customer may cancel), `refunded` in full, `accepted`, `kept`."""


class AssignmentView(View):
    """A service without a meeting that a customer has ordered."""

    assignment_id: AssignmentId
    """Id of the assignment, which is the id of its order."""
    status: AssignmentStatus
    """State of the assignment; it ends `accepted`, `decided` after a dispute, `cancelled` or `expired`."""
    version: int
    """Number of the latest change, from 1."""
    customer: UserId
    """Account id of the person who ordered."""
    customer_name: str
    """Full name of the person who ordered."""
    expert: UserId
    """Account id of the person who delivers, for `get_expert`."""
    expert_name: str
    """Full name of the person who delivers."""
    service_id: ServiceId
    """Offer that was ordered, as it is known in `get_expert`; the expert may have deleted it since."""
    service_name: str
    """Name of the service at the time of the order."""
    price: Money
    """Price without our fee."""
    total: Money
    """Price with our fee, as the customer pays it."""
    delivery_days: int
    """Days that the expert has from the payment on."""
    brief: str
    """Wishes of the customer, in the customer's words."""
    files: list[AssignmentFileView]
    """Files of the customer, at most 10."""
    ordered_at: Moment
    """Instant in UTC of the order."""
    pay_before: Moment
    """Instant in UTC until which the order can be paid."""
    paid_at: Moment | None
    """Instant in UTC at which the work began; null while the order is unpaid."""
    due_at: Moment | None
    """Instant in UTC by which the expert delivers, or delivers again; null while the order is unpaid."""
    late_at: Moment | None
    """Instant in UTC from which the present delivery is late, so that the customer may cancel; null if it is not."""
    next_step: NextStepView | None
    """Consequence if nobody does anything; null once the assignment has ended."""
    deliveries: list[DeliveryView]
    """Deliveries, the oldest first; the latest one counts."""
    corrections: list[CorrectionRequestView]
    """Corrections that the customer asked for, the oldest first."""
    corrections_left: int
    """Corrections that the customer can still ask for."""
    dispute: DeliveryDisputeView | None
    """Disagreement about the delivery; null while nobody objects."""
    ended_at: Moment | None
    """Instant in UTC of the end, whatever it was; null before."""
    ended_by: Literal["customer", "expert", "admin", "system"] | None
    """Side that brought the end; `system` for the clock, the payment or a suspension; null before."""
    cancel_reason: str
    """Reason of the person who cancelled; may be empty."""
    refund: Money
    """Money that goes back to the customer because of the end."""

    @classmethod
    def of(cls, assignment: Assignment) -> Self:
        """Build the view of `assignment`."""
        return cls(**_assignment_fields(assignment))


def _assignment_fields(assignment: Assignment) -> dict[str, Any]:
    same = (
        *("status", "version", "customer", "customer_name", "expert", "expert_name", "service_id", "service_name"),
        *("delivery_days", "brief", "ordered_at", "pay_before", "paid_at", "due_at", "late_at"),
        *("ended_at", "ended_by", "cancel_reason"),
    )
    end, dispute = assignment.silent_end, assignment.dispute
    return {name: getattr(assignment, name) for name in same} | {
        "assignment_id": assignment.id,
        "price": Money.idr(assignment.price),
        "total": Money.idr(assignment.total),
        "refund": Money.idr(assignment.refund),
        "files": [AssignmentFileView.of(file) for file in assignment.files],
        "next_step": NextStepView(at=end[0], then=end[1]) if end else None,
        "deliveries": [DeliveryView.of(delivery) for delivery in assignment.deliveries],
        "corrections": [CorrectionRequestView.of(request) for request in assignment.corrections],
        "corrections_left": max(0, assignment.corrections_allowed - len(assignment.corrections)),
        "dispute": DeliveryDisputeView.of(dispute) if dispute else None,
    }


class AnsweredAssignmentView(AssignmentView):
    """A service without a meeting in which the caller has just written something."""

    hotlines: tuple[Hotline, ...]
    """Hotlines to show at once, if the caller's words speak of danger; empty otherwise."""

    @classmethod
    def with_hotlines(cls, assignment: Assignment, hotlines: Sequence[Hotline]) -> Self:
        """Build the view of an assignment with new words."""
        return cls(**_assignment_fields(assignment), hotlines=tuple(hotlines))


class BoughtAssignmentView(AnsweredAssignmentView):
    """A service without a meeting that has just been ordered, with the place to pay."""

    checkout_url: str | None
    """Address of the page where the customer pays; null for a free service, and if the page is not ready yet."""

    @classmethod
    def from_order(cls, assignment: Assignment, checkout_url: str | None, hotlines: Sequence[Hotline]) -> Self:
        """Build the view of a new assignment."""
        return cls(**_assignment_fields(assignment), checkout_url=checkout_url, hotlines=tuple(hotlines))


class AssignmentFileLinkView(View):
    """Address of a file."""

    url: str
    """Address of the file, which works for 5 minutes."""
    name: str
    """Name under which the file is saved."""
    expires_at: Moment
    """Instant in UTC at which the address stops working."""
