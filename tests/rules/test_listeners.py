"""Listeners of apps: when they see the effect of a function, and when they lose access."""

from collections.abc import AsyncIterator
from typing import Any

import pytest

from shared.chat import store
from tests.chat.builders import create_room, post_message
from tests.chat.steps import call_successfully, create_group, register_users
from tests.rules.access_table import newest_messages, query_my_rooms, query_support_rooms, whole_collection
from tests.rules.firestore_clients import FirestoreClients, OperationResult, open_clients, query_as_json
from tests.rules.seeds import a_seed_message
from tests.world import ADMIN, ANA, BUDI, EXPERT, Person, World

pytestmark = pytest.mark.emulator

GUEST = Person("guest", anonymous=True)
PEOPLE = {who.uid: who for who in (ANA, BUDI, EXPERT, ADMIN, GUEST)}
ENDED = OperationResult("denied")


@pytest.fixture
async def phones(world: World, firestore_emulator: str) -> AsyncIterator[FirestoreClients]:
    """The apps of the people of this test."""
    async with open_clients(PEOPLE, world.documents.address.project, firestore_emulator) as apps:
        yield apps


async def listens(phones: FirestoreClients, who: Person, room_id: str) -> None:
    """Somebody has their rooms on the screen, and one of them open."""
    for name, query in _screen(who, room_id).items():
        answer = await phones.run_operation(who.uid, "listen", name=f"{who.uid} {name}", query=query_as_json(query))
        assert answer.outcome == "allowed"
        assert answer.found


def _screen(who: Person, room_id: str) -> dict[str, Any]:
    return {
        "rooms": query_my_rooms(who.uid),
        "messages": newest_messages(room_id)(who.uid),
        "participants": whole_collection(f"rooms/{room_id}/participants")(who.uid),
    }


async def hears(phones: FirestoreClients, who: Person, name: str) -> OperationResult:
    """What changes next on somebody's screen."""
    return await phones.run_operation(who.uid, "next", name=f"{who.uid} {name}")


async def test_who_is_in_hears_what_is_said(world: World, phones: FirestoreClients) -> None:
    """An expert and an anonymous customer like any others."""
    room_id = await create_room(world, "ana", "dewi", "guest")
    await post_message(world, ANA, room_id, "m-1")
    for who in (EXPERT, GUEST):
        await listens(phones, who, room_id)

    await post_message(world, ANA, room_id, "m-2")

    for who in (EXPERT, GUEST):
        assert await hears(phones, who, "messages") == OperationResult("allowed", ("m-2", "m-1"))


async def test_who_is_removed_hears_no_more(world: World, phones: FirestoreClients) -> None:
    """What they listened to in the room ends, it leaves their list, and looking again is refused; others listen on."""
    room_id = await create_group(world, ANA, "budi", "dewi")
    for who in (BUDI, EXPERT):
        await listens(phones, who, room_id)

    await call_successfully(world, ANA, "remove_room_member", room_id=room_id, user_id="budi")

    assert await hears(phones, BUDI, "messages") == ENDED
    assert await hears(phones, BUDI, "participants") == ENDED
    assert await phones.run_operation("budi", "get", path=f"rooms/{room_id}") == ENDED
    assert await phones.run_operation("budi", "list", query=query_as_json(newest_messages(room_id)("budi"))) == ENDED
    # Where the emulator has refused something of a moment, it tells the rest of it with whatever it is asked next.
    assert await phones.run_operation("budi", "get", path="inboxes/budi") == OperationResult("allowed", ("budi",))
    assert await phones.run_operation("budi", "get", path="presence/ana") == ENDED
    assert await hears(phones, BUDI, "rooms") == OperationResult("allowed")
    assert len((await hears(phones, EXPERT, "messages")).found) == 2
    assert set((await hears(phones, EXPERT, "participants")).found) == {"ana", "dewi"}


async def test_a_blocked_pair_sees_nothing_of_each_other(world: World, phones: FirestoreClients) -> None:
    """Neither their room nor who is online, whoever of the two has blocked the other, until neither has."""
    room_id = await create_room(world, "ana", "budi")
    await post_message(world, ANA, room_id, "m-1")
    pair = ((ANA, BUDI), (BUDI, ANA))
    for who, other in pair:
        await listens(phones, who, room_id)
        seen = await phones.run_operation(who.uid, "listen", name=f"{who.uid} presence", path=f"presence/{other.uid}")
        assert seen == OperationResult("allowed")

    await call_successfully(world, ANA, "block_user", user_id="budi")
    hidden = [await hears(phones, who, "rooms") for who, _ in pair]
    for who, _ in pair:
        await call_successfully(world, who, "update_presence", online=True)
    await world.put_documents((store.message_ref(room_id, "first"), a_seed_message(2)))
    ended = [await hears(phones, who, name) for who, _ in pair for name in ("presence", "messages")]
    asked_again = [await phones.run_operation(who.uid, "get", path=f"presence/{other.uid}") for who, other in pair]
    await call_successfully(world, ANA, "unblock_user", user_id="budi")

    assert hidden == [OperationResult("allowed")] * 2
    assert ended == [ENDED] * 4
    assert asked_again == [ENDED] * 2
    for who, other in pair:
        assert await hears(phones, who, "rooms") == OperationResult("allowed", (room_id,))
        assert await phones.run_operation(who.uid, "get", path=f"presence/{other.uid}") == OperationResult(
            "allowed", (other.uid,)
        )
        await listens(phones, who, room_id)


async def test_admins_hear_what_is_said_to_the_support(world: World, phones: FirestoreClients) -> None:
    """But not what people say among themselves."""
    await register_users(world, "ana")
    private = await create_room(world, "ana", "budi")
    query = query_as_json(query_support_rooms(""))
    assert await phones.run_operation(ADMIN.uid, "listen", name="desk", query=query) == OperationResult("allowed")

    room_id = (await call_successfully(world, ANA, "open_support_room"))["room_id"]

    assert await phones.run_operation(ADMIN.uid, "next", name="desk") == OperationResult("allowed", (room_id,))
    for place in (f"rooms/{room_id}", f"rooms/{room_id}/participants/ana"):
        assert (await phones.run_operation(ADMIN.uid, "get", path=place)).found
    for name in ("messages", "participants"):
        wish = query_as_json(_screen(ADMIN, private)[name])
        assert await phones.run_operation(ADMIN.uid, "list", query=wish) == ENDED
    assert await phones.run_operation(EXPERT.uid, "list", query=query) == ENDED
