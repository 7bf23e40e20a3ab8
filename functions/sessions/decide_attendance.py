"""Task: decide who came to a booked session."""

from shared.runtime.context import Context
from shared.runtime.triggers import task
from shared.sessions.jobs import DecideAttendance
from shared.workflows import attendance_decisions


@task(DecideAttendance, per_second=50)
async def decide_attendance(job: DecideAttendance, ctx: Context) -> None:
    """Decide who came to an ended session, conclude its booking, and give money back as the settings say."""
    await ctx.commit_final(attendance_decisions.decide_attendance, job.session_id, now=ctx.now)
