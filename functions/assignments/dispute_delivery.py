"""HTTP: dispute a delivery."""

from typing import Annotated

from pydantic import Field

from shared.assignments.errors import (
    AcceptanceTimeOver,
    AssignmentNotFound,
    AssignmentNotOpen,
    DeliveryDisputeClosed,
)
from shared.assignments.schemas import AnsweredAssignmentView
from shared.kernel.ids import AssignmentId
from shared.kernel.public_texts import PublicText
from shared.kernel.schemas import Request
from shared.runtime.context import Context
from shared.runtime.triggers import http
from shared.workflows import assignment_words


class DisputeDelivery(Request):
    """Body of `dispute_delivery`."""

    assignment_id: AssignmentId
    """Id of a delivered assignment of the caller's."""
    text: Annotated[PublicText, Field(min_length=1)]
    """Statement in the caller's words, 1 to 5,000 characters; another one replaces the caller's first."""


@http.post(
    who=("customer", "expert"),
    raises=(AssignmentNotFound, AssignmentNotOpen, AcceptanceTimeOver, DeliveryDisputeClosed),
    takes_idempotency_key=False,
)
async def dispute_delivery(body: DisputeDelivery, ctx: Context) -> AnsweredAssignmentView:
    """Dispute what was delivered, as the customer; say something in the open dispute, as either side.

    The customer must open it before the delivery counts as accepted (`next_step`). An admin decides; if none does
    before `decide_before`, the delivery counts as accepted. Words that speak of danger bring `hotlines` to show.
    """
    answered = await assignment_words.dispute_delivery(ctx, body.assignment_id, body.text)
    return AnsweredAssignmentView.with_hotlines(answered.assignment, answered.hotlines)
