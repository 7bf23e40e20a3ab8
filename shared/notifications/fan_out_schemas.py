"""Requests and views of fan-outs, and of announcements by admins."""

from typing import Annotated, Self

from pydantic import Field

from shared.contracts.follows import TargetKind
from shared.contracts.notices import AppPath
from shared.kernel.ids import Id, UserId
from shared.kernel.schemas import Line, Model, Moment, Request, View
from shared.notifications.fan_out_models import AudienceKind, AudienceRole, FanOut, FanOutState


class TargetInput(Model):
    """Target whose followers are told."""

    kind: TargetKind
    """Thing or person that is followed: `group`, `course`, `event`, `post`, `user` or `expert`."""
    target_id: Id
    """Id by which the host platform, the ticket event or the account is known."""


class AnnouncementRequest(Request):
    """Announcement to people. Exactly one of `people`, `followers_of`, `role`, `city` and `everybody` is given."""

    people: Annotated[tuple[UserId, ...], Field(max_length=100)] = ()
    """Ids of the people to tell, at most 100."""
    followers_of: TargetInput | None = None
    """Target whose followers to tell; null for another audience."""
    role: AudienceRole | None = None
    """Role of the people to tell; null for another audience."""
    city: Line | None = None
    """City of the people to tell, as they have written it in their profile; null for another audience."""
    everybody: bool = False
    """True to tell all registered people; false by default."""
    title_id: Line
    """Headline in Indonesian, one line of 1 to 200 characters."""
    title_en: Line
    """Headline in English, one line of 1 to 200 characters."""
    body_id: Line
    """Sentence or two in Indonesian, one line of 1 to 200 characters."""
    body_en: Line
    """Sentence or two in English, one line of 1 to 200 characters."""
    is_advertising: bool = False
    """True for news of content and offers, which people can stop by themselves; false by default."""
    link: AppPath | None = None
    """Place in the app to open, such as `/events/tedx-bandung-2026`; null for none."""
    valid_until: Moment | None = None
    """Instant after which the announcement is worthless; null for three days from now."""
    reason: Line
    """Explanation for other admins, one line; stored for good in the audit record."""


class FanOutView(View):
    """Progress of an announcement, or of a host platform's happening."""

    fan_out_id: Id
    """Id of the announcement, which `get_fan_out` names."""
    audience: AudienceKind
    """People who are told: listed ones, followers, a role, a city or everybody."""
    target: str | None
    """Target whose followers are told, such as `group:ukm-ekspor`; null for another audience."""
    state: FanOutState
    """State: `running` while people are left, `done`, or `stopped` by somebody, by its end or its deleted target."""
    pages: int
    """Pages of at most 500 people that are done, from 0."""
    people: int
    """People who have been looked at, from 0."""
    told: int
    """People who were told; the others had been told before, are suspended or separated by a block."""
    unknown_recipients: tuple[int, ...]
    """Places in the request, from 0, of recipients who do not exist."""
    started_by: str
    """Admin or partner, such as `admin:Zx3k9QmT1bV7cR5nW2pL`."""
    started_at: Moment
    """Instant in UTC of the start."""
    ended_at: Moment | None
    """Instant in UTC of the end; null before."""
    stopped_by: str | None
    """Admin or partner who stopped it; null if nobody did."""

    @classmethod
    def of(cls, run: FanOut) -> Self:
        """Build the view of a fan-out."""
        return cls(
            fan_out_id=run.id,
            audience=run.audience.kind,
            target=run.audience.target.key if run.audience.target is not None else None,
            state=run.state,
            pages=run.page,
            people=run.people,
            told=run.told,
            unknown_recipients=run.unknown_recipients,
            started_by=run.started_by,
            started_at=run.started_at,
            ended_at=run.ended_at,
            stopped_by=run.stopped_by or None,
        )
