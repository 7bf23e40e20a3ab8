"""Entities of fan-outs: one happening that many people are told of, page by page."""

from datetime import timedelta
from typing import Annotated, Literal

from pydantic import Field

from shared.contracts.follows import FollowedTarget, TargetKind
from shared.contracts.notices import NoticeActor
from shared.kernel.errors import Unavailable
from shared.kernel.frozen_values import FrozenDict, FrozenJson
from shared.kernel.ids import Id, UserId
from shared.kernel.schemas import Entity, Moment
from shared.kernel.stored_choices import StoredEnum, UnknownAs, Unreadable

RETENTION = timedelta(days=400)
"""Time for which a fan-out is remembered: within this time a host platform's happening is told once."""

_EVENT = "fan_out:"


def find_fan_out_id(event: str) -> Id | None:
    """Find the fan-out from which a notification comes, by the natural key of the happening; None for others."""
    return Id(event.removeprefix(_EVENT)) if event.startswith(_EVENT) else None


class AudienceKind(StoredEnum):
    """Kind of an audience.

    Attributes:
        PEOPLE: People who are listed by their ids.
        FOLLOWERS: Followers of a target.
        ROLE: All people with a role.
        CITY: All people who live in a city.
        EVERYBODY: All registered people.
    """

    PEOPLE = "people"
    FOLLOWERS = "followers"
    ROLE = "role"
    CITY = "city"
    EVERYBODY = "everybody"
    UNKNOWN = "unknown"


AudienceRole = Annotated[Literal["customer", "expert"], UnknownAs(Unreadable)]
"""Role of an audience. To read a newer version's role as one of these would tell the wrong people."""


class Audience(Entity):
    """People whom a fan-out tells.

    Attributes:
        kind: Kind of the audience.
        people: Ids of the people, at most 100; empty for other kinds.
        target: Followed target; None for other kinds.
        role: Role of the people; None for other kinds.
        city: City of the people, as they have written it; None for other kinds.
    """

    kind: AudienceKind
    people: tuple[UserId, ...] = ()
    target: FollowedTarget | None = None
    role: AudienceRole | None = None
    city: str | None = None

    def check_known(self) -> None:
        """Check that this version knows the people whom the audience means.

        Raises:
            Unavailable: Only a newer version knows the kind of the audience, or of its target.
        """
        is_newer_target = self.target is not None and self.target.kind is TargetKind.UNKNOWN
        if self.kind is AudienceKind.UNKNOWN or is_newer_target:
            raise Unavailable("newer_fan_out")


class NoticeContent(Entity):
    """Notification for everybody of an audience.

    Attributes:
        template: Name of the texts.
        values: Values for the placeholders of the texts.
        link: Place in the app to open; None without one.
        image_url: Address of a picture; None without one.
        actor: Person who caused the happening; None when nobody in particular did.
        actor_id: Uid of that person, who is not told, nor are people whom a block separates; None when not known.
        valid_until: Instant in UTC after which the notification is worthless; None for the usual time of the kind.
    """

    template: str
    values: FrozenJson = Field(default_factory=FrozenDict)
    link: str | None = None
    image_url: str | None = None
    actor: NoticeActor | None = None
    actor_id: UserId | None = None
    valid_until: Moment | None = None


class FanOutState(StoredEnum):
    """State of a fan-out.

    Attributes:
        RUNNING: Pages are left.
        DONE: Everybody of the audience has been looked at.
        STOPPED: Somebody stopped it, or the time was over or the target deleted before everybody was told.
    """

    RUNNING = "running"
    DONE = "done"
    STOPPED = "stopped"
    UNKNOWN = "unknown"


class FanOut(Entity):
    """Fan-out of one happening. Its tasks are the only writers, one after the other, once for each 25 people.

    The document stays for 400 days: within them a host platform's happening is told once, however late it comes again.

    Attributes:
        id: Id of the fan-out; of a host platform's happening, the hash of the partner and the happening.
        audience: People to tell.
        content: Notification for these people.
        body_hash: Hash of the request, by which a repetition is told from another happening; empty for admins.
        unknown_recipients: Places in the request, from 0, of recipients who do not exist.
        state: State of the fan-out.
        page: Number of the page whose task is under way, from 0.
        steps: Commits of that page that are done.
        cursor: Position behind the last person who was looked at; None before the first.
        people: People who have been looked at.
        told: People who were told; others had been told before, are suspended or separated by a block.
        started_by: Admin or partner, such as `admin:Zx3k9QmT1bV7cR5nW2pL`.
        reason: Reason that an admin gave; empty for a partner.
        started_at: Instant in UTC of the start.
        ended_at: Instant in UTC of the end; None before.
        stopped_by: Admin or partner who stopped it; empty if nobody did.
        stop_reason: Reason that an admin gave for stopping it; empty for a partner.
        expire_at: Instant in UTC after which TTL deletes the document; None in earlier documents, which stay.
    """

    id: Id
    audience: Audience
    content: NoticeContent
    body_hash: str = ""
    unknown_recipients: tuple[int, ...] = ()
    state: FanOutState = FanOutState.RUNNING
    page: int = 0
    steps: int = 0
    cursor: str | None = None
    people: int = 0
    told: int = 0
    started_by: str
    reason: str = ""
    started_at: Moment
    ended_at: Moment | None = None
    stopped_by: str = ""
    stop_reason: str = ""
    expire_at: Moment | None = None

    @property
    def event(self) -> str:
        """Return the natural key of the happening, which its notifications carry."""
        return f"{_EVENT}{self.id}"
