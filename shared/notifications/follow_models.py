"""Entities of following: the targets that a host platform has told of, and the followers of each target.

A follow is one document in one collection, whose id begins with the follower's uid. A fan-out asks for a target and
pages in the order of ids. A person's list asks for the person. Both stay true by one write, and the follows of a target
are spread over the key space.
"""

from pydantic import Field

from shared.contracts.follows import FollowedTarget, TargetKind
from shared.kernel.frozen_values import FrozenDict, FrozenMap
from shared.kernel.ids import Id, PartnerId, RoomId, UserId
from shared.kernel.schemas import Entity, Line, Moment


class FollowTarget(Entity):
    """Group, course, event or post of a host platform, or a person of whom the platform has told.

    Attributes:
        kind: Kind of the target.
        target_id: Id of the target.
        partner_id: Partner who owns the target: the first who told of it.
        name: Name of the target, as followers see it in their list; None without one.
        is_open: True if everybody may follow the target; otherwise its members alone.
        closed_at: Instant in UTC at which the target was deleted; None before.
        room_id: Chat room of the target's members; None before the partner opens one.
        changed_at: Instant in UTC of the latest change.
    """

    kind: TargetKind
    target_id: Id
    partner_id: PartnerId
    name: Line | None = None
    is_open: bool = False
    closed_at: Moment | None = None
    room_id: RoomId | None = None
    changed_at: Moment


def compute_follower_id(key: str, uid: str) -> str:
    """Compute the id of the follow of the target with this key by a person."""
    return f"{uid}:{key}"


class Follower(Entity):
    """Person who follows a target, or followed it once. The document stays, so that an unfollow is remembered.

    Attributes:
        id: Uid of the person and key of the target, as `compute_follower_id` joins them.
        user_id: Id of the person, the uid.
        target: Key of the target, such as `group:ukm-ekspor`.
        kind: Kind of the target.
        target_id: Id of the target.
        active: True while the person follows.
        automatic: True if the follow came from joining, and not from the person.
        is_member: True while the host platform says that the person is a member of the target.
        left_room: True if the person left the target's chat room, until the membership ends.
        ended_by_person: True if the person ended the follow; joining again does not follow again then.
        channels: Channels that the person switched on or off for the target, by the channel's value.
        membership_at: Instant in UTC of the latest news of the membership; None without any.
        followed_at: Instant in UTC of the present or latest follow.
        changed_at: Instant in UTC of the latest change.
        told_at: Instant in UTC at which the followed person was told; None before, and for things.
    """

    id: str
    user_id: UserId
    target: str
    kind: TargetKind
    target_id: Id
    active: bool = True
    automatic: bool = False
    is_member: bool = False
    left_room: bool = False
    ended_by_person: bool = False
    channels: FrozenMap[str, bool] = Field(default_factory=FrozenDict)
    membership_at: Moment | None = None
    followed_at: Moment
    changed_at: Moment
    told_at: Moment | None = None

    @property
    def belongs_in_room(self) -> bool:
        """Return whether the person is to be a member of the target's chat room."""
        return self.is_member and not self.left_room

    @property
    def followed(self) -> FollowedTarget:
        """Return the target."""
        return FollowedTarget(kind=self.kind, id=self.target_id)
