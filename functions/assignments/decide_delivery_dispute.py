"""HTTP: decide a dispute about a delivery."""

from typing import Annotated

from pydantic import Field

from shared.assignments.errors import AssignmentNotFound, DeliveryDisputeClosed
from shared.assignments.schemas import AssignmentView
from shared.kernel.ids import AssignmentId
from shared.kernel.public_texts import PublicLine
from shared.kernel.schemas import Request
from shared.orders.errors import RefundNeedsOwner, RefundTooLarge
from shared.runtime.context import Context
from shared.runtime.triggers import http
from shared.workflows import delivery_disputes


class DecideDeliveryDispute(Request):
    """Body of `decide_delivery_dispute`."""

    assignment_id: AssignmentId
    """Id of the assignment whose open dispute you decide, from `list_delivery_disputes`."""
    refund: Annotated[int, Field(strict=True, ge=0, le=1_000_000_000)]
    """Money that goes back to the customer, whole rupiah; 0 if the delivery is what was agreed."""
    reason: PublicLine
    """Reason for both sides, one line of 1 to 200 characters."""


@http.post(
    who="admin",
    admin_scope="support",
    raises=(AssignmentNotFound, DeliveryDisputeClosed, RefundTooLarge, RefundNeedsOwner),
)
async def decide_delivery_dispute(body: DecideDeliveryDispute, ctx: Context) -> AssignmentView:
    """Decide a dispute about a delivery with a reason, and with the part of the payment that goes back.

    Both sides are told. An owner names amounts above the limit of refunds by admins.
    """
    decided = await ctx.commit(
        delivery_disputes.decide_dispute, body.assignment_id, body.refund, body.reason, actor=ctx.actor, now=ctx.now
    )
    return AssignmentView.of(decided)
