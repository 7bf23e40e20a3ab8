"""Rooms of meetings that are long over leave the inbox, so that it does not grow with every meeting."""

from datetime import timedelta

import pytest

from functions.chat.archive_closed_room import archive_closed_room
from functions.chat.get_unread_total import get_unread_total
from functions.chat.start_direct_room import start_direct_room
from shared.chat import inboxes, store
from shared.chat.inbox_models import Inbox, InboxEntry
from shared.chat.models import RoomKind
from shared.identity import store as identity
from shared.kernel.ids import RoomId, UserId
from tests.bookings.steps import a_user
from tests.builders import NOON
from tests.chat.builders import create_room, post_message
from tests.world import ANA, EXPERT, World

pytestmark = pytest.mark.emulator

CLOSES = NOON + timedelta(hours=1)


async def _over(world: World) -> RoomId:
    """A meeting's room with a message that the expert never read."""
    room_id = await create_room(world, "ana", "dewi", id=RoomId("m"), kind=RoomKind.MENTOR_STUDENT, closes_at=CLOSES)
    await post_message(world, ANA, room_id, "m-1")
    return room_id


async def _inbox(world: World, uid: str) -> Inbox:
    return await store.get_inbox(world.reader, UserId(uid))


async def test_a_week_after_closing_it_is_let_go(world: World) -> None:
    """Read or not: what nobody has read for a week is no news, and the total says so too."""
    room_id = await _over(world)
    world.set_clock(CLOSES + timedelta(days=7))

    answers = [await world.call.deliver_task(archive_closed_room, {"room_id": room_id}) for _ in range(2)]

    assert [answer.status for answer in answers] == [200, 200]
    for uid in ("ana", "dewi"):
        inbox = await _inbox(world, uid)
        assert (inbox.rooms, inbox.settled) == ({}, 1)
    assert (await world.call(get_unread_total, as_=EXPERT)).body == {"unread_total": 0}


async def test_one_that_has_more_time_stays(world: World) -> None:
    """A job that was set for an earlier end does nothing."""
    room_id = await _over(world)
    world.set_clock(CLOSES + timedelta(days=6))

    await world.call.deliver_task(archive_closed_room, {"room_id": room_id})

    assert room_id in (await _inbox(world, "dewi")).rooms
    assert (await world.call(get_unread_total, as_=EXPERT)).body == {"unread_total": 1}


async def test_a_mute_that_is_over_keeps_nothing(world: World) -> None:
    """It would keep a closed room in the inbox for ever."""
    kept = InboxEntry(name="Ana", read_seq=3, muted_until=NOON)
    room = (await world.get(store.room_ref(await _over(world)))) or pytest.fail("no room")

    inbox = inboxes.with_entry(
        Inbox(id=UserId("ana"), rooms={room.id: kept}), room.having(seq=3), kept, now=CLOSES + timedelta(hours=1)
    )

    assert (inbox.rooms, inbox.settled) == ({}, 3)


async def test_an_inbox_is_one_document_and_takes_no_more_than_it_can(world: World) -> None:
    """Whoever wants the two thousand and first room with somebody is told so."""
    rooms = {f"room-{number}": InboxEntry(name="Dewi") for number in range(inboxes.MAX_ROOMS)}
    await world.put_documents((store.inbox_ref("dewi"), Inbox(id=UserId("dewi"), rooms=rooms)))
    await world.put_documents(*((identity.user_ref(uid), a_user(uid, role="expert")) for uid in ("ana", "dewi")))

    answer = await world.call(start_direct_room, {"user_id": "dewi"}, as_=ANA)

    assert (answer.status, answer.code, answer.body["user_id"]) == (409, "too_many_rooms", "dewi")
    assert len((await _inbox(world, "dewi")).rooms) == inboxes.MAX_ROOMS
