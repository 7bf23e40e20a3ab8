"""What apps that listen see of what functions do, and when they see it no longer."""

from collections.abc import AsyncIterator
from typing import Any

import pytest

from shared.chat import store
from tests.chat.builders import opened, say
from tests.chat.steps import done, group, registered
from tests.rules.apps import Answer, Apps, apps_of, asked
from tests.rules.seeds import said
from tests.rules.table import bare, my_rooms, newest, rooms_of_support
from tests.world import ADMIN, ANA, BUDI, EXPERT, Person, World

pytestmark = pytest.mark.emulator

GUEST = Person("guest", anonymous=True)
PEOPLE = {who.uid: who for who in (ANA, BUDI, EXPERT, ADMIN, GUEST)}
ENDED = Answer("denied")


@pytest.fixture
async def phones(world: World, firestore_emulator: str) -> AsyncIterator[Apps]:
    """The apps of the people of this test."""
    async with apps_of(PEOPLE, world.documents.address.project, firestore_emulator) as apps:
        yield apps


async def listens(phones: Apps, who: Person, room_id: str) -> None:
    """Somebody has their rooms on the screen, and one of them open."""
    for name, query in _screen(who, room_id).items():
        answer = await phones.says(who.uid, "listen", name=f"{who.uid} {name}", query=asked(query))
        assert answer.said == "allowed"
        assert answer.found


def _screen(who: Person, room_id: str) -> dict[str, Any]:
    return {
        "rooms": my_rooms(who.uid),
        "messages": newest(room_id)(who.uid),
        "participants": bare(f"rooms/{room_id}/participants")(who.uid),
    }


async def hears(phones: Apps, who: Person, name: str) -> Answer:
    """What changes next on somebody's screen."""
    return await phones.says(who.uid, "next", name=f"{who.uid} {name}")


async def test_who_is_in_hears_what_is_said(world: World, phones: Apps) -> None:
    """An expert and an anonymous customer like any others."""
    room_id = await opened(world, "ana", "dewi", "guest")
    await say(world, ANA, room_id, "m-1")
    for who in (EXPERT, GUEST):
        await listens(phones, who, room_id)

    await say(world, ANA, room_id, "m-2")

    for who in (EXPERT, GUEST):
        assert await hears(phones, who, "messages") == Answer("allowed", ("m-2", "m-1"))


async def test_who_is_removed_hears_no_more(world: World, phones: Apps) -> None:
    """What they listened to in the room ends, it leaves their list, and looking again is refused; others listen on."""
    room_id = await group(world, ANA, "budi", "dewi")
    for who in (BUDI, EXPERT):
        await listens(phones, who, room_id)

    await done(world, ANA, "remove_room_member", room_id=room_id, user_id="budi")

    assert await hears(phones, BUDI, "messages") == ENDED
    assert await hears(phones, BUDI, "participants") == ENDED
    assert await phones.says("budi", "get", path=f"rooms/{room_id}") == ENDED
    assert await phones.says("budi", "list", query=asked(newest(room_id)("budi"))) == ENDED
    # Where the emulator has refused something of a moment, it tells the rest of it with whatever it is asked next.
    assert await phones.says("budi", "get", path="presence/ana") == Answer("allowed")
    assert await hears(phones, BUDI, "rooms") == Answer("allowed")
    assert len((await hears(phones, EXPERT, "messages")).found) == 2
    assert set((await hears(phones, EXPERT, "participants")).found) == {"ana", "dewi"}


async def test_a_blocked_pair_sees_nothing_of_each_other(world: World, phones: Apps) -> None:
    """Neither their room nor who is online, whoever of the two has blocked the other, until neither has."""
    room_id = await opened(world, "ana", "budi")
    await say(world, ANA, room_id, "m-1")
    pair = ((ANA, BUDI), (BUDI, ANA))
    for who, other in pair:
        await listens(phones, who, room_id)
        seen = await phones.says(who.uid, "listen", name=f"{who.uid} presence", path=f"presence/{other.uid}")
        assert seen == Answer("allowed")

    await done(world, ANA, "block_user", user_id="budi")
    hidden = [await hears(phones, who, "rooms") for who, _ in pair]
    for who, _ in pair:
        await done(world, who, "update_presence", online=True)
    await world.has((store.message_ref(room_id, "first"), said(2)))
    ended = [await hears(phones, who, name) for who, _ in pair for name in ("presence", "messages")]
    asked_again = [await phones.says(who.uid, "get", path=f"presence/{other.uid}") for who, other in pair]
    await done(world, ANA, "unblock_user", user_id="budi")

    assert hidden == [Answer("allowed")] * 2
    assert ended == [ENDED] * 4
    assert asked_again == [ENDED] * 2
    for who, other in pair:
        assert await hears(phones, who, "rooms") == Answer("allowed", (room_id,))
        assert await phones.says(who.uid, "get", path=f"presence/{other.uid}") == Answer("allowed", (other.uid,))
        await listens(phones, who, room_id)


async def test_admins_hear_what_is_said_to_the_support(world: World, phones: Apps) -> None:
    """But not what people say among themselves."""
    await registered(world, "ana")
    private = await opened(world, "ana", "budi")
    query = asked(rooms_of_support(""))
    assert await phones.says(ADMIN.uid, "listen", name="desk", query=query) == Answer("allowed")

    room_id = (await done(world, ANA, "open_support_room"))["room_id"]

    assert await phones.says(ADMIN.uid, "next", name="desk") == Answer("allowed", (room_id,))
    for place in (f"rooms/{room_id}", f"rooms/{room_id}/participants/ana"):
        assert (await phones.says(ADMIN.uid, "get", path=place)).found
    for name in ("messages", "participants"):
        wish = asked(_screen(ADMIN, private)[name])
        assert await phones.says(ADMIN.uid, "list", query=wish) == ENDED
    assert await phones.says(EXPERT.uid, "list", query=query) == ENDED
