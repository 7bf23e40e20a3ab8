"""Paths and queries of following."""

from shared.contracts.follows import FollowedTarget
from shared.kernel.ids import UserId
from shared.kernel.paging import Rows, list_rows
from shared.kernel.ports import Query, Reader, Ref
from shared.notifications.follow_models import Follower, FollowTarget, compute_follower_id


def follow_target_ref(key: str) -> Ref[FollowTarget]:
    """Build the reference of a target with this key."""
    return Ref(f"follow_targets/{key}", FollowTarget)


def follower_ref(key: str, uid: str) -> Ref[Follower]:
    """Build the reference of a follower of the target with this key."""
    return Ref(f"followers/{compute_follower_id(key, uid)}", Follower)


def followers_query(target: FollowedTarget) -> Query[Follower]:
    """Build the query of the people who follow a target now, in the order of their ids."""
    query = Query("followers", Follower).matching("target", "==", target.key).matching("active", "==", True)
    return query.order_by("id")


def members_query(target: FollowedTarget) -> Query[Follower]:
    """Build the query of the members whom the host platform has told of, in the order of ids."""
    query = Query("followers", Follower).matching("target", "==", target.key).matching("is_member", "==", True)
    return query.order_by("id")


def memberships_query(uid: UserId) -> Query[Follower]:
    """Build the query of a person's memberships, in the order of ids."""
    query = Query("followers", Follower).matching("user_id", "==", uid).matching("is_member", "==", True)
    return query.order_by("id")


async def list_followed_targets(reader: Reader, uid: UserId, *, cursor: str | None, limit: int) -> Rows[Follower]:
    """List what a person follows, the latest first."""
    query = Query("followers", Follower).matching("user_id", "==", uid).matching("active", "==", True)
    query = query.order_by("followed_at", "desc").order_by("target", "desc")
    return await list_rows(reader, query, cursor=cursor, limit=limit)
