"""HTTP: dispute who came to a booked session."""

from typing import Annotated

from pydantic import Field

from shared.kernel.ids import SessionId
from shared.kernel.public_texts import PublicText
from shared.kernel.schemas import Request
from shared.runtime.context import Context
from shared.runtime.triggers import http
from shared.sessions import attendance
from shared.sessions.attendance_schemas import AttendanceView
from shared.sessions.errors import AttendanceNotFound, DisputeClosed, DisputeTimeOver


class DisputeAttendance(Request):
    """Body of `dispute_attendance`."""

    session_id: SessionId
    """Id of a booked session of the caller's that has ended, which is the booking's id."""
    text: Annotated[PublicText, Field(min_length=1)]
    """Statement in the caller's words, 1 to 5,000 characters; another one replaces the caller's first."""


@http.post(
    who=("customer", "expert"),
    raises=(AttendanceNotFound, DisputeTimeOver, DisputeClosed),
    takes_idempotency_key=False,
)
async def dispute_attendance(body: DisputeAttendance, ctx: Context) -> AttendanceView:
    """Dispute the decision who came to a session, or answer the other side's dispute.

    The first statement must come before `dispute_before`. An admin decides; if none does before `decide_before`, the
    decision is kept.
    """
    return AttendanceView.of(
        await ctx.commit(attendance.dispute_attendance, body.session_id, body.text, actor=ctx.actor, now=ctx.now)
    )
