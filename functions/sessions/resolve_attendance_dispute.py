"""HTTP: decide a dispute about attendance."""

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
from shared.sessions.errors import AttendanceNotFound, DisputeClosed
from shared.workflows import attendance_decisions


class ResolveAttendanceDispute(Request):
    """Body of `resolve_attendance_dispute`."""

    session_id: SessionId
    """Id of the session whose open dispute you decide, from `list_attendance_disputes`."""
    outcome: DecidableOutcome
    """Outcome of the session in your judgement; the present one, without more money, keeps the decision."""
    refund: Annotated[int, Field(strict=True, ge=0, le=1_000_000_000)] | None = None
    """Money that goes back to the customer in all, whole rupiah; left out: as the settings say of another outcome."""
    reason: PublicLine
    """Reason for both sides, one line of 1 to 200 characters."""


@http.post(
    who="admin",
    admin_scope="support",
    raises=(AttendanceNotFound, DisputeClosed, RefundTooLarge, RefundNeedsOwner),
)
async def resolve_attendance_dispute(body: ResolveAttendanceDispute, ctx: Context) -> AttendanceView:
    """Decide who came to a session, and with it the booking's status and the money that goes back.

    Money that has gone back already is never taken again. An owner names amounts above the limit of refunds by admins.
    """
    decided = await ctx.commit(
        attendance_decisions.resolve_dispute,
        body.session_id,
        AttendanceOutcome(body.outcome),
        body.refund,
        body.reason,
        actor=ctx.actor,
        now=ctx.now,
    )
    return AttendanceView.of(decided)
