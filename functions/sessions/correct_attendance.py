"""HTTP: correct a decision about attendance."""

from typing import Annotated

from pydantic import Field

from shared.contracts.sessions import AttendanceOutcome
from shared.kernel.ids import SessionId
from shared.kernel.public_texts import PublicLine
from shared.kernel.schemas import Request
from shared.orders.errors import RefundNeedsOwner, RefundTooLarge
from shared.runtime.context import Context
from shared.runtime.triggers import http
from shared.sessions.attendance_schemas import AttendanceView, DecidableOutcome
from shared.sessions.errors import AttendanceNotFound, AttendanceUnchanged, DisputeOpen
from shared.workflows import attendance_decisions


class CorrectAttendance(Request):
    """Body of `correct_attendance`."""

    session_id: SessionId
    """Id of a session that was decided, and about which no dispute is open."""
    outcome: DecidableOutcome
    """Outcome of the session in your judgement; the present one if only more money is to go back."""
    refund: Annotated[int, Field(strict=True, ge=0, le=1_000_000_000)] | None = None
    """Money that goes back to the customer in all, whole rupiah; left out: as the settings say of another outcome."""
    reason: PublicLine
    """Reason for both sides, one line of 1 to 200 characters."""


@http.post(
    who="admin",
    admin_scope="support",
    raises=(AttendanceNotFound, DisputeOpen, AttendanceUnchanged, RefundTooLarge, RefundNeedsOwner),
)
async def correct_attendance(body: CorrectAttendance, ctx: Context) -> AttendanceView:
    """Correct who came to a session, also long after it, with all that follows for the booking and the money.

    Both sides are told, and the correction is kept with its reason. Money that has gone back is never taken again. An
    owner gives back more than the limit of refunds by admins.
    """
    corrected = await ctx.commit(
        attendance_decisions.correct_attendance,
        body.session_id,
        AttendanceOutcome(body.outcome),
        body.refund,
        body.reason,
        actor=ctx.actor,
        now=ctx.now,
    )
    return AttendanceView.of(corrected)
