"""Cases of following."""

from datetime import datetime

from shared.contracts.follows import FollowedTarget, TargetKind
from shared.kernel.ids import Id, UserId
from shared.notifications import follow_store
from shared.notifications.follow_models import Follower, compute_follower_id
from tests.cases import Example, MeasuredCall, call_function, case, deliver_job, paged_rows
from tests.catalogue.builders import add_experts, an_expert
from tests.notifications.follow_steps import add_follow_target, follow_as
from tests.notifications.steps import add_person
from tests.world import ANA, World

PEOPLE = ("customer", "expert", "admin")
_FOLLOWED = {
    "kind": "group",
    "target_id": "ukm-ekspor",
    "name": "UKM Ekspor",
    "channels": {"push": False},
    "is_automatic": False,
    "followed_at": "2026-11-26T05:00:00Z",
}
_EXPERT = {"kind": "expert", "target_id": "dewi"}


async def _add_expert(world: World) -> None:
    await add_person(world)
    await add_person(world, "dewi", role="expert")
    await add_experts(world, an_expert())


@case(
    "follow_target",
    who=PEOPLE,
    example=Example(
        request={"kind": "group", "target_id": "ukm-ekspor", "channels": {"push": False}}, response=_FOLLOWED
    ),
)
async def _follow_target(world: World) -> MeasuredCall:
    await _add_expert(world)
    return call_function(world, "follow_target", _EXPERT, ANA)


@case(
    "unfollow_target",
    who=PEOPLE,
    example=Example(request={"kind": "group", "target_id": "ukm-ekspor"}, response={"was_following": True}),
)
async def _unfollow_target(world: World) -> MeasuredCall:
    await _add_expert(world)
    await follow_as(world, "expert", "dewi")
    return call_function(world, "unfollow_target", _EXPERT, ANA)


@case(
    "list_followed_targets",
    who=PEOPLE,
    example=Example(request={"limit": 20}, response={"items": [_FOLLOWED], "next_cursor": None}),
)
async def _list_followed_targets(world: World) -> MeasuredCall:
    await _add_expert(world)
    await add_follow_target(world)
    await follow_as(world, "expert", "dewi")
    await follow_as(world)
    return call_function(world, "list_followed_targets", {}, ANA)


@paged_rows("list_followed_targets", id="target_id", person=ANA)
async def _list_followed_targets_row(world: World, number: int, at: datetime) -> None:
    target = FollowedTarget(kind=TargetKind.POST, id=Id(f"post-{number}"))
    row = Follower(
        id=compute_follower_id(target.key, "ana"),
        user_id=UserId("ana"),
        target=target.key,
        kind=target.kind,
        target_id=target.id,
        followed_at=at,
        changed_at=at,
    )
    await world.put_documents((follow_store.follower_ref(target.key, "ana"), row))


@case("tell_followed_person", who="internal", tested_in="tests/notifications/test_follows.py")
async def _tell_followed_person(world: World) -> MeasuredCall:
    await _add_expert(world)
    await follow_as(world, "expert", "dewi")
    return await deliver_job(world, "tell_followed_person", "TellFollowedPerson")
