"""Events of assignments."""

from typing import Annotated, ClassVar, Literal

from shared.contracts.assignments import AssignmentChange
from shared.contracts.events.known_values import known_or_none
from shared.kernel.ids import AssignmentId, UserId
from shared.kernel.schemas import Event, Moment

AssignmentOutcome = Literal["accepted", "decided", "cancelled"]
"""End of an assignment that was paid: accepted, decided after a dispute, or cancelled with a full refund."""


class AssignmentChanged(Event):
    """An assignment has changed, and people are to be told.

    Attributes:
        assignment_id: The assignment, which has the id of its order.
        version: Version of the assignment with the change.
        change: Change of which people are told. None for a change that only a newer version knows.
        told: People to tell.
        at: Time of the change.
    """

    facts: ClassVar[tuple[str, ...]] = ("change",)

    assignment_id: AssignmentId
    version: int
    change: Annotated[AssignmentChange | None, known_or_none(AssignmentChange)]
    told: tuple[UserId, ...]
    at: Moment


class DeliveryDisputed(Event):
    """The customer of an assignment disputes what was delivered.

    Attributes:
        assignment_id: The assignment, which has the id of its order.
        decide_before: Time until which an admin may decide; then the delivery counts as accepted.
        at: Time at which the dispute was opened.
    """

    assignment_id: AssignmentId
    decide_before: Moment
    at: Moment


class AssignmentConcluded(Event):
    """An assignment that was paid has ended: what its expert has earned by it is settled.

    Emitted once for each end. What an admin gives back beside the end, before or after it, is told by `OrderRefunded`
    alone.

    Attributes:
        assignment_id: The assignment, which has the id of its order.
        outcome: End of the assignment. None for one that only a newer version knows.
        paid: Amount that the customer has paid, in whole rupiah, our fee included; 0 for a free service.
        refunded: Amount of it that goes back to the customer because of the end, in whole rupiah.
        at: Time of the end.
    """

    assignment_id: AssignmentId
    customer: UserId
    expert: UserId
    outcome: Annotated[AssignmentOutcome | None, known_or_none(AssignmentOutcome)]
    paid: int
    refunded: int
    at: Moment
