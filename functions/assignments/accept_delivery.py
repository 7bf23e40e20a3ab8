"""HTTP: accept a delivery."""

from shared.assignments import actions
from shared.assignments.errors import AssignmentNotFound, AssignmentNotOpen
from shared.assignments.schemas import AssignmentView
from shared.kernel.ids import AssignmentId
from shared.kernel.schemas import Request
from shared.runtime.context import Context
from shared.runtime.triggers import http


class AcceptDelivery(Request):
    """Body of `accept_delivery`."""

    assignment_id: AssignmentId
    """Id of a delivered assignment that the caller has ordered."""


@http.post(who=("customer", "expert"), raises=(AssignmentNotFound, AssignmentNotOpen), takes_idempotency_key=False)
async def accept_delivery(body: AcceptDelivery, ctx: Context) -> AssignmentView:
    """Accept what was delivered. The assignment ends, and nobody can object any more. A second call changes nothing."""
    return AssignmentView.of(
        await ctx.commit(actions.accept_delivery, body.assignment_id, actor=ctx.actor, now=ctx.now)
    )
