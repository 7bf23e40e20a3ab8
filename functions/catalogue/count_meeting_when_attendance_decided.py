"""Event: what became of a session counts in the expert's track record."""

from shared.contracts.events.sessions import AttendanceDecided
from shared.runtime.context import Context
from shared.runtime.triggers import on
from shared.workflows import expert_track_records


@on(AttendanceDecided)
async def count_meeting_when_attendance_decided(event: AttendanceDecided, ctx: Context) -> None:
    """Count a session in the response time and completion rate on the expert's card, also after a correction."""
    await ctx.commit(expert_track_records.update_track_record, event.booking_id, now=ctx.now)
