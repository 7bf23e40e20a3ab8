"""The rooms of bookings: opened, moved and closed by what becomes of the meeting."""

import asyncio
from datetime import timedelta
from typing import Any

import pytest

from functions.chat.close_room_when_booking_cancelled import close_room_when_booking_cancelled
from functions.chat.move_room_when_booking_moved import move_room_when_booking_moved
from functions.chat.open_room_when_booking_confirmed import open_room_when_booking_confirmed
from shared.bookings import store as bookings
from shared.bookings.models import Booking
from shared.chat import rooms_and_receipts, sending, store
from shared.chat.models import NoticeKind, RoomKind
from shared.chat.schemas import SendMessage
from shared.chat.settings import ChatSettings
from shared.contracts.bookings import BookingStatus
from shared.gateways.firestore.client import PreconditionFailed
from shared.kernel.actors import Actor
from shared.kernel.ids import BookingId, RoomId, UserId
from shared.runtime import dead_letters
from shared.workflows import booked_sessions
from tests.bookings.builders import BOOKING_ID, a_confirmed_booking
from tests.bookings.steps import create_confirmed_booking, set_up_booking_domain
from tests.chat.builders import a_text_message, create_room, post_message
from tests.chat.steps import (
    call_as,
    call_successfully,
    check_unread_counts,
    list_room_notices,
    load_inbox,
    load_room,
    register_experts,
    register_users,
)
from tests.world import ANA, BUDI, EXPERT, Answer, World

pytestmark = pytest.mark.emulator

PEOPLE = {"expert": "dewi", "customer": "ana"}


async def booked(world: World, **given: Any) -> Booking:
    """A confirmed booking of Ana's with Dewi, of which nobody has heard yet."""
    booking = a_confirmed_booking(**given)
    await world.put_documents((bookings.booking_ref(booking.id), booking))
    return booking


async def told(world: World, function: Any, booking: Booking, *, id: str) -> Answer:
    """The news of a booking as they come with the event number *id*."""
    times = {"starts_at": booking.starts_at.isoformat(), "ends_at": booking.ends_at.isoformat()}
    payload: dict[Any, Any] = {
        open_room_when_booking_confirmed: PEOPLE | times,
        move_room_when_booking_moved: times,
        close_room_when_booking_cancelled: {"refund": 0, "cancelled_at": world.now.isoformat()},
    }
    event = {
        open_room_when_booking_confirmed: "BookingConfirmed",
        move_room_when_booking_moved: "BookingMoved",
        close_room_when_booking_cancelled: "BookingCancelled",
    }[function]
    return await world.call.push_event(function, event, {"booking_id": booking.id} | payload[function], id=id)


async def open_(world: World, booking: Booking, id: str = "e-1") -> None:
    """It is told that the booking is confirmed."""
    assert (await told(world, open_room_when_booking_confirmed, booking, id=id)).status == 200


async def move(world: World, booking: Booking, id: str = "e-2", **shift: float) -> Booking:
    """The booking has another time, and that is told."""
    booking = booking.having(starts_at=booking.starts_at + timedelta(**shift))
    await world.put_documents((bookings.booking_ref(booking.id), booking))
    assert (await told(world, move_room_when_booking_moved, booking, id=id)).status == 200
    return booking


async def cancel(world: World, booking: Booking, id: str = "e-3") -> Booking:
    """The booking is called off, and that is told."""
    booking = booking.having(status=BookingStatus.CANCELLED)
    await world.put_documents((bookings.booking_ref(booking.id), booking))
    assert (await told(world, close_room_when_booking_cancelled, booking, id=id)).status == 200
    return booking


async def kinds(world: World) -> list[NoticeKind]:
    """What the room was told."""
    return [notice.kind for notice in await list_room_notices(world, BOOKING_ID)]


async def test_whoever_will_meet_may_talk(world: World) -> None:
    """
    From the payment on, until a day after the meeting: the whole way from the booking to the first message.
    """
    await set_up_booking_domain(world)
    booking_id = await create_confirmed_booking(world)
    booking = await bookings.get_booking(world.reader, booking_id)

    kept = await load_room(world, booking_id)

    assert (kept.kind, kept.booking_id, kept.members) == (RoomKind.MENTOR_STUDENT, booking_id, ("ana", "dewi"))
    assert kept.names == {"ana": "Ana Wijaya", "dewi": "Dewi Lestari"}
    assert kept.closes_at == booking.ends_at + timedelta(hours=24)
    shown = (await call_successfully(world, EXPERT, "list_rooms"))["items"][0]
    assert (shown["name"], shown["with_user"], shown["writable"]) == ("Ana Wijaya", "ana", True)
    assert (await post_message(world, ANA, booking_id, "m-1")).body["sender_name"] == "Ana Wijaya"
    assert (await check_unread_counts(world, ANA), await check_unread_counts(world, EXPERT)) == (
        {booking_id: 0},
        {booking_id: 1},
    )


async def test_the_same_news_twice_and_at_once(world: World) -> None:
    """
    Two events that tell the same, each delivered twice, at the same moment: one room, told of its opening once.
    """
    booking = await booked(world)

    await asyncio.gather(*(open_(world, booking, id) for id in ("e-1", "e-1", "e-2", "e-2")))

    assert await kinds(world) == [NoticeKind.OPENED]
    assert (await check_unread_counts(world, ANA), await check_unread_counts(world, EXPERT)) == (
        {BOOKING_ID: 0},
        {BOOKING_ID: 0},
    )


async def test_it_closes_some_hours_after_the_meeting(world: World) -> None:
    """
    As many as the setting says, to the second; by itself.
    """
    await world.put_documents((store.SETTINGS, ChatSettings(open_hours_after_meeting=2)))
    booking = await booked(world)
    await open_(world, booking)

    world.set_clock(booking.ends_at + timedelta(hours=2, seconds=-1))
    await post_message(world, ANA, BOOKING_ID, "m-1")
    world.later(seconds=1)
    answer = await call_as(world, ANA, "send_message", **a_text_message(BOOKING_ID, "m-2"))

    assert (answer.status, answer.code) == (409, "room_closed")
    assert await kinds(world) == [NoticeKind.OPENED]


async def test_the_room_moves_along(world: World) -> None:
    """
    Another time, and the room is open until a day after that; the booking's own letters tell of it.
    """
    booking = await booked(world)
    await open_(world, booking)

    moved = await move(world, booking, days=3)

    assert (await load_room(world, BOOKING_ID)).closes_at == moved.ends_at + timedelta(hours=24)
    assert await kinds(world) == [NoticeKind.OPENED]


async def test_what_is_called_off_is_closed(world: World) -> None:
    """
    At once: it can be read, but not written in, and both are told; hearing it again changes nothing.
    """
    booking = await booked(world)
    await open_(world, booking)
    await post_message(world, ANA, BOOKING_ID, "m-1")

    await cancel(world, booking)
    world.later(hours=1)
    await cancel(world, booking, "e-4")

    assert (await load_room(world, BOOKING_ID)).closes_at == world.now - timedelta(hours=1)
    assert (await call_as(world, EXPERT, "send_message", **a_text_message(BOOKING_ID, "m-2"))).code == "room_closed"
    assert await kinds(world) == [NoticeKind.OPENED, NoticeKind.CLOSED]
    assert (await check_unread_counts(world, ANA), await check_unread_counts(world, EXPERT)) == (
        {BOOKING_ID: 1},
        {BOOKING_ID: 2},
    )


async def test_news_in_the_wrong_order(world: World) -> None:
    """
    It counts how the booking stands, not which news came last: a cancelled one gets no room, a moved one the new time.
    """
    booking = await booked(world)
    await move(world, booking, days=1)
    await open_(world, booking)
    moved = (await load_room(world, BOOKING_ID)).closes_at

    await cancel(world, booking)
    await open_(world, booking, "e-4")
    await move(world, booking.having(status=BookingStatus.CANCELLED), "e-5")

    assert moved == booking.ends_at + timedelta(days=1, hours=24)
    assert (await load_room(world, BOOKING_ID)).closes_at == world.now
    assert await kinds(world) == [NoticeKind.OPENED, NoticeKind.CLOSED]


@pytest.mark.parametrize("status", [BookingStatus.CANCELLED, BookingStatus.EXPIRED, BookingStatus.AWAITING_PAYMENT])
async def test_without_a_meeting_there_is_no_room(world: World, status: BookingStatus) -> None:
    """
    The news of the confirmation came too late.
    """
    booking = await booked(world, status=status)

    await open_(world, booking)
    await cancel(world, booking)

    assert await world.get(store.room_ref(BOOKING_ID)) is None
    assert await world.get(store.inbox_ref("ana")) is None


@pytest.mark.parametrize(("hours", "there"), [(23, True), (24, False)])
async def test_late_news_of_a_meeting_that_was_held(world: World, hours: int, there: bool) -> None:
    """
    While the room would still be open it is opened; later there is no use in it.
    """
    booking = await booked(world, status=BookingStatus.COMPLETED)
    world.set_clock(booking.ends_at + timedelta(hours=hours))

    await open_(world, booking)

    assert (await world.get(store.room_ref(BOOKING_ID)) is not None) == there


async def test_a_room_that_has_closed_opens_again(world: World) -> None:
    """
    Both agree on another time after all: they may talk again, are told so, and count from where they were.
    """
    await world.put_documents((store.SETTINGS, ChatSettings(open_hours_after_meeting=1)))
    booking = await booked(world)
    await open_(world, booking)
    await post_message(world, ANA, BOOKING_ID, "m-1")
    world.set_clock(booking.ends_at + timedelta(hours=2))
    await call_successfully(world, EXPERT, "mark_room_read", room_id=BOOKING_ID)
    settled = (await load_inbox(world, EXPERT)).settled

    await move(world, booking, days=2)

    assert settled == 2
    assert (await load_inbox(world, EXPERT)).settled == 0
    assert await kinds(world) == [NoticeKind.OPENED, NoticeKind.REOPENED]
    assert (await check_unread_counts(world, ANA), await check_unread_counts(world, EXPERT)) == (
        {BOOKING_ID: 1},
        {BOOKING_ID: 1},
    )
    await post_message(world, ANA, BOOKING_ID, "m-2")
    assert (await check_unread_counts(world, ANA), await check_unread_counts(world, EXPERT)) == (
        {BOOKING_ID: 1},
        {BOOKING_ID: 2},
    )


async def over(world: World) -> Booking:
    """A booking whose room has closed, with one message of Ana's in it that nobody has read."""
    await world.put_documents((store.SETTINGS, ChatSettings(open_hours_after_meeting=1)))
    booking = await booked(world)
    await open_(world, booking)
    await post_message(world, ANA, BOOKING_ID, "m-1")
    world.set_clock(booking.ends_at + timedelta(hours=2))
    return booking


async def test_an_inbox_does_not_let_go_of_a_room_that_opens_again(world: World) -> None:
    """
    Dewi reads to the end of the closed room, and before that is kept the room opens: it is not kept.
    """
    booking = await over(world)
    unit = world.new_unit_of_work()
    await rooms_and_receipts.mark_read(unit, RoomId(BOOKING_ID), 2, actor=Actor("expert", "dewi"), now=world.now)

    await move(world, booking, days=2)

    with pytest.raises(PreconditionFailed):
        await world.documents.commit(unit.build_writes())
    assert await check_unread_counts(world, EXPERT) == {BOOKING_ID: 2}


async def test_a_room_does_not_open_again_over_an_inbox_that_lets_go_of_it(world: World) -> None:
    """
    The other way round: the opening has seen an inbox that has let go of the room since, and is done again.
    """
    booking = await over(world)
    booking = booking.having(starts_at=booking.starts_at + timedelta(days=2))
    await world.put_documents((bookings.booking_ref(BOOKING_ID), booking))
    unit = world.new_unit_of_work()
    await booked_sessions.sync_session_and_room(unit, BookingId(BOOKING_ID), now=world.now)

    await call_successfully(world, EXPERT, "mark_room_read", room_id=BOOKING_ID)

    with pytest.raises(PreconditionFailed):
        await world.documents.commit(unit.build_writes())
    await move(world, booking)
    assert await check_unread_counts(world, EXPERT) == {BOOKING_ID: 1}


async def test_opening_again_while_it_is_read(world: World) -> None:
    """
    All of it at once: the counts are right all the same.
    """
    booking = await over(world)

    await asyncio.gather(
        *(call_as(world, who, "mark_room_read", room_id=BOOKING_ID, seq=2) for who in (EXPERT, ANA, EXPERT)),
        move(world, booking, days=2),
        *(call_as(world, who, "mark_room_read", room_id=BOOKING_ID, seq=2) for who in (ANA, EXPERT)),
    )

    assert (await check_unread_counts(world, ANA), await check_unread_counts(world, EXPERT)) == (
        {BOOKING_ID: 1},
        {BOOKING_ID: 1},
    )
    await post_message(world, ANA, BOOKING_ID, "m-2")
    assert await check_unread_counts(world, EXPERT) == {BOOKING_ID: 2}


async def test_what_was_on_its_way_when_the_room_closed_is_counted(world: World) -> None:
    """
    A message begun in time arrives after somebody has read the closed room to its end.
    """
    booking = await booked(world)
    await open_(world, booking)
    closes_at = booking.ends_at + timedelta(hours=24)
    unit = world.new_unit_of_work()
    wish = SendMessage.model_validate(a_text_message(BOOKING_ID, "m-1"))
    await sending.send_message(unit, wish, actor=Actor("customer", "ana"), now=closes_at - timedelta(seconds=1))
    world.set_clock(closes_at + timedelta(seconds=30))
    await call_successfully(world, EXPERT, "mark_room_read", room_id=BOOKING_ID)

    await world.documents.commit(unit.build_writes())

    assert (await check_unread_counts(world, ANA), await check_unread_counts(world, EXPERT)) == (
        {BOOKING_ID: 0},
        {BOOKING_ID: 1},
    )
    world.later(hours=1)
    await call_successfully(world, EXPERT, "mark_room_read", room_id=BOOKING_ID)
    kept = await load_inbox(world, EXPERT)
    assert (dict(kept.rooms), kept.settled, await check_unread_counts(world, EXPERT)) == ({}, 2, {BOOKING_ID: 0})


async def test_between_blocked_people_it_stays_out_of_sight(world: World) -> None:
    """
    It is there, but neither sees it; once they have to do with each other again, both do.
    """
    await register_experts(world, "ana", "dewi")
    await call_successfully(world, EXPERT, "block_user", user_id="ana")
    booking = await booked(world)

    await open_(world, booking)

    kept = await load_room(world, BOOKING_ID)
    assert (kept.members, kept.blocked_by) == ((), ("dewi",))
    assert (await check_unread_counts(world, ANA), await check_unread_counts(world, EXPERT)) == ({}, {})
    assert (await call_as(world, ANA, "send_message", **a_text_message(BOOKING_ID, "m-1"))).code == "blocked"
    await call_successfully(world, EXPERT, "unblock_user", user_id="ana")
    assert (await check_unread_counts(world, ANA), await check_unread_counts(world, EXPERT)) == (
        {BOOKING_ID: 0},
        {BOOKING_ID: 0},
    )
    await post_message(world, ANA, BOOKING_ID, "m-1")


async def test_what_happens_to_it_meanwhile_is_there_when_it_comes_back(world: World) -> None:
    """
    It closed and opened again out of sight: both notices are unread then.
    """
    await world.put_documents((store.SETTINGS, ChatSettings(open_hours_after_meeting=0)))
    await register_users(world, "ana", "dewi")
    booking = await booked(world)
    await open_(world, booking)
    await call_successfully(world, ANA, "block_user", user_id="dewi")
    world.set_clock(booking.ends_at)
    booking = await move(world, booking, days=1)
    await cancel(world, booking)

    await call_successfully(world, ANA, "unblock_user", user_id="dewi")

    assert await kinds(world) == [NoticeKind.OPENED, NoticeKind.REOPENED, NoticeKind.CLOSED]
    assert (await check_unread_counts(world, ANA), await check_unread_counts(world, EXPERT)) == (
        {BOOKING_ID: 2},
        {BOOKING_ID: 2},
    )


@pytest.mark.parametrize("round_", range(3))
async def test_blocking_while_it_is_opened(world: World, round_: int) -> None:
    """
    Whichever comes first, neither sees it in the end.
    """
    await register_users(world, "ana", "dewi")
    booking = await booked(world)

    await asyncio.gather(
        open_(world, booking), call_as(world, ANA, "block_user", user_id="dewi"), open_(world, booking, "e-2")
    )

    assert (await load_room(world, BOOKING_ID)).blocked_by == ("ana",)
    assert (await check_unread_counts(world, ANA), await check_unread_counts(world, EXPERT)) == ({}, {})


async def test_what_is_cancelled_while_the_room_is_opened(world: World) -> None:
    """
    The action has seen a confirmed booking, which is cancelled before it commits: the room is not opened.
    """
    booking = await booked(world)
    unit = world.new_unit_of_work()
    await booked_sessions.sync_session_and_room(unit, BookingId(BOOKING_ID), now=world.now)

    await cancel(world, booking)

    with pytest.raises(PreconditionFailed):
        await world.documents.commit(unit.build_writes())
    await open_(world, booking)
    assert await world.get(store.room_ref(BOOKING_ID)) is None


async def test_only_the_two_see_it(world: World) -> None:
    """
    Besides their other rooms; for others it is not there.
    """
    direct = await create_room(world, "ana", "dewi")
    booking = await booked(world)
    await open_(world, booking)

    assert (await check_unread_counts(world, ANA)).keys() == {direct, BOOKING_ID}
    assert (await call_as(world, BUDI, "list_messages", room_id=BOOKING_ID)).code == "room_not_found"
    assert UserId("budi") not in (await load_room(world, BOOKING_ID)).names


async def test_news_of_a_booking_that_is_not_there(world: World) -> None:
    """
    It is put aside for somebody to look at; no room is made of it.
    """
    answer = await told(world, open_room_when_booking_confirmed, a_confirmed_booking(), id="e-1")

    assert answer.status == 200
    assert await world.get(store.room_ref(BOOKING_ID)) is None
    assert [letter.code for letter in await world.reader.query(dead_letters.dead_letters_query())] == ["room_not_found"]
