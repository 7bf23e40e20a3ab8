"""Steps of the tests of following."""

from typing import Any

from functions.notifications.follow_target import follow_target
from functions.notifications.unfollow_target import unfollow_target
from shared.chat import store as chat
from shared.chat.block_models import Block
from shared.contracts.follows import FollowedTarget, TargetKind
from shared.kernel.ids import Id, PartnerId, UserId
from shared.notifications import follow_store
from shared.notifications.follow_models import Follower, FollowTarget, compute_follower_id
from tests.world import ANA, Answer, Person, World

GROUP = FollowedTarget(kind=TargetKind.GROUP, id=Id("ukm-ekspor"))


async def add_follow_target(world: World, target: FollowedTarget = GROUP, **given: Any) -> None:
    """Store an open target of a host platform."""
    values: dict[str, Any] = {
        "kind": target.kind,
        "target_id": target.id,
        "partner_id": PartnerId("front-end"),
        "name": "UKM Ekspor",
        "is_open": True,
        "changed_at": world.now,
    } | given
    await world.put_documents((follow_store.follow_target_ref(target.key), FollowTarget(**values)))


async def follow_as(
    world: World, kind: str = "group", target_id: str = "ukm-ekspor", *, person: Person = ANA, **body: Any
) -> Answer:
    """Follow a target, the group by default."""
    return await world.call(follow_target, {"kind": kind, "target_id": target_id} | body, as_=person)


async def unfollow_as(
    world: World, kind: str = "group", target_id: str = "ukm-ekspor", *, person: Person = ANA
) -> Answer:
    """End a follow, of the group by default."""
    return await world.call(unfollow_target, {"kind": kind, "target_id": target_id}, as_=person)


async def find_follower(world: World, target: FollowedTarget = GROUP, uid: str = "ana") -> Follower | None:
    """Find a follower."""
    return await world.get(follow_store.follower_ref(target.key, uid))


async def add_followers(world: World, *uids: str, target: FollowedTarget = GROUP, **given: Any) -> None:
    """Store followers of a target, the group by default."""
    rows = []
    for uid in uids:
        values: dict[str, Any] = {
            "id": compute_follower_id(target.key, uid),
            "user_id": UserId(uid),
            "target": target.key,
            "kind": target.kind,
            "target_id": target.id,
            "followed_at": world.now,
            "changed_at": world.now,
        } | given
        rows.append(Follower(**values))
    await world.put_documents(*((follow_store.follower_ref(target.key, row.user_id), row) for row in rows))


async def add_block(world: World, uid: str, other: str) -> None:
    """Store the block of one person by another."""
    await world.put_documents((chat.block_ref(uid, other), Block(id=UserId(other), blocked_at=world.now)))
