"""A room that has long been closed is let go."""

from shared.chat import settling
from shared.chat.jobs import SettleRoom
from shared.runtime.context import Context
from shared.runtime.triggers import task


@task(SettleRoom)
async def settle_room(job: SettleRoom, ctx: Context) -> None:
    """Let a room that closed a week ago go from its members' inboxes; it can still be read."""
    await ctx.conclude(settling.settle, job.room_id, now=ctx.now)
