"""HTTP: list the meeting links."""

from shared.bookings import meeting_links, store
from shared.bookings.meeting_link_schemas import MeetingLinkView
from shared.kernel.paging import Page
from shared.runtime.context import Context
from shared.runtime.triggers import http


@http.get(who="admin", admin_scope="support")
async def list_meeting_links(ctx: Context) -> Page[MeetingLinkView]:
    """List all meeting links of the pool, including the retired ones."""
    found = await ctx.read(store.list_meeting_links, limit=meeting_links.MAX_MEETING_LINKS)
    return Page(items=[MeetingLinkView.of(link) for link in found])
