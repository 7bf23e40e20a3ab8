"""Task: give a link's new address to the meetings at the link."""

from shared.bookings import meeting_links, store
from shared.bookings.jobs import PropagateMeetingLink
from shared.runtime.context import Context
from shared.runtime.triggers import task


@task(PropagateMeetingLink)
async def propagate_meeting_link(job: PropagateMeetingLink, ctx: Context) -> None:
    """Set the new address in the upcoming meetings at a link, and notify both sides. Each task handles one page."""
    met = await ctx.read(
        store.list_upcoming_bookings_by_link,
        job.meeting_link_id,
        at=ctx.now,
        cursor=job.cursor,
        limit=meeting_links.PROPAGATION_PAGE_SIZE,
    )
    for booking in met.items:
        await ctx.commit(meeting_links.propagate_link_to_booking, booking.id, job.meeting_link_id, now=ctx.now)
    await ctx.commit_final(meeting_links.schedule_next_propagation_page, job, met.next_cursor)
