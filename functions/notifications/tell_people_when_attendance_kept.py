"""Event: people are told about attendance."""

from shared.contracts.events.sessions import AttendanceKept
from shared.runtime.context import Context
from shared.runtime.triggers import on
from shared.workflows.announcements import attendance_announcements


@on(AttendanceKept)
async def tell_people_when_attendance_kept(event: AttendanceKept, ctx: Context) -> None:
    """Tell customer and expert that the decision about their session is kept after a dispute."""
    await ctx.commit(attendance_announcements.tell_people_when_attendance_kept, event, now=ctx.now)
