"""Requests and views of following."""

from typing import Self

from pydantic import Field

from shared.contracts.follows import TargetKind
from shared.contracts.notices import Channel
from shared.kernel.ids import Id
from shared.kernel.schemas import Moment, Request, View
from shared.notifications.follow_models import Follower


class TargetRequest(Request):
    """Target of a request."""

    kind: TargetKind
    """Thing or person that is followed: `group`, `course`, `event`, `post`, `user` or `expert`."""
    target_id: Id
    """Id of the target: the host platform's own id, the slug of a ticket event, or the uid of a person."""


class FollowTargetInput(TargetRequest):
    """Target to follow."""

    channels: dict[Channel, bool] = Field(default_factory=dict)
    """Channels to switch on or off for the target. Channels that are left out stay as they are, on at first.

    A channel that is off for a kind, or for all kinds, stays off.
    """


class FollowedTargetView(View):
    """Target that the caller follows."""

    kind: TargetKind
    """Thing or person that is followed: `group`, `course`, `event`, `post`, `user` or `expert`."""
    target_id: str
    """Id by which the host platform, the ticket event or the account is known."""
    name: str | None
    """Name that people know, such as `UKM Ekspor`; null when none is known here."""
    channels: dict[Channel, bool]
    """Channels that the caller has switched on or off for the target; empty before."""
    is_automatic: bool
    """True if the follow came from joining."""
    followed_at: Moment
    """Instant in UTC at which the follow began."""

    @classmethod
    def of(cls, follower: Follower, name: str | None) -> Self:
        """Build the view of a follow."""
        known = [*Channel.known_members()]
        return cls(
            kind=follower.kind,
            target_id=follower.target_id,
            name=name,
            channels={Channel(channel): on for channel, on in follower.channels.items() if channel in known},
            is_automatic=follower.automatic,
            followed_at=follower.followed_at,
        )


class UnfollowedTarget(View):
    """Result of ending a follow."""

    was_following: bool
    """True if the caller followed the target until now."""
