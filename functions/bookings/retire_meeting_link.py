"""HTTP: retire a meeting link."""

from shared.bookings import meeting_links
from shared.bookings.errors import MeetingLinkNotFound
from shared.bookings.meeting_link_schemas import MeetingLinkView
from shared.bookings.models import MeetingLinkId
from shared.kernel.schemas import Request
from shared.runtime.context import Context
from shared.runtime.triggers import http


class RetireMeetingLink(Request):
    """Body of `retire_meeting_link`."""

    meeting_link_id: MeetingLinkId
    """Id of the link to retire, from `list_meeting_links`."""


@http.post(who="admin", admin_scope="support", raises=(MeetingLinkNotFound,))
async def retire_meeting_link(body: RetireMeetingLink, ctx: Context) -> MeetingLinkView:
    """Retire a meeting link.

    The link keeps the meetings that it has and gets no more. A repeated call changes only `saved_at`.
    `save_meeting_link` makes the link active again.

    Raises:
        MeetingLinkNotFound: No link has this id.
    """
    return MeetingLinkView.of(await ctx.commit(meeting_links.retire_meeting_link, body.meeting_link_id, now=ctx.now))
