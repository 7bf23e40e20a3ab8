"""HTTP: cancel an assignment."""

from shared.assignments.errors import AssignmentNotFound, AssignmentNotLate, AssignmentNotOpen
from shared.assignments.schemas import AssignmentView
from shared.kernel.ids import AssignmentId
from shared.kernel.public_texts import PublicLine
from shared.kernel.schemas import Request
from shared.runtime.context import Context
from shared.runtime.triggers import http
from shared.workflows import assignment_ends


class CancelAssignment(Request):
    """Body of `cancel_assignment`."""

    assignment_id: AssignmentId
    """Id of a paid assignment of the caller's in which nothing waits for acceptance."""
    reason: PublicLine
    """Reason for the other side, one line of 1 to 200 characters."""


@http.post(
    who=("customer", "expert"),
    raises=(AssignmentNotFound, AssignmentNotOpen, AssignmentNotLate),
    takes_idempotency_key=False,
)
async def cancel_assignment(body: CancelAssignment, ctx: Context) -> AssignmentView:
    """Cancel a paid assignment; the customer gets the whole payment back, and the other side is told.

    The expert can cancel at any time before a delivery, the customer once the delivery is late. An unpaid one is
    cancelled by `cancel_order`.
    """
    return AssignmentView.of(
        await ctx.commit(
            assignment_ends.cancel_assignment, body.assignment_id, body.reason, actor=ctx.actor, now=ctx.now
        )
    )
