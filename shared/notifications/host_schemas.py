"""Requests and views of host platforms: linked people, targets, members and happenings."""

from typing import Annotated, Literal, Self

from pydantic import Field, StringConstraints

from shared.contracts.follows import TargetKind
from shared.contracts.notices import AppPath
from shared.kernel.ids import Id, RoomId, UserId
from shared.kernel.inputs import SaveRequest
from shared.kernel.public_texts import GroupName, PartnerLine, PartnerTitle, PersonName
from shared.kernel.schemas import Model, Moment, Request, View
from shared.kernel.validation_messages import ValidationMessage
from shared.notifications.fan_out_models import FanOut, FanOutState
from shared.notifications.fan_out_schemas import TargetInput
from shared.notifications.follow_models import FollowTarget
from shared.notifications.follow_schemas import TargetRequest

HostKind = Literal[
    "chat_message",
    "comment",
    "post",
    "course_discussion",
    "event_reminder",
    "transaction",
    "follower",
    "achievement",
    "affiliate",
    "membership",
    "product_review",
    "content_update",
]
"""Kinds that a host platform may publish. Those of the system, security, payouts and crises are ours alone."""

PictureAddress = Annotated[
    str,
    StringConstraints(max_length=500, pattern=r"^https://[A-Za-z0-9.-]+/[A-Za-z0-9._~!$&'()*+,;=:@%/?-]*$"),
    ValidationMessage("not_a_picture_address"),
]
"""Address of a picture on a host that admins allow (`notifications.image_hosts`): https, without name and port."""


class HostUserLink(Model):
    """Link of a host platform's own id to an account."""

    own_id: Id
    """Id of the person at the host platform."""
    user_id: UserId
    """Id of the person's account here, the uid."""


class RefusedLink(View):
    """Link that was refused."""

    index: int
    """Place of the link in the request, from 0."""
    reason: Literal["unknown_person", "linked_to_another"]
    """Cause. `unknown_person`: no account has this id. `linked_to_another`: unlink the own id first."""


class HostUserLinks(View):
    """Result of linking people."""

    linked: int
    """Links of the request that hold now, also those that held before."""
    refused: list[RefusedLink]
    """Links that were refused; the others hold."""


class UnlinkedHostUsers(View):
    """Result of unlinking people."""

    unlinked: int
    """Own ids that were linked until now."""


class FollowTargetChanges(SaveRequest):
    """Group, course, event, post or person to create as a target, or to change."""

    kind: TargetKind
    """Thing or person that is followed: `group`, `course`, `event`, `post`, `user` or `expert`."""
    target_id: Id
    """Id of the target at the host platform; the uid of a linked person for `user` and `expert`."""
    name: PartnerTitle | None = None
    """Name of the target, as followers see it in their list; null for none."""
    is_open: bool = False
    """True if everybody may follow the target; false, as at first, for its members alone."""
    is_deleted: bool = False
    """True if the target was deleted: nobody is told of it any more. False at first."""


class FollowTargetView(View):
    """Target of a host platform."""

    kind: TargetKind
    """Thing or person that is followed: `group`, `course`, `event`, `post`, `user` or `expert`."""
    target_id: str
    """Id by which the host platform, the ticket event or the account is known."""
    name: str | None
    """Name of the target; null without one."""
    is_open: bool
    """True if everybody may follow the target."""
    is_deleted: bool
    """True if the target was deleted."""

    @classmethod
    def of(cls, target: FollowTarget) -> Self:
        """Build the view of a target."""
        return cls(
            kind=target.kind,
            target_id=target.target_id,
            name=target.name,
            is_open=target.is_open,
            is_deleted=target.closed_at is not None,
        )


class TargetRoomInput(Request):
    """Group or course of which to open the chat room."""

    kind: Literal["group", "course"]
    """Thing whose members chat: `group` or `course`."""
    target_id: Id
    """Id of the group or course at the host platform."""
    name: GroupName | None = None
    """Name of the room, one line of 1 to 200 characters; null for the present name, at first that of the target."""


class TargetRoomView(View):
    """Chat room of a group or course."""

    room_id: RoomId
    """Id of the room, always the same for a group or course."""
    name: str
    """Name of the room, as members see it in their list."""
    host_name: str
    """Name of the partner, as members see it with the room."""
    members: int
    """Number of people in the room, at most 200 unless admins have chosen another limit."""


class TargetMembersInput(TargetRequest):
    """News of the members of a target."""

    joined: Annotated[list[Id], Field(max_length=100)] = Field(default_factory=list)
    """Own ids of people who have joined, at most 100."""
    left: Annotated[list[Id], Field(max_length=100)] = Field(default_factory=list)
    """Own ids of people who have left or were removed, at most 100."""
    changed_at: Moment | None = None
    """Instant of the change, so that earlier news change nothing when they arrive later; now when left out."""


class RefusedSeat(View):
    """Person who has joined, and is not in the chat room of the target."""

    index: int
    """Place of the own id in `joined`, from 0."""
    reason: Literal["room_full", "too_many_rooms", "left_by_person"]
    """Cause: the room has no place left, the person is in too many rooms, or has left the room."""


class TargetMembersView(View):
    """Result of news of members."""

    changed: int
    """People whose membership has changed."""
    unknown_joined: list[int]
    """Places in `joined`, from 0, of own ids that are not linked."""
    unknown_left: list[int]
    """Places in `left`, from 0, of own ids that are not linked."""
    without_seat: list[RefusedSeat]
    """People who have joined and follow, but are not in the chat room; empty for a target without one."""


class HostActor(Model):
    """Person who caused a happening."""

    own_id: Id | None = None
    """Id of the person at the host platform; null when the person has none. A linked person is not told."""
    name: PersonName
    """Name of the person, 1 to 200 characters."""
    photo_url: PictureAddress | None = None
    """Address of the person's picture; null without one."""


class HostRecipient(Model):
    """Person to tell: exactly one of the two ids is given."""

    own_id: Id | None = None
    """Id of the person at the host platform; null if `user_id` is given."""
    user_id: UserId | None = None
    """Id of the person's account here, which the partner has linked; null if `own_id` is given."""


class HappeningRequest(Request):
    """Happening of a host platform. Exactly one of `recipients` and `target` is given."""

    event_id: Id
    """Id of the happening at the host platform. The same id is told once within 400 days."""
    kind: HostKind
    """Kind of the happening, for which people have chosen channels."""
    title: PartnerTitle
    """Headline, one line of 1 to 200 characters without names of ours; links are taken out, the partner is added."""
    body: PartnerLine
    """Sentence or two, one line of 1 to 200 characters without names of our products; links are taken out."""
    recipients: Annotated[list[HostRecipient], Field(max_length=100)] = Field(default_factory=list)
    """People to tell, at most 100; empty if `target` is given."""
    target: TargetInput | None = None
    """Target of the host platform whose followers to tell; null if `recipients` are given."""
    actor: HostActor | None = None
    """Person who caused the happening; null when nobody in particular did."""
    link: AppPath | None = None
    """Place in the app to open; null for none."""
    image_url: PictureAddress | None = None
    """Address of a picture to show; null for none."""
    valid_until: Moment | None = None
    """Instant after which the happening is worthless; null for the usual time of its kind."""


class HappeningView(View):
    """Happening that a host platform has published."""

    fan_out_id: Id
    """Id of the happening here."""
    state: FanOutState
    """State: `running` while people are left, `done`, or `stopped` by somebody, by its end or its deleted target."""
    unknown_recipients: tuple[int, ...]
    """Places in `recipients`, from 0, of people who do not exist or are not linked; the others are told."""

    @classmethod
    def of(cls, run: FanOut) -> Self:
        """Build the view of a happening."""
        return cls(fan_out_id=run.id, state=run.state, unknown_recipients=run.unknown_recipients)
