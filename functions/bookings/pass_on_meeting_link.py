"""A link's new address reaches those who will meet there."""

from shared.bookings import links, store
from shared.bookings.jobs import PassOnMeetingLink
from shared.runtime.context import Context
from shared.runtime.triggers import task


@task(PassOnMeetingLink)
async def pass_on_meeting_link(job: PassOnMeetingLink, ctx: Context) -> None:
    """Give the coming meetings at a link its new address, and have both sides told; a page a task."""
    met = await ctx.read(store.meetings_at, job.meeting_link_id, at=ctx.now, cursor=job.cursor, limit=links.PAGE)
    for booking in met:
        await ctx.commit(links.pass_on, booking.id, job.meeting_link_id, now=ctx.now)
    await ctx.conclude(links.pass_on_rest, job, met)
