"""Task that archives a closed room."""

from shared.chat import room_archiving
from shared.chat.jobs import ArchiveClosedRoom
from shared.runtime.context import Context
from shared.runtime.triggers import task


@task(ArchiveClosedRoom)
async def archive_closed_room(job: ArchiveClosedRoom, ctx: Context) -> None:
    """Drop a room that closed a week ago from its members' inboxes. Members can still read the room."""
    await ctx.commit_final(room_archiving.archive_closed_room, job.room_id, now=ctx.now)
