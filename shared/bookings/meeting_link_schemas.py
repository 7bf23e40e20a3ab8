"""Views of the pool of links for meetings."""

from typing import Self

from shared.bookings.models import LinkStatus, MeetingLink, MeetingLinkId
from shared.kernel.schemas import Moment, View


class MeetingLinkView(View):
    """A link of the pool for meetings, as admins see it."""

    meeting_link_id: MeetingLinkId
    """Id of the link, for `save_meeting_link` and `retire_meeting_link`."""
    url: str
    """HTTP or HTTPS address where the meeting takes place."""
    label: str
    """Name of the link for admins, one line."""
    status: LinkStatus
    """State of the link: confirmed bookings get `active` links; `retired` ones keep the meetings they have."""
    saved_at: Moment
    """Instant in UTC at which an admin last saved or retired the link."""

    @classmethod
    def of(cls, link: MeetingLink) -> Self:
        """Build the view of `link`."""
        return cls(meeting_link_id=link.id, **link.model_dump(exclude={"id"}))
