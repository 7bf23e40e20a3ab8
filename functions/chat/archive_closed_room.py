"""A room that has long been closed is let go."""

from shared.chat import room_archiving
from shared.chat.jobs import ArchiveClosedRoom
from shared.runtime.context import Context
from shared.runtime.triggers import task


@task(ArchiveClosedRoom)
async def archive_closed_room(job: ArchiveClosedRoom, ctx: Context) -> None:
    """Let a room that closed a week ago go from its members' inboxes; it can still be read."""
    await ctx.commit_final(room_archiving.archive_closed_room, job.room_id, now=ctx.now)
