"""Event: people are told about attendance."""

from shared.contracts.events.sessions import AttendanceDecided
from shared.runtime.context import Context
from shared.runtime.triggers import on
from shared.workflows.announcements import attendance_announcements


@on(AttendanceDecided)
async def tell_people_when_attendance_decided(event: AttendanceDecided, ctx: Context) -> None:
    """Tell customer and expert who came to their session, and until when they may dispute it."""
    await ctx.commit(attendance_announcements.tell_people_when_attendance_decided, event, now=ctx.now)
