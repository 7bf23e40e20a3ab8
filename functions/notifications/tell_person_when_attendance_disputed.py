"""Event: a person is told about attendance."""

from shared.contracts.events.sessions import AttendanceDisputed
from shared.runtime.context import Context
from shared.runtime.triggers import on
from shared.workflows.announcements import attendance_announcements


@on(AttendanceDisputed)
async def tell_person_when_attendance_disputed(event: AttendanceDisputed, ctx: Context) -> None:
    """Tell the other side that somebody disputes who came to the session."""
    await ctx.commit(attendance_announcements.tell_person_when_attendance_disputed, event, now=ctx.now)
