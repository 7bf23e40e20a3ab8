"""HTTP: get an assignment."""

from shared.assignments import store
from shared.assignments.errors import AssignmentNotFound
from shared.assignments.schemas import AssignmentView
from shared.kernel.ids import AssignmentId
from shared.kernel.schemas import Request
from shared.runtime.context import Context
from shared.runtime.triggers import http


class GetAssignment(Request):
    """Query of `get_assignment`."""

    assignment_id: AssignmentId
    """Id of something that the caller has ordered or is to deliver, which is the id of its order."""


@http.get(who=("customer", "expert", "admin"), admin_scope="support", raises=(AssignmentNotFound,))
async def get_assignment(query: GetAssignment, ctx: Context) -> AssignmentView:
    """Get an ordered service without a meeting, with its deliveries. The expert sees it once it is paid."""
    return AssignmentView.of(await ctx.read(store.access_assignment, query.assignment_id, ctx.actor))
