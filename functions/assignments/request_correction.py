"""HTTP: ask for a correction of a delivery."""

from typing import Annotated

from pydantic import Field

from shared.assignments import actions
from shared.assignments.errors import AcceptanceTimeOver, AssignmentNotFound, AssignmentNotOpen, NoCorrectionsLeft
from shared.assignments.schemas import AssignmentView
from shared.kernel.ids import AssignmentId
from shared.kernel.public_texts import PublicText
from shared.kernel.schemas import Request
from shared.runtime.context import Context
from shared.runtime.triggers import http


class RequestCorrection(Request):
    """Body of `request_correction`."""

    assignment_id: AssignmentId
    """Id of a delivered assignment that the caller has ordered."""
    text: Annotated[PublicText, Field(min_length=1)]
    """Changes that the caller wants, 1 to 5,000 characters; contact details in it are masked."""


@http.post(
    who=("customer", "expert"),
    raises=(AssignmentNotFound, AssignmentNotOpen, AcceptanceTimeOver, NoCorrectionsLeft),
    takes_idempotency_key=False,
)
async def request_correction(body: RequestCorrection, ctx: Context) -> AssignmentView:
    """Ask the expert to correct what was delivered, `corrections_left` times, before the delivery counts as accepted.

    The expert is told and has until `due_at`; a correction that never comes is treated as a delivery that never came.
    """
    return AssignmentView.of(
        await ctx.commit(actions.request_correction, body.assignment_id, body.text, actor=ctx.actor, now=ctx.now)
    )
