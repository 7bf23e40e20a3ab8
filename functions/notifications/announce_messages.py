"""Task: tell the members of a room of new messages."""

from shared.chat.jobs import AnnounceMessages
from shared.runtime.context import Context
from shared.runtime.triggers import task
from shared.workflows.announcements import message_announcements


@task(AnnounceMessages, per_second=50)
async def announce_messages(job: AnnounceMessages, ctx: Context) -> None:
    """Tell members of new messages, unless they have the room open, have muted the room, or have read them."""
    await message_announcements.announce_messages(ctx, job)
