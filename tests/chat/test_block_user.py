"""Wanting nothing to do with somebody."""

import asyncio
from datetime import timedelta

import pytest

from functions.chat.block_user import block_user
from functions.chat.list_blocked_users import list_blocked_users
from functions.chat.unblock_user import unblock_user
from shared.chat import store, user_blocks
from shared.chat.block_models import Block
from shared.chat.models import RoomKind, pair_from_users, unique_room_id
from shared.gateways.firestore.client import PreconditionFailed
from shared.identity import store as identity
from shared.kernel.ids import RoomId, UserId
from tests.builders import NOON
from tests.chat.builders import a_room, a_text_message, add_room, create_room, list_room_messages, post_message
from tests.chat.steps import (
    call_as,
    call_successfully,
    check_unread_counts,
    create_group,
    load_inbox,
    load_room,
    register_experts,
    register_users,
)
from tests.world import ANA, BUDI, EXPERT, Person, World

pytestmark = pytest.mark.emulator

PAIR = pair_from_users("ana", "dewi")


async def a_meeting(world: World, id: str, **given: object) -> RoomId:
    """One more room of Ana and Dewi, as bookings have it."""
    return await add_room(world, a_room("ana", "dewi", id=RoomId(id), kind=RoomKind.MENTOR_STUDENT, **given))


@pytest.mark.parametrize(("blocker", "blocked"), [(ANA, EXPERT), (EXPERT, ANA)])
async def test_blocking_hides_both_ways(world: World, blocker: Person, blocked: Person) -> None:
    """
    All rooms of the two are out of both's sight, with what is unread in them; nobody writes in them any more.
    """
    rooms = [await create_room(world, "ana", "dewi"), await a_meeting(world, "a-meeting")]
    other = await create_room(world, "ana", "budi")
    for number, room_id in enumerate(rooms):
        await post_message(world, EXPERT, room_id, f"m-{number}")

    answer = await world.call(block_user, {"user_id": blocked.uid}, as_=blocker)

    assert answer.status == 200
    assert answer.body == {"user_id": blocked.uid, "name": blocked.uid.title(), "blocked_at": "2026-11-26T05:00:00Z"}
    assert await check_unread_counts(world, ANA) == {other: 0}
    assert await check_unread_counts(world, EXPERT) == {}
    for room_id in rooms:
        kept = await load_room(world, room_id)
        assert (kept.members, kept.blocked_by) == ((), (blocker.uid,))
        for who in (ANA, EXPERT):
            assert (await call_as(world, who, "send_message", **a_text_message(room_id, "m-9"))).code == "blocked"
            assert (await call_as(world, who, "list_messages", room_id=room_id)).code == "room_not_found"
            assert (await call_as(world, who, "mute_room", room_id=room_id, muted=True)).code == "room_not_found"
    assert await world.get(store.block_ref(blocker.uid, blocked.uid)) is not None


async def test_unblocking_brings_everything_back(world: World) -> None:
    """
    The rooms as they were, and what was unread is unread again; but what stood on top has to be put there anew.
    """
    room_id = await create_room(world, "ana", "dewi")
    await post_message(world, EXPERT, room_id, "m-1")
    await post_message(world, ANA, room_id, "m-2")
    await call_successfully(world, ANA, "pin_room", room_id=room_id, pinned=True)
    await call_successfully(world, ANA, "mute_room", room_id=room_id, muted=True)
    await call_successfully(world, ANA, "block_user", user_id="dewi")

    answer = await world.call(unblock_user, {"user_id": "dewi"}, as_=ANA)

    assert answer.status == 204
    assert await check_unread_counts(world, ANA) == {room_id: 1}
    assert await check_unread_counts(world, EXPERT) == {room_id: 1}
    shown = (await call_successfully(world, ANA, "list_rooms"))["items"][0]
    assert (shown["muted"], shown["pinned"], shown["writable"]) == (True, False, True)
    assert (await load_room(world, room_id)).members == ("ana", "dewi")
    assert (await load_inbox(world, ANA)).hidden == {}
    await post_message(world, EXPERT, room_id, "m-3")


async def test_both_have_to_take_it_back(world: World) -> None:
    """
    When both have blocked each other, one of them alone brings nothing back; and nobody takes back the other's.
    """
    room_id = await create_room(world, "ana", "dewi")
    await call_successfully(world, ANA, "block_user", user_id="dewi")
    await call_successfully(world, EXPERT, "unblock_user", user_id="ana")
    still = await check_unread_counts(world, ANA)
    await call_successfully(world, EXPERT, "block_user", user_id="ana")
    both = (await load_room(world, room_id)).blocked_by

    await call_successfully(world, ANA, "unblock_user", user_id="dewi")

    assert (still, both) == ({}, ("ana", "dewi"))
    assert (await load_room(world, room_id)).blocked_by == ("dewi",)
    assert (await check_unread_counts(world, ANA), await check_unread_counts(world, EXPERT)) == ({}, {})
    await call_successfully(world, EXPERT, "unblock_user", user_id="ana")
    assert (await check_unread_counts(world, ANA), await check_unread_counts(world, EXPERT)) == (
        {room_id: 0},
        {room_id: 0},
    )


async def test_saying_so_again_changes_nothing(world: World) -> None:
    """
    Neither blocking again, which keeps the first moment, nor unblocking again; neither writes.
    """
    await create_room(world, "ana", "dewi")
    first = await call_successfully(world, ANA, "block_user", user_id="dewi")
    world.later(hours=1)
    writes = world.documents.meter.writes

    again = await call_successfully(world, ANA, "block_user", user_id="dewi")

    assert (again, world.documents.meter.writes) == (first, writes)
    await call_successfully(world, ANA, "unblock_user", user_id="dewi")
    writes = world.documents.meter.writes
    await call_successfully(world, ANA, "unblock_user", user_id="dewi")
    await call_successfully(world, ANA, "unblock_user", user_id="nobody-here")
    assert world.documents.meter.writes == writes


async def test_groups_stay_as_they_are(world: World) -> None:
    """
    Both are still in it, and still hear each other there.
    """
    room_id = await create_group(world, ANA, "budi", "dewi")

    await call_successfully(world, ANA, "block_user", user_id="dewi")
    await post_message(world, EXPERT, room_id, "m-1")

    assert await check_unread_counts(world, ANA) == {room_id: 1}
    await post_message(world, ANA, room_id, "m-2")


@pytest.mark.parametrize(
    ("function", "user_id", "status", "code"),
    [
        ("block_user", "ana", 422, "with_yourself"),
        ("unblock_user", "ana", 422, "with_yourself"),
        ("block_user", "nobody-here", 404, "person_not_found"),
    ],
)
async def test_whom_one_cannot_block(world: World, function: str, user_id: str, status: int, code: str) -> None:
    """
    Oneself, and whoever is not there.
    """
    await register_users(world, "ana")

    answer = await call_as(world, ANA, function, user_id=user_id)

    assert (answer.status, answer.code) == (status, code)
    assert await world.get(store.block_ref("ana", user_id)) is None


async def test_somebody_without_a_common_room_is_blocked_too(world: World) -> None:
    """
    None can be opened, by either.
    """
    await register_experts(world, "ana", "dewi")

    await call_successfully(world, ANA, "block_user", user_id="dewi")

    assert (await call_as(world, EXPERT, "start_direct_room", user_id="ana")).code == "blocked"
    await call_successfully(world, ANA, "unblock_user", user_id="dewi")
    assert (await call_as(world, EXPERT, "start_direct_room", user_id="ana")).status == 200


async def test_a_closed_room_that_was_read_comes_back_as_read(world: World) -> None:
    """
    Whether the inbox had let go of it or not, the counts are right before, during and after.
    """
    room_id = await a_meeting(world, "a-meeting", closes_at=NOON + timedelta(minutes=1))
    await post_message(world, EXPERT, room_id, "m-1")
    world.later(hours=1)
    await call_successfully(world, ANA, "mark_room_read", room_id=room_id)
    settled = (await load_inbox(world, ANA)).settled

    await call_successfully(world, ANA, "block_user", user_id="dewi")

    assert settled == 1
    assert (await load_inbox(world, ANA)).settled == 0
    assert (await check_unread_counts(world, ANA), await check_unread_counts(world, EXPERT)) == ({}, {})
    await call_successfully(world, ANA, "unblock_user", user_id="dewi")
    assert (await check_unread_counts(world, ANA), await check_unread_counts(world, EXPERT)) == (
        {room_id: 0},
        {room_id: 0},
    )


async def test_more_rooms_than_one_commit_takes(world: World) -> None:
    """
    A pair that has met for years: 205 rooms are hidden and come back; every count is right.
    """
    direct = await create_room(world, "ana", "dewi")
    await post_message(world, EXPERT, direct, "m-1")
    many = [
        a_room("ana", "dewi", id=RoomId(f"meeting-{number:03}"), kind=RoomKind.MENTOR_STUDENT) for number in range(204)
    ]
    for start in (0, 102):
        await world.put_documents(*((store.room_ref(one.id), one) for one in many[start : start + 102]))

    await call_successfully(world, ANA, "block_user", user_id="dewi")
    hidden = await asyncio.gather(*(load_room(world, one.id) for one in many))

    assert {(one.members, one.blocked_by) for one in hidden} == {((), ("ana",))}
    assert (await load_inbox(world, EXPERT)).hidden.keys() == {direct, *(one.id for one in many)}
    assert await call_successfully(world, ANA, "get_unread_total") == {"unread_total": 0}
    await call_successfully(world, ANA, "unblock_user", user_id="dewi")
    shown = await asyncio.gather(*(load_room(world, one.id) for one in many))
    assert {(one.members, one.blocked_by) for one in shown} == {(("ana", "dewi"), ())}
    assert await call_successfully(world, ANA, "get_unread_total") == {"unread_total": 1}
    assert (await load_inbox(world, EXPERT)).hidden == {}


async def test_what_was_interrupted_is_done_by_asking_again(world: World) -> None:
    """
    The block is there, but some rooms are still in sight: blocking again hides the rest, unblocking shows all.
    """
    rooms = [await create_room(world, "ana", "dewi"), await a_meeting(world, "a-meeting")]
    await world.put_documents((store.block_ref("ana", "dewi"), Block(id=UserId("dewi"), blocked_at=NOON)))

    await call_successfully(world, ANA, "block_user", user_id="dewi")

    assert (await check_unread_counts(world, ANA), await check_unread_counts(world, EXPERT)) == ({}, {})
    unit = world.new_unit_of_work()
    unit.delete(store.block_ref("ana", "dewi"))
    await world.documents.commit(unit.build_writes())
    await call_successfully(world, ANA, "unblock_user", user_id="dewi")
    assert (await check_unread_counts(world, ANA)).keys() == {*rooms}


async def test_a_room_that_is_opened_at_the_same_moment_is_not_missed(world: World) -> None:
    """
    The action asks for the rooms of the two, and one is opened before it commits: it is done again, and hides it.
    """
    await register_experts(world, "ana", "dewi")
    unit = world.new_unit_of_work()
    await user_blocks.block_user(unit, UserId("ana"), UserId("dewi"), names={UserId("dewi"): "Dewi"}, now=world.now)

    room_id = (await call_successfully(world, EXPERT, "start_direct_room", user_id="ana"))["room_id"]

    with pytest.raises(PreconditionFailed):
        await world.documents.commit(unit.build_writes())
    await call_successfully(world, ANA, "block_user", user_id="dewi")
    assert (await load_room(world, room_id)).members == ()


@pytest.mark.parametrize("round_", range(3))
async def test_blocking_and_opening_at_once(world: World, round_: int) -> None:
    """
    Whichever comes first, in the end no room of the two is in sight.
    """
    await register_users(world, "ana", "dewi")

    await asyncio.gather(
        *(call_as(world, EXPERT, "start_direct_room", user_id="ana") for _ in range(4)),
        call_as(world, ANA, "block_user", user_id="dewi"),
        *(call_as(world, ANA, "start_direct_room", user_id="dewi") for _ in range(4)),
    )

    assert (await check_unread_counts(world, ANA), await check_unread_counts(world, EXPERT)) == ({}, {})
    for kept in await world.reader.query(store.rooms_of_pair_query(PAIR)):
        assert kept.blocked_by == ("ana",)


async def test_blocking_and_talking_at_once(world: World) -> None:
    """
    What was said came before the block or was refused; afterwards both see the same of it.
    """
    room_id = await create_room(world, "ana", "dewi")

    answers = await asyncio.gather(
        *(call_as(world, EXPERT, "send_message", **a_text_message(room_id, f"m-{number}")) for number in range(8)),
        call_as(world, ANA, "block_user", user_id="dewi"),
        call_as(world, EXPERT, "block_user", user_id="ana"),
    )

    said = sum(answer.status == 200 for answer in answers[:8])
    assert {answer.status for answer in answers[:8]} <= {200, 403}
    assert len(await list_room_messages(world, room_id)) == said
    assert (await load_room(world, room_id)).blocked_by == ("ana", "dewi")
    await call_successfully(world, ANA, "unblock_user", user_id="dewi")
    await call_successfully(world, EXPERT, "unblock_user", user_id="ana")
    assert await check_unread_counts(world, ANA) == {room_id: said}
    assert await check_unread_counts(world, EXPERT) == {room_id: 0}


async def test_both_change_their_minds_at_once(world: World) -> None:
    """
    However it crosses, the rooms are as the blocks have it that are left.
    """
    room_id = await create_room(world, "ana", "dewi")
    await post_message(world, ANA, room_id, "m-1")

    for _ in range(3):
        await asyncio.gather(
            call_as(world, ANA, "block_user", user_id="dewi"),
            call_as(world, EXPERT, "block_user", user_id="ana"),
            call_as(world, ANA, "unblock_user", user_id="dewi"),
            call_as(world, EXPERT, "unblock_user", user_id="ana"),
        )
        blocks = [await world.get(store.block_ref(*two)) for two in (("ana", "dewi"), ("dewi", "ana"))]
        expected = tuple(uid for uid, block in zip(("ana", "dewi"), blocks, strict=True) if block)
        kept = await load_room(world, room_id)
        assert kept.blocked_by == expected
        assert kept.members == (() if expected else ("ana", "dewi"))
        assert await check_unread_counts(world, EXPERT) == ({} if expected else {room_id: 1})


async def test_whom_one_has_blocked(world: World) -> None:
    """
    The latest first, in pages, by name; whoever is no longer with us has none. Nobody else's blocks are among them.
    """
    people = [f"person-{number}" for number in range(5)]
    await register_experts(world, "ana", "budi", *people)
    for uid in people:
        world.later(minutes=1)
        await call_successfully(world, ANA, "block_user", user_id=uid)
    await call_successfully(world, BUDI, "block_user", user_id="ana")
    unit = world.new_unit_of_work()
    unit.delete(identity.user_ref("person-3"))
    await world.documents.commit(unit.build_writes())

    first = await world.call(list_blocked_users, {"limit": 3}, as_=ANA)
    second = await world.call(list_blocked_users, {"limit": 3, "cursor": first.body["next_cursor"]}, as_=ANA)

    assert [(one["user_id"], one["name"]) for one in first.body["items"] + second.body["items"]] == [
        ("person-4", "Person-4"),
        ("person-3", ""),
        ("person-2", "Person-2"),
        ("person-1", "Person-1"),
        ("person-0", "Person-0"),
    ]
    assert second.body["next_cursor"] is None
    assert (await call_successfully(world, EXPERT, "list_blocked_users"))["items"] == []
    assert (await call_as(world, ANA, "list_blocked_users", cursor="?")).invalid_fields == ["cursor"]


async def test_a_new_room_of_two_has_the_pairs_name() -> None:
    """
    Whoever asks, it is the same room; another pair's is another.
    """
    assert unique_room_id("direct", pair_from_users("dewi", "ana")) == unique_room_id("direct", PAIR)
    assert unique_room_id("direct", pair_from_users("dewi", "budi")) != unique_room_id("direct", PAIR)
