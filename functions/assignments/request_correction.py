"""HTTP: ask for a correction of a delivery."""

from typing import Annotated

from pydantic import Field

from shared.assignments.errors import AcceptanceTimeOver, AssignmentNotFound, AssignmentNotOpen, NoCorrectionsLeft
from shared.assignments.schemas import AnsweredAssignmentView
from shared.kernel.ids import AssignmentId
from shared.kernel.public_texts import PublicText
from shared.kernel.schemas import Request
from shared.runtime.context import Context
from shared.runtime.triggers import http
from shared.workflows import assignment_words


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
async def request_correction(body: RequestCorrection, ctx: Context) -> AnsweredAssignmentView:
    """Ask the expert to correct what was delivered, `corrections_left` times, before the delivery counts as accepted.

    The expert is told and has until `due_at`; a correction that never comes is treated as a delivery that never came.
    Words that speak of danger bring `hotlines` to show at once.
    """
    answered = await assignment_words.request_correction(ctx, body.assignment_id, body.text)
    return AnsweredAssignmentView.with_hotlines(answered.assignment, answered.hotlines)
