"""Fan-outs: everybody of an audience is told once, also after a cut in the middle."""

import asyncio
import time
from datetime import timedelta
from typing import Any

import pytest
from pydantic import ConfigDict

from functions.notifications.get_fan_out import get_fan_out
from functions.notifications.send_announcement import send_announcement
from functions.notifications.tell_audience import tell_audience
from shared.contracts.follows import FollowedTarget, TargetKind
from shared.identity import store as identity
from shared.identity.models import AccountRestriction
from shared.kernel.frozen_values import FrozenJson
from shared.kernel.ids import Id, UserId
from shared.kernel.ports import Ref
from shared.kernel.schemas import Entity
from shared.notifications import fan_out_store, follow_store, store
from shared.notifications.delivery_models import DropReason
from shared.notifications.fan_out_models import FanOutState
from shared.workflows import fan_outs
from tests.bookings.steps import a_user
from tests.collection.sample_documents import NEWER_VALUE
from tests.notifications.fan_out_steps import FOLLOWERS, TEXTS, announce_to, get_run, list_told
from tests.notifications.follow_steps import GROUP, add_block, add_follow_target, add_followers, unfollow_as
from tests.notifications.steps import add_person, list_deliveries, list_inbox
from tests.proof_scale import scale_examples
from tests.world import ADMIN, ANA, World

pytestmark = pytest.mark.emulator


async def add_many_followers(world: World, count: int) -> list[str]:
    """Store registered followers of the group."""
    uids = [f"uid-{number:06d}" for number in range(count)]
    for start in range(0, count, 200):
        some = uids[start : start + 200]
        await world.put_documents(*((identity.user_ref(uid), a_user(uid)) for uid in some))
        await add_followers(world, *some)
    await add_follow_target(world)
    return uids


async def deliver_page(world: World) -> bool:
    """Deliver the earliest page that waits, and return whether there was one."""
    entries = await world.list_outbox_entries("TellAudience")
    if not entries:
        return False
    entry = min(entries, key=lambda one: one.payload["page"])
    assert (await world.call.deliver_task(tell_audience, entry.payload, entry=entry)).status == 200
    return True


async def test_followers_are_told_with_their_channels(world: World) -> None:
    """
    Followers get the news in their language, on the channels that they chose for the target; others get nothing.
    """
    for uid in ("ana", "budi", "cici"):
        await add_person(world, uid, locale="en" if uid == "budi" else "id")
    await add_follow_target(world)
    await add_followers(world, "ana")
    await add_followers(world, "budi", channels={"push": False, "email": False})

    answer = await announce_to(world, followers_of=FOLLOWERS, link="/groups/ukm-ekspor")
    await world.deliver()

    (ana,), (budi,) = await list_inbox(world, "ana"), await list_inbox(world, "budi")
    run = await world.call(get_fan_out, {"fan_out_id": answer.body["fan_out_id"]}, as_=ADMIN)
    assert (ana.title, budi.title, ana.link) == ("Kelas baru", "New class", "/groups/ukm-ekspor")
    assert (ana.target, ana.kind) == ("group:ukm-ekspor", "system")
    assert await list_inbox(world, "cici") == []
    assert {push["token"] for push in await world.sent_pushes()} == {"token-ana-0"}
    assert [mail["to"] for mail in await world.sent_mails()] == [["ana@example.com"]]
    assert (run.body["state"], run.body["people"], run.body["told"]) == ("done", 2, 2)


async def test_nobody_is_told_twice_or_missed_after_a_cut(world: World) -> None:
    """
    A run that is cut off in the middle of a page, and whose pages come twice and at the same moment, tells each once.
    """
    uids = await add_many_followers(world, 60)
    answer = await announce_to(world, followers_of=FOLLOWERS)
    id_ = Id(answer.body["fan_out_id"])

    # The instance dies after one commit of the page.
    await world.commit(fan_outs.tell_step, id_, 0, size=25, now=world.now)
    await asyncio.gather(*(world.call.deliver_task(tell_audience, {"fan_out_id": id_, "page": 0}) for _ in range(3)))
    await world.deliver(rounds=3)
    await world.call.deliver_task(tell_audience, {"fan_out_id": id_, "page": 0})

    run = await get_run(world, id_)
    assert await list_told(world) == uids
    assert (run.state, run.people, run.told) == (FanOutState.DONE, 60, 60)


async def test_pages_follow_one_another(world: World) -> None:
    """
    The step that ends a page schedules the next one, and a page that is done does nothing when it comes again.
    """
    await add_many_followers(world, 30)
    answer = await announce_to(world, followers_of=FOLLOWERS)
    id_ = Id(answer.body["fan_out_id"])

    goes_on = [
        await world.commit(fan_outs.tell_step, id_, 0, size=1, now=world.now) for _ in range(fan_outs.STEPS_PER_PAGE)
    ]
    first = await get_run(world, id_)
    await world.call.deliver_task(tell_audience, {"fan_out_id": id_, "page": 0})
    again = await get_run(world, id_)
    await world.deliver(rounds=3)

    assert goes_on == [True] * 19 + [False]
    assert (first.page, first.people, first.state) == (1, 20, FanOutState.RUNNING)
    assert again == first
    assert (await get_run(world, id_)).people == 30
    assert len(await list_told(world)) == 30


@pytest.mark.parametrize("audience", [{"everybody": True}, {"role": "customer"}, {"city": "Bandung"}])
async def test_audiences_of_users(world: World, audience: dict[str, Any]) -> None:
    """
    Everybody, a role and a city are audiences; suspended people are left out.
    """
    await add_person(world, "ana", city="Bandung")
    await add_person(world, "budi", city="Bandung")
    await add_person(world, "dewi", city="Jakarta", role="expert")
    until = world.now + timedelta(days=1)
    restriction = AccountRestriction(id=UserId("budi"), suspended_until=until, changed_at=world.now)
    await world.put_documents((identity.restriction_ref("budi"), restriction))

    answer = await announce_to(world, **audience)
    await world.deliver()

    run = await get_run(world, answer.body["fan_out_id"])
    assert await list_told(world) == (["ana", "dewi"] if "everybody" in audience else ["ana"])
    assert (run.state, run.told) == (FanOutState.DONE, 2 if "everybody" in audience else 1)


async def test_people_who_do_not_exist_are_told_by_place(world: World) -> None:
    """
    Of listed people, those who exist are told once, and the others come back by their places.
    """
    await add_person(world, "ana")
    await add_person(world, "budi")

    answer = await announce_to(world, people=["nobody", "ana", "budi", "ana", "anon-12345"])
    await world.deliver()

    assert answer.body["unknown_recipients"] == [0, 4]
    assert await list_told(world) == ["ana", "budi"]


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({}, "people"),
        ({"people": ["nobody"]}, "people"),
        ({"people": ["ana"], "everybody": True}, "everybody"),
        ({"role": "customer", "city": "Bandung"}, "city"),
        ({"role": "admin"}, "role"),
        ({"everybody": True, "link": "https://evil.example"}, "link"),
        ({"everybody": True, "link": "//evil.example"}, "link"),
        ({"everybody": True, "title_en": ""}, "title_en"),
        ({"everybody": True, "body_id": None}, "body_id"),
        ({"everybody": True, "reason": ""}, "reason"),
        ({"everybody": True, "valid_until": "2020-01-01T00:00:00Z"}, "valid_until"),
        ({"followers_of": {"kind": "planet", "target_id": "mars"}}, "followers_of.kind"),
        ({"people": ["a"] * 101}, "people"),
    ],
)
async def test_wrong_announcements_are_refused_by_field(world: World, given: dict[str, Any], field: str) -> None:
    """
    An announcement without one audience, with a foreign link, without texts or reason, is an error of its field.
    """
    answer = await announce_to(world, **given)

    assert (answer.status, answer.invalid_fields) == (422, [field])
    assert await world.list_outbox_entries("TellAudience") == []


async def test_announcements_are_for_the_support_and_need_a_key(world: World) -> None:
    """
    Other people and other admins are refused, and so is a call without an idempotency key; the same key is one.
    """
    await add_person(world, "ana")
    moderator = type(ADMIN)("eka", role="admin", claims={"admin_scopes": ["moderator"]})
    body = TEXTS | {"reason": "test", "people": ["ana"]}

    refused = [(await announce_to(world, people=["ana"], person=one)).status for one in (ANA, moderator)]
    keyless = await world.call(send_announcement, body, as_=ADMIN, headers={"Idempotency-Key": ""})
    twice = [
        await world.call(send_announcement, body, as_=ADMIN, headers={"Idempotency-Key": "class-1"}) for _ in range(2)
    ]
    await world.deliver()

    assert refused == [403, 403]
    assert keyless.status == 422
    assert twice[0].body == twice[1].body
    assert await list_told(world) == ["ana"]


@pytest.mark.parametrize("audience", [{"everybody": True}, {"role": "customer"}, {"city": "Bandung"}])
async def test_only_owners_tell_everybody(world: World, audience: dict[str, Any]) -> None:
    """
    A role, a city and everybody need an owner; listed people and followers do not.
    """
    await add_person(world, "ana", city="Bandung")
    await add_follow_target(world)
    support = type(ADMIN)("eka", role="admin", claims={"admin_scopes": ["support"]})

    refused = await announce_to(world, person=support, **audience)
    allowed = [
        await announce_to(world, person=support, **one) for one in ({"people": ["ana"]}, {"followers_of": FOLLOWERS})
    ]
    owner = await announce_to(world, **audience)

    assert (refused.status, refused.code) == (403, "announcement_needs_owner")
    assert [answer.status for answer in (*allowed, owner)] == [200, 200, 200]


async def test_a_deleted_target_and_an_end_stop_a_fan_out(world: World) -> None:
    """
    Nobody is told of a target that was deleted meanwhile, or after the announcement's end.
    """
    await add_many_followers(world, 2)
    deleted = await announce_to(world, followers_of=FOLLOWERS)
    await add_follow_target(world, closed_at=world.now)
    await world.deliver()
    await add_follow_target(world)
    late = await announce_to(world, followers_of=FOLLOWERS, valid_until=(world.now + timedelta(minutes=1)).isoformat())
    world.later(minutes=2)
    await world.deliver()

    runs = [await get_run(world, one.body["fan_out_id"]) for one in (deleted, late)]
    assert [run.state for run in runs] == [FanOutState.STOPPED, FanOutState.STOPPED]
    assert await list_told(world) == []


async def test_an_unfollow_before_the_sending_counts(world: World) -> None:
    """
    A follower who has unfollowed, or switched the channel off for the target, gets no push that was decided before.
    """
    await add_person(world)
    await add_follow_target(world)
    await add_followers(world, "ana")

    await announce_to(world, followers_of=FOLLOWERS)
    await deliver_page(world)
    await unfollow_as(world)
    await world.deliver()

    assert await world.sent_pushes() == []
    assert (await list_deliveries(world))["push"].reason is DropReason.UNWANTED


async def test_blocks_separate_a_followed_person_from_followers(world: World) -> None:
    """
    Followers of a person whom a block separates from that person are not told, nor is the person.
    """
    target = FollowedTarget(kind=TargetKind.EXPERT, id=Id("dewi"))
    for uid in ("ana", "budi", "cici", "dewi"):
        await add_person(world, uid)
    await add_followers(world, "ana", "budi", "cici", "dewi", target=target)
    await add_block(world, "budi", "dewi")
    await add_block(world, "dewi", "cici")

    await announce_to(world, followers_of={"kind": "expert", "target_id": "dewi"})
    await world.deliver()

    assert await list_told(world) == ["ana"]


class NewerFanOut(Entity):
    """Fan-out as a newer version stores it, with choices that this version does not know."""

    model_config = ConfigDict(frozen=True, extra="allow")

    audience: FrozenJson
    state: str = "running"
    people: int = 0


class Broken(Entity):
    """Document that this version cannot read as choices."""

    channels: str = "none"


async def test_one_unreadable_person_does_not_keep_the_others(world: World) -> None:
    """
    A person whose documents cannot be read is left out with an alert, and everybody else is told.
    """
    await add_many_followers(world, 5)
    await world.put_documents((Ref(store.preferences_ref("uid-000002").path, Broken), Broken()))
    await world.put_documents((Ref(follow_store.follower_ref(GROUP.key, "uid-000003").path, Broken), Broken()))

    answer = await announce_to(world, followers_of=FOLLOWERS)
    await world.deliver()

    run = await get_run(world, answer.body["fan_out_id"])
    assert await list_told(world) == ["uid-000000", "uid-000001", "uid-000004"]
    assert run.state is FanOutState.DONE


@pytest.mark.parametrize(
    "newer",
    [
        {"audience": {"kind": "role", "role": NEWER_VALUE}},
        {"audience": {"kind": NEWER_VALUE}},
        {"audience": {"kind": "everybody"}, "state": NEWER_VALUE},
    ],
)
async def test_a_fan_out_of_a_newer_version_waits_for_it(world: World, newer: dict[str, Any]) -> None:
    """
    Nobody is told of a fan-out that only a newer version understands, and its task is tried again.
    """
    await add_person(world, "ana")
    answer = await announce_to(world, everybody=True)
    path = fan_out_store.fan_out_ref(answer.body["fan_out_id"]).path
    stored = (await get_run(world, answer.body["fan_out_id"])).model_dump()
    await world.put_documents((Ref(path, NewerFanOut), NewerFanOut.model_validate(stored | newer)))
    job = {"fan_out_id": answer.body["fan_out_id"], "page": 0}

    answers = [await world.call.deliver_task(tell_audience, job) for _ in range(2)]

    kept = await world.reader.get(Ref(path, NewerFanOut))
    assert kept is not None
    assert [one.status for one in answers] == [503, 503]
    assert kept.model_dump(include=set(newer)) == newer
    assert kept.people == 0
    assert await list_told(world) == []


async def test_many_followers_are_told_once_despite_cuts(world: World, capsys: pytest.CaptureFixture[str]) -> None:
    """
    Many followers are told once each, although each page is cut off after its first commit and comes twice.
    """
    count = scale_examples(150)
    uids = await add_many_followers(world, count)
    answer = await announce_to(world, followers_of=FOLLOWERS)
    id_ = Id(answer.body["fan_out_id"])
    meter = world.documents.meter
    before, began = (meter.reads, meter.writes), time.monotonic()

    pages = 0
    while (run := await get_run(world, id_)).state is FanOutState.RUNNING:
        await world.commit(fan_outs.tell_step, id_, run.page, size=25, now=world.now)
        await asyncio.gather(
            *(world.call.deliver_task(tell_audience, {"fan_out_id": id_, "page": run.page}) for _ in range(2))
        )
        pages += 1
        assert pages < count

    reads, writes = (meter.reads - before[0]) / count, (meter.writes - before[1]) / count
    with capsys.disabled():
        print(f" {count} followers: {time.monotonic() - began:.1f} s, {reads:.1f} reads and {writes:.1f} writes each")
    assert await list_told(world) == uids
    assert (run.people, run.told) == (count, count)
    assert reads < 20
