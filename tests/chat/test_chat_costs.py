"""Costs of the chat at Firestore, which grow neither with a room's members nor with a person's rooms."""

from dataclasses import dataclass
from typing import Any

import pytest

import functions.main
from shared.chat import store
from shared.chat.models import Upload
from shared.kernel.ids import RoomId, UserId
from tests.chat.builders import a_text_message, create_room, post_message
from tests.world import ANA, BUDI, EXPERT, Person, World

pytestmark = pytest.mark.emulator


@dataclass(frozen=True)
class Cost:
    """Round trips, documents read, and documents written."""

    trips: int
    reads: int
    writes: int


async def cost(world: World, who: Person, function: str, body: dict[str, Any] | None = None) -> Cost:
    """What one call costs that succeeds."""
    meter = world.documents.meter
    before = meter.round_trips, meter.reads, meter.writes
    answer = await world.call(getattr(functions.main, function), body, as_=who)
    assert answer.status == 200, answer.body
    return Cost(meter.round_trips - before[0], meter.reads - before[1], meter.writes - before[2])


async def crowded(world: World, members: int) -> RoomId:
    """A room with Ana, Dewi, and others up to so many."""
    return await create_room(world, "ana", "dewi", *(f"p{number}" for number in range(members - 2)))


@pytest.mark.parametrize("members", [2, 200])
async def test_a_message_costs_one_look_and_one_commit_of_three(world: World, members: int) -> None:
    """
    Room, inbox, message, settings and account are looked at together; message, room and the sender's inbox are written.
    The first message of a short time also writes the task that tells the members, who are told of all by that task.
    """
    room_id = await crowded(world, members)

    first = await cost(world, ANA, "send_message", a_text_message(room_id, "m-1"))
    answer = await cost(world, EXPERT, "send_message", a_text_message(room_id, "m-2", reply_to="m-1"))

    assert (first, answer) == (Cost(trips=2, reads=5, writes=4), Cost(trips=2, reads=6, writes=3))


async def test_an_attachment_costs_one_look_and_one_commit_of_four(world: World) -> None:
    """
    The leave to upload is looked at with the rest, and used up with the rest.
    """
    room_id = await crowded(world, 200)
    leave = Upload(
        id="u-1",
        by=UserId("ana"),
        key="k",
        content_type="image/png",
        bytes=9,
        opened_at=world.now,
        expire_at=world.later(hours=1),
    )
    await world.put_documents((store.upload_ref(room_id, "u-1"), leave))
    world.later(minutes=-30)
    body = {
        "room_id": room_id,
        "message_id": "m-1",
        "kind": "image",
        "attachment": {"upload_id": "u-1", "name": "a.png"},
    }

    await post_message(world, EXPERT, room_id, "m-0")

    sent = await cost(world, ANA, "send_message", body)

    assert sent == Cost(trips=2, reads=6, writes=4)


async def test_sending_again_costs_one_look(world: World) -> None:
    """
    A retry finds what was sent, and writes nothing.
    """
    room_id = await crowded(world, 200)
    await post_message(world, ANA, room_id, "m-1")

    again = await cost(world, ANA, "send_message", a_text_message(room_id, "m-1"))

    assert again == Cost(trips=1, reads=5, writes=0)


@pytest.mark.parametrize("members", [2, 200])
async def test_reading_costs_one_commit_of_two(world: World, members: int) -> None:
    """
    However much was unread: the reader's inbox, and what the others see of it; a second time, nothing.

    The room's notification and the state of its inbox are looked at in the same trip.
    """
    room_id = await crowded(world, members)
    for number in range(5):
        await post_message(world, ANA, room_id, f"m-{number}")

    delivered = await cost(world, EXPERT, "mark_room_delivered", {"room_id": room_id})
    read = await cost(world, EXPERT, "mark_room_read", {"room_id": room_id})
    again = await cost(world, EXPERT, "mark_room_read", {"room_id": room_id})

    assert delivered == Cost(trips=2, reads=4, writes=1)
    assert read == Cost(trips=2, reads=6, writes=2)
    assert again == Cost(trips=1, reads=6, writes=0)


async def test_a_page_of_rooms_costs_its_rooms_and_the_inbox(world: World) -> None:
    """
    Whoever has no more rooms than a page holds pays for these, for the inboxes of uid and alias, and for the aliases.
    Each other person's photo is one read, all of them one trip.
    """
    for number in range(18):
        room_id = await create_room(world, "budi", f"p{number}")
        await post_message(world, Person(f"p{number}"), room_id, f"m-{number}")

    page = await cost(world, BUDI, "list_rooms", {"limit": 20})

    assert page == Cost(trips=2, reads=18 + 4 + 18, writes=0)


async def test_only_who_has_more_rooms_pays_for_a_sum(world: World) -> None:
    """
    The unread messages of rooms that are not on the page are one sum, which the badge costs too.
    """
    for number in range(25):
        room_id = await create_room(world, "budi", f"p{number}")
        await post_message(world, Person(f"p{number}"), room_id, f"m-{number}")

    first = await cost(world, BUDI, "list_rooms", {"limit": 20})
    cursor = (await world.call(functions.main.list_rooms, {"limit": 20}, as_=BUDI)).body["next_cursor"]
    second = await cost(world, BUDI, "list_rooms", {"limit": 20, "cursor": cursor})
    badge = await cost(world, BUDI, "get_unread_total")

    # What is on its way at the same time is one trip, and how long the inboxes take is the machine's affair.
    # One room more than the page has is read, which shows that a further page follows.
    # The photos of the people on the page are one trip more, and one read each.
    assert (first.trips <= 3, first.reads, first.writes) == (True, 21 + 2 + 3 + 20, 0)
    assert second == Cost(trips=2, reads=5 + 2 + 3 + 5, writes=0)
    assert badge == Cost(trips=1, reads=2 + 3, writes=0)
