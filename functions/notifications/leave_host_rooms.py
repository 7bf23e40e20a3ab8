"""Task: remove an unlinked person from the chat rooms of a host platform."""

from shared.notifications.jobs import LeaveHostRooms
from shared.runtime.context import Context
from shared.runtime.triggers import task
from shared.workflows import target_rooms


@task(LeaveHostRooms)
async def leave_host_rooms(job: LeaveHostRooms, ctx: Context) -> None:
    """Remove a person from the chat rooms of a host platform that has unlinked them, unless they are linked again."""
    await ctx.commit_final(target_rooms.leave_host_rooms, job, now=ctx.now)
