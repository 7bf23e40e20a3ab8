"""Typing and being online: leases that end by themselves."""

import asyncio
from datetime import timedelta
from typing import Any

import pytest

from functions.chat.mark_room_read import mark_room_read
from functions.chat.set_typing import set_typing
from functions.chat.update_presence import update_presence
from shared.chat import store
from shared.chat.models import Participant, Presence, RoomKind
from shared.chat.open_rooms import open_rooms_ref
from shared.contracts.support import SUPPORT_ID
from shared.kernel.ids import RoomId
from tests.builders import NOON
from tests.chat.builders import create_room, post_message
from tests.chat.message_steps import block_room
from tests.world import ADMIN, ANA, BUDI, EXPERT, Answer, Person, World

pytestmark = pytest.mark.emulator

BEFORE = {
    "id": "ana",
    "online_until": NOON + timedelta(seconds=60),
    "seen_at": NOON - timedelta(seconds=30),
    "expire_at": NOON + timedelta(days=90),
}
"""Presence as it was stored before connections were known."""


async def types(world: World, who: Person, room_id: str, *, typing: Any = True) -> Answer:
    """Say that one is typing, or not."""
    return await world.call(set_typing, {"room_id": room_id, "typing": typing}, as_=who)


async def place(world: World, who: Person, room_id: str) -> Participant | None:
    """What the others see of somebody in a room."""
    return await world.get(store.participant_ref(room_id, who.uid))


async def test_typing_is_seen_for_five_seconds(world: World) -> None:
    """Saying so again makes it longer, and saying that one has stopped ends it; receipts stay as they are."""
    room_id = await create_room(world, "ana", "dewi")
    await post_message(world, EXPERT, room_id, "m-1")
    await world.call(mark_room_read, {"room_id": room_id}, as_=ANA)

    first = await types(world, ANA, room_id)
    world.later(seconds=3)
    again = await types(world, ANA, room_id)
    seen = await place(world, ANA, room_id)
    stopped = await types(world, ANA, room_id, typing=False)

    assert seen is not None
    assert first.body == {"typing_until": "2026-11-26T05:00:05Z"}
    assert again.body == {"typing_until": "2026-11-26T05:00:08Z"}
    assert (seen.typing_until, seen.read_seq) == (NOON + timedelta(seconds=8), 1)
    assert (stopped.status, stopped.body) == (200, {"typing_until": None})
    assert await place(world, ANA, room_id) == seen.having(typing_until=None)


async def test_typing_is_one_look_and_one_write(world: World) -> None:
    """It happens with every few letters, so it is kept cheap; to stop when one has not begun writes nothing."""
    room_id = await create_room(world, "ana", "dewi")
    meter = world.documents.meter

    before = (meter.round_trips, meter.writes)
    await types(world, ANA, room_id)
    begun = (meter.round_trips, meter.writes)
    await types(world, EXPERT, room_id, typing=False)
    after = (meter.round_trips, meter.writes)

    assert (begun[0] - before[0], begun[1] - before[1]) == (2, 1)
    assert (after[0] - begun[0], after[1] - begun[1]) == (1, 0)


async def test_the_support_is_seen_typing_as_the_support(world: World) -> None:
    """An admin who is in the room only to answer has no name there."""
    room_id = await create_room(world, "ana", id=RoomId("support-ana"), kind=RoomKind.SUPPORT, admins=())

    answer = await types(world, ADMIN, room_id)

    seen = await world.get(store.participant_ref(room_id, SUPPORT_ID))
    assert answer.status == 200
    assert seen is not None
    assert seen.name == "Dukungan Temani"


async def test_who_cannot_write_does_not_type(world: World) -> None:
    """A stranger, anybody in a closed room, either of two who are blocked."""
    room_id = await create_room(world, "ana", "dewi")
    closed = await create_room(world, "ana", "budi", kind=RoomKind.MENTOR_STUDENT, closes_at=NOON)
    before = await place(world, ANA, room_id)

    answers = [await types(world, BUDI, room_id), await types(world, ANA, closed)]
    await block_room(world, room_id, by=ANA)
    answers += [await types(world, who, room_id) for who in (ANA, EXPERT)]

    assert [(answer.status, answer.code) for answer in answers] == [
        (404, "room_not_found"),
        (409, "room_closed"),
        (403, "blocked"),
        (403, "blocked"),
    ]
    assert await place(world, ANA, room_id) == before
    assert await place(world, BUDI, room_id) is None


@pytest.mark.parametrize("typing", ["yes", 1, None])
async def test_typing_is_yes_or_no(world: World, typing: Any) -> None:
    """The field is named."""
    room_id = await create_room(world, "ana", "dewi")

    answer = await types(world, ANA, room_id, typing=typing)

    assert (answer.status, answer.invalid_fields) == (422, ["typing"])


async def test_online_is_a_lease_of_ninety_seconds(world: World) -> None:
    """Beats make it longer, going offline ends it; when one was last seen stays."""
    first = await world.call(update_presence, {"online": True}, as_=ANA)
    later = world.later(seconds=60)
    await world.call(update_presence, {"online": True}, as_=ANA)
    online = await world.get(store.presence_ref("ana"))
    await world.call(update_presence, {"online": False}, as_=ANA)
    offline = await world.get(store.presence_ref("ana"))

    assert first.body == {"online_until": "2026-11-26T05:01:30Z", "seen_at": "2026-11-26T05:00:00Z"}
    assert online is not None
    assert offline is not None
    assert (online.online_until, online.seen_at) == (later + timedelta(seconds=90), later)
    assert (offline.online_until, offline.seen_at) == (later, later)


async def test_a_beat_is_one_look_and_one_write(world: World) -> None:
    """Everybody's app beats all the time; one look tells of other tabs, open rooms and restrictions of the account."""
    meter = world.documents.meter
    before = (meter.round_trips, meter.reads, meter.writes)

    await world.call(update_presence, {"online": True}, as_=ANA)

    assert (meter.round_trips, meter.reads, meter.writes) == (before[0] + 2, before[1] + 3, before[2] + 1)


async def tells(world: World, tab: str, *, online: bool) -> Answer:
    """Say that Ana is there, or leaves, from one of her tabs."""
    return await world.call(update_presence, {"online": online, "connection_id": tab}, as_=ANA)


async def test_who_closes_one_of_two_tabs_is_online(world: World) -> None:
    """Until the other tab closes too, or has not renewed for ninety seconds."""
    await tells(world, "tab-1", online=True)
    later = world.later(seconds=30)
    await tells(world, "tab-2", online=True)

    first_closed = await tells(world, "tab-1", online=False)
    closed_again = await tells(world, "tab-1", online=False)
    both_closed = await tells(world, "tab-2", online=False)

    assert [answer.body["online_until"] for answer in (first_closed, closed_again, both_closed)] == [
        "2026-11-26T05:02:00Z",
        "2026-11-26T05:02:00Z",
        "2026-11-26T05:00:30Z",
    ]
    presence = await world.get(store.presence_ref("ana"))
    assert presence is not None
    assert (presence.online_until, presence.leases) == (later, {})


async def test_a_tab_that_was_cut_off_counts_for_ninety_seconds(world: World) -> None:
    """A crashed tab keeps nobody online for longer, and leaves nothing in the document."""
    await tells(world, "crashed", online=True)
    world.later(seconds=60)
    await tells(world, "tab-2", online=True)
    early = await tells(world, "tab-2", online=False)
    world.later(seconds=30)

    late = await tells(world, "tab-2", online=False)

    presence = await world.get(store.presence_ref("ana"))
    assert early.body["online_until"] == "2026-11-26T05:01:30Z"
    assert late.body["online_until"] == "2026-11-26T05:01:30Z"
    assert presence is not None
    assert presence.leases == {}


async def test_two_tabs_that_beat_at_once_both_count(world: World) -> None:
    """Neither overwrites the other."""
    await asyncio.gather(*(tells(world, f"tab-{number}", online=True) for number in range(6)))

    presence = await world.get(store.presence_ref("ana"))
    assert presence is not None
    assert sorted(presence.leases) == [f"tab-{number}" for number in range(6)]


async def test_connections_have_a_limit(world: World) -> None:
    """The document stays small however many tabs open; the newest count."""
    for number in range(25):
        world.later(milliseconds=1)
        await tells(world, f"tab-{number}", online=True)

    presence = await world.get(store.presence_ref("ana"))
    assert presence is not None
    assert sorted(presence.leases) == sorted(f"tab-{number}" for number in range(5, 25))


async def test_an_app_that_names_no_connection_leaves_as_before(world: World) -> None:
    """Documents and apps of before know no connections."""
    await world.put_documents((store.presence_ref("ana"), Presence.model_validate(BEFORE)))

    answer = await world.call(update_presence, {"online": False}, as_=ANA)

    assert answer.body["online_until"] == "2026-11-26T05:00:00Z"


@pytest.mark.parametrize("connection_id", ["", "a/b", "a" * 129, None, 1])
async def test_a_connection_is_named_by_an_id(world: World, connection_id: Any) -> None:
    """The field is named."""
    answer = await world.call(update_presence, {"online": True, "connection_id": connection_id}, as_=ANA)

    assert (answer.status, answer.invalid_fields) == (422, ["connection_id"])


async def shows(world: World, room_id: str | None, *, tab: str = "tab-1", online: bool = True) -> Answer:
    """Say that one of Ana's screens shows a room, or none."""
    return await world.call(update_presence, {"online": online, "connection_id": tab, "room_id": room_id}, as_=ANA)


async def has_open(world: World, room_id: str) -> bool:
    """Return whether a screen of Ana's shows the room now."""
    found = await world.get(open_rooms_ref("ana"))
    return found is not None and found.is_open(RoomId(room_id), world.now)


async def test_an_open_room_is_a_lease_of_ninety_seconds(world: World) -> None:
    """Another room takes its place on the same screen; leaving the room, or the app, ends the lease at once."""
    await shows(world, "one")
    first = await has_open(world, "one")
    await shows(world, "two")
    moved = await has_open(world, "one"), await has_open(world, "two")
    await shows(world, None)
    left = await has_open(world, "two")
    await shows(world, "two")
    await shows(world, "two", online=False)
    gone = await has_open(world, "two")
    await shows(world, "two")
    world.later(seconds=90)

    assert (first, moved, left, gone, await has_open(world, "two")) == (True, (False, True), False, False, False)


async def test_each_screen_has_a_room_of_its_own(world: World) -> None:
    """Who leaves a room on the phone may have it open on the computer."""
    await shows(world, "one", tab="phone")
    await shows(world, "one", tab="computer")
    await shows(world, None, tab="phone")

    assert await has_open(world, "one")


async def test_nobody_sees_which_room_is_open(world: World) -> None:
    """Presence, which people of common rooms read, says nothing of it: it would tell who calls."""
    await shows(world, "call-s-1")

    seen = await world.get(store.presence_ref("ana"))
    assert seen is not None
    assert "call-s-1" not in seen.model_dump_json()


async def test_an_open_room_costs_one_write_more(world: World) -> None:
    """A screen without a room writes presence alone, as before."""
    meter = world.documents.meter
    before = (meter.round_trips, meter.writes)

    await shows(world, "one")

    assert (meter.round_trips, meter.writes) == (before[0] + 2, before[1] + 2)


@pytest.mark.parametrize("room_id", ["", "a/b", 1])
async def test_an_open_room_is_named_by_its_id(world: World, room_id: Any) -> None:
    """The field is named."""
    answer = await world.call(update_presence, {"online": True, "room_id": room_id}, as_=ANA)

    assert (answer.status, answer.invalid_fields) == (422, ["room_id"])
