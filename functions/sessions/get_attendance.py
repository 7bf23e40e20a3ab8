"""HTTP: get who came to a booked session."""

from shared.kernel.ids import SessionId
from shared.kernel.schemas import Request
from shared.runtime.context import Context
from shared.runtime.triggers import http
from shared.sessions import attendance
from shared.sessions.attendance_schemas import AttendanceView
from shared.sessions.errors import AttendanceNotFound


class GetAttendance(Request):
    """Query of `get_attendance`."""

    session_id: SessionId
    """Id of a booked session of the caller's that has ended, which is the booking's id."""


@http.get(who=("customer", "expert", "admin"), admin_scope="support", raises=(AttendanceNotFound,))
async def get_attendance(query: GetAttendance, ctx: Context) -> AttendanceView:
    """Get who came to a booked session, with the signs of both sides and the money that goes back.

    The decision is made some minutes after the end of the session.
    """
    return AttendanceView.of(await ctx.read(attendance.access_attendance, query.session_id, ctx.actor))
