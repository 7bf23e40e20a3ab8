"""Add a link to the pool, or change it."""

from pydantic import Field, HttpUrl

from shared.bookings import meeting_links
from shared.bookings.models import MeetingLink, MeetingLinkId
from shared.bookings.schemas import MeetingLinkView
from shared.kernel.schemas import Line, Request
from shared.runtime.context import Context
from shared.runtime.triggers import http


class SaveMeetingLink(Request):
    """Saving under an id that exists changes that link; a retired one is active again."""

    meeting_link_id: MeetingLinkId = Field(default_factory=MeetingLinkId.new)
    url: HttpUrl
    label: Line


@http.post(who="admin", gateways=("tasks",))
async def save_meeting_link(body: SaveMeetingLink, ctx: Context) -> MeetingLinkView:
    """Put a link into the pool for confirmed bookings; those that have it already are told of a new address."""
    link = MeetingLink(id=body.meeting_link_id, url=str(body.url), label=body.label, saved_at=ctx.now)
    return MeetingLinkView.of(await ctx.commit(meeting_links.save_meeting_link, link))
