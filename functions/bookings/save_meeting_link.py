"""HTTP: add or change a meeting link."""

from pydantic import HttpUrl

from shared.bookings import meeting_links
from shared.bookings.meeting_link_schemas import MeetingLinkView
from shared.bookings.models import LinkStatus, MeetingLink, MeetingLinkId
from shared.kernel.inputs import SaveRequest
from shared.kernel.public_texts import PublicLine
from shared.runtime.context import Context
from shared.runtime.triggers import http


class SaveMeetingLink(SaveRequest):
    """Body of `save_meeting_link`. Fields of an existing link that are left out stay as they are."""

    meeting_link_id: MeetingLinkId | None = None
    """Id of the link to change, from `list_meeting_links`; a new link is made when left out."""
    url: HttpUrl
    """HTTP or HTTPS address where the meeting takes place; both sides of a booking see this address."""
    label: PublicLine
    """Name of the link for admins, one line of 1 to 200 characters."""
    status: LinkStatus = LinkStatus.ACTIVE
    """State to save: `active` serves new meetings, `retired` keeps its meetings only; `active` for a new link."""


@http.post(who="admin", admin_scope="support", dispatches=("tasks",))
async def save_meeting_link(body: SaveMeetingLink, ctx: Context) -> MeetingLinkView:
    """Add a meeting link to the pool for confirmed bookings, or change a link.

    If the address changes, upcoming meetings at the link get the new one, and both sides are told.
    """
    link_id = body.meeting_link_id or MeetingLinkId.new(ctx.random_below)
    given = body.dump_named_fields(exclude={"meeting_link_id"}) | {"url": str(body.url)}
    link = MeetingLink(id=link_id, saved_at=ctx.now, **given)
    return MeetingLinkView.of(await ctx.commit(meeting_links.save_meeting_link, link))
