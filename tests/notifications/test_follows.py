"""Following: what people may follow, what is remembered, and who is told."""

import asyncio
from datetime import timedelta
from typing import Any

import pytest

from functions.notifications.follow_target import follow_target
from functions.notifications.list_followed_targets import list_followed_targets
from functions.notifications.unfollow_target import unfollow_target
from shared.contracts.follows import FollowedTarget, TargetKind
from shared.identity import store as identity
from shared.identity.models import AccountRestriction
from shared.kernel.ids import Id, UserId
from shared.limits.settings import LIMIT_SETTINGS, LimitSettings
from shared.notifications import follow_rules
from tests.builders import NOON, put_tickets_on_sale
from tests.catalogue.builders import add_experts, an_expert
from tests.notifications.follow_steps import GROUP, add_block, add_follow_target, find_follower, follow_as, unfollow_as
from tests.notifications.steps import add_person, list_inbox
from tests.world import ANA, BUDI, NOBODY, World

pytestmark = pytest.mark.emulator

DEWI = FollowedTarget(kind=TargetKind.EXPERT, id=Id("dewi"))
DEWI_BODY = {"kind": "expert", "target_id": "dewi"}


async def add_ana_and_expert(world: World) -> None:
    """Store a customer and an expert with a page."""
    await add_person(world)
    await add_person(world, "dewi", role="expert", full_name="Dewi Lestari")
    await add_experts(world, an_expert())


async def test_an_open_target_is_followed_and_listed(world: World) -> None:
    """
    A follow shows in the person's own list with its name and channels, and a repeated follow changes only channels.
    """
    await add_person(world)
    await add_follow_target(world)

    first = await follow_as(world, channels={"push": False})
    again = await follow_as(world, channels={"email": False})
    listed = await world.call(list_followed_targets, {}, as_=ANA)

    assert (first.status, first.body["name"], first.body["channels"]) == (200, "UKM Ekspor", {"push": False})
    assert again.body["channels"] == {"push": False, "email": False}
    assert listed.body["items"] == [again.body]
    assert (await world.call(list_followed_targets, {}, as_=BUDI)).body["items"] == []


async def test_a_followed_expert_is_told_once(world: World) -> None:
    """
    The expert hears of a follower once, also after an end and a new follow, and also if the task comes twice.
    """
    await add_ana_and_expert(world)

    answer = await follow_as(world, "expert", "dewi")
    await world.deliver()
    await unfollow_as(world, "expert", "dewi")
    await follow_as(world, "expert", "dewi")
    await world.deliver()

    (told,) = await list_inbox(world, "dewi")
    assert answer.body["name"] == "Dewi Lestari"
    assert (told.kind, told.template, told.target) == ("follower", "follower.started", None)
    assert told.actor is not None
    assert told.actor.id == "ana"
    assert told.actor.name in told.body


async def test_an_anonymous_follower_has_no_name(world: World) -> None:
    """
    Whoever signed in without an identity stays without a name.
    """
    await add_ana_and_expert(world)
    await add_person(world, anonymous=True, full_name="Bintang Senja")

    await follow_as(world, "expert", "dewi")
    await world.deliver()

    (told,) = await list_inbox(world, "dewi")
    assert (told.actor, told.template) == (None, "follower.anonymous_started")
    assert "Bintang" not in told.title + told.body


@pytest.mark.parametrize("blocker", ["ana", "dewi"])
async def test_a_block_of_either_prevents_a_follow(world: World, blocker: str) -> None:
    """
    Blocked people find nothing to follow; a block that comes between follow and news keeps the news back.
    """
    await add_ana_and_expert(world)
    await follow_as(world, "expert", "dewi")
    await unfollow_as(world, "expert", "dewi")
    await follow_as(world, "expert", "dewi")

    await add_block(world, blocker, "dewi" if blocker == "ana" else "ana")
    await world.deliver()
    refused = await follow_as(world, "expert", "dewi")

    assert (refused.status, refused.code) == (404, "target_not_found")
    assert await list_inbox(world, "dewi") == []


async def test_who_unfollows_at_once_is_not_told_of(world: World) -> None:
    """
    A follow that has ended before its news tells nobody.
    """
    await add_ana_and_expert(world)

    await follow_as(world, "expert", "dewi")
    ended, again = [await world.call(unfollow_target, DEWI_BODY, as_=ANA) for _ in range(2)]
    await world.deliver()

    assert (ended.body["was_following"], again.body["was_following"]) == (True, False)
    assert await list_inbox(world, "dewi") == []
    assert (await world.call(list_followed_targets, {}, as_=ANA)).body["items"] == []


@pytest.mark.parametrize(
    ("kind", "target_id"),
    [
        ("group", "unknown"),
        ("event", "unknown"),
        ("expert", "budi"),
        ("expert", "nobody"),
        ("user", "budi"),
        ("user", "anon-1234567890"),
    ],
)
async def test_what_the_caller_may_not_know_is_not_found(world: World, kind: str, target_id: str) -> None:
    """
    Things that nobody told of, people without a page, strangers and aliases cannot be followed.
    """
    await add_ana_and_expert(world)
    await add_person(world, "budi")

    answer = await follow_as(world, kind, target_id)

    assert (answer.status, answer.code) == (404, "target_not_found")


async def test_a_closed_group_is_for_members(world: World) -> None:
    """
    A group that is not open, or was deleted, cannot be followed by strangers.
    """
    await add_person(world)
    await add_follow_target(world, is_open=False)
    closed_to_strangers = await follow_as(world)
    await add_follow_target(world, closed_at=world.now)
    deleted = await follow_as(world)

    assert (closed_to_strangers.code, deleted.code) == ("target_not_found", "target_not_found")


async def test_a_published_event_of_ours_is_followed(world: World) -> None:
    """
    An event on sale can be followed without a word of a host platform.
    """
    await add_person(world)
    event = await put_tickets_on_sale(world)

    answer = await follow_as(world, "event", event.id)

    assert (answer.status, answer.body["name"]) == (200, event.name)


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"kind": "planet", "target_id": "mars"}, "kind"),
        ({"kind": "unknown", "target_id": "mars"}, "kind"),
        ({"kind": "group"}, "target_id"),
        ({"kind": "group", "target_id": "a/b"}, "target_id"),
        ({"kind": "group", "target_id": "a", "channels": {"pigeon": True}}, "channels.pigeon"),
        ({"kind": "group", "target_id": "a", "channels": {"push": "maybe"}}, "channels.push"),
        ({"kind": "user", "target_id": "ana"}, "target_id"),
    ],
)
async def test_wrong_fields_are_named(world: World, body: dict[str, Any], field: str) -> None:
    """
    Unknown kinds and channels, bad ids, and the caller's own id are errors of their field.
    """
    await add_person(world)

    answer = await world.call(follow_target, body, as_=ANA)

    assert answer.status == 422
    assert [name.removesuffix(".[key]") for name in answer.invalid_fields] == [field]


async def test_strangers_do_not_follow(world: World) -> None:
    """
    Without a sign-in, and without an account, nobody follows.
    """
    await add_follow_target(world)

    assert (await follow_as(world, person=NOBODY)).status == 401
    assert (await follow_as(world)).code == "not_registered"


async def test_suspended_people_are_not_followed(world: World) -> None:
    """
    A suspended expert cannot be followed, whatever the page says.
    """
    await add_ana_and_expert(world)
    until = world.now + timedelta(days=1)
    restriction = AccountRestriction(id=UserId("dewi"), suspended_until=until, changed_at=world.now)
    await world.put_documents((identity.restriction_ref("dewi"), restriction))

    assert (await follow_as(world, "expert", "dewi")).code == "target_not_found"


async def test_follows_have_a_limit_that_changes_of_channels_do_not_touch(world: World) -> None:
    """
    Beginning to follow is limited per hour; five at the same moment never pass the limit together.
    """
    await add_person(world)
    await world.put_documents((LIMIT_SETTINGS.ref, LimitSettings(follows_an_hour=3)))
    for number in range(5):
        await add_follow_target(world, FollowedTarget(kind=TargetKind.POST, id=Id(f"p{number}")))

    answers = await asyncio.gather(*(follow_as(world, "post", f"p{number}") for number in range(5)))
    followed = [number for number, answer in enumerate(answers) if answer.status == 200]
    changed = await follow_as(world, "post", f"p{followed[0]}", channels={"push": False})

    assert sorted(answer.status for answer in answers) == [200, 200, 200, 429, 429]
    assert changed.status == 200


async def test_a_follow_at_the_same_moment_is_one(world: World) -> None:
    """
    Two taps are one follow.
    """
    await add_ana_and_expert(world)

    answers = await asyncio.gather(*(follow_as(world, "expert", "dewi") for _ in range(4)))
    await world.deliver()

    assert {answer.status for answer in answers} == {200}
    assert len(await list_inbox(world, "dewi")) == 1
    assert (await find_follower(world, DEWI)) is not None


def test_joining_follows_until_the_person_ends_it() -> None:
    """
    To join is to follow, to leave is to end, and a person's own end survives another join. Late news changes nothing.
    """
    uid, at = UserId("ana"), NOON

    def tell(found: Any, *, is_member: bool, minutes: int) -> Any:
        moment = at + timedelta(minutes=minutes)
        return follow_rules.with_membership(found, GROUP, uid, is_member=is_member, at=moment, now=moment)

    joined = tell(None, is_member=True, minutes=1)
    left = tell(joined, is_member=False, minutes=2)
    again = tell(left, is_member=True, minutes=3)
    ended = follow_rules.with_unfollow(again, now=at + timedelta(minutes=4))
    rejoined = tell(tell(ended, is_member=False, minutes=5), is_member=True, minutes=6)
    followed = follow_rules.with_follow(rejoined, GROUP, uid, {}, now=at + timedelta(minutes=7))

    assert [one.active for one in (joined, left, again, ended, rejoined, followed)] == [
        True, False, True, False, False, True,
    ]  # fmt: skip
    assert [one.automatic for one in (joined, again, followed)] == [True, True, False]
    assert tell(rejoined, is_member=False, minutes=6) is None
    assert tell(rejoined, is_member=False, minutes=3) is None
    assert tell(None, is_member=False, minutes=1).active is False
