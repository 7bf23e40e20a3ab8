"""Rules of following. Pure, told the time."""

from collections.abc import Mapping
from datetime import datetime

from shared.contracts.follows import FollowedTarget
from shared.contracts.notices import Channel
from shared.kernel.ids import UserId
from shared.notifications.follow_models import Follower, FollowTarget, compute_follower_id


def can_follow(target: FollowTarget, follower: Follower | None) -> bool:
    """Return whether a person may follow a target of a host platform: an open one, or as its member."""
    if target.closed_at is not None:
        return False
    return target.is_open or (follower is not None and follower.is_member)


def with_follow(
    found: Follower | None, target: FollowedTarget, uid: UserId, channels: Mapping[Channel, bool], *, now: datetime
) -> Follower:
    """Return the follower after the person's own wish to follow; channels that are not named stay as they are."""
    before = found or _new_follower(target, uid, now=now)
    chosen = {**before.channels, **{str(channel): on for channel, on in channels.items()}}
    is_new = found is None or not found.active
    return before.having(
        active=True,
        automatic=before.automatic and not is_new,
        ended_by_person=False,
        channels=chosen,
        followed_at=now if is_new else before.followed_at,
        changed_at=now,
    )


def with_unfollow(found: Follower, *, now: datetime) -> Follower:
    """Return the follower after the person has ended the follow."""
    return found.having(active=False, ended_by_person=True, changed_at=now)


def with_membership(
    found: Follower | None, target: FollowedTarget, uid: UserId, *, is_member: bool, at: datetime, now: datetime
) -> Follower | None:
    """Return the follower after news of the membership; None if the news changes nothing.

    To join is to follow, except for a person who has ended the follow. To leave ends the follow in any case. Earlier
    news than the latest changes nothing, so the news may arrive in any order.
    """
    if found is not None and found.membership_at is not None and at <= found.membership_at:
        return None
    if found is None:
        new = _new_follower(target, uid, now=now)
        return new.having(active=is_member, automatic=True, is_member=is_member, membership_at=at)
    if not is_member:
        return found.having(active=False, is_member=False, left_room=False, membership_at=at, changed_at=now)
    follows_again = not found.active and not found.ended_by_person
    return found.having(
        active=found.active or follows_again,
        automatic=follows_again or found.automatic,
        is_member=True,
        membership_at=at,
        followed_at=now if follows_again else found.followed_at,
        changed_at=now,
    )


def with_left_room(found: Follower, *, now: datetime) -> Follower:
    """Return the follower after the person has left the target's chat room. The follow goes on."""
    return found.having(left_room=True, changed_at=now)


def without_link(found: Follower, *, now: datetime) -> Follower:
    """Return the follower after the host platform has unlinked the person, of whose membership it tells no more."""
    return found.having(is_member=False, left_room=False, changed_at=now)


def wants_channel(follower: Follower | None, channel: Channel) -> bool:
    """Return whether a person follows, and wants the target's news on `channel`."""
    return follower is not None and follower.active and follower.channels.get(channel, True)


def _new_follower(target: FollowedTarget, uid: UserId, *, now: datetime) -> Follower:
    return Follower(
        id=compute_follower_id(target.key, uid),
        user_id=uid,
        target=target.key,
        kind=target.kind,
        target_id=target.id,
        followed_at=now,
        changed_at=now,
    )
