"""Rooms of two, rooms with the support, and how somebody arranges their own."""

import asyncio
from datetime import timedelta

import pytest

from functions.chat.list_support_rooms import list_support_rooms
from functions.chat.mute_room import mute_room
from functions.chat.open_support_room import open_support_room
from functions.chat.pin_room import pin_room
from functions.chat.start_direct_room import start_direct_room
from shared.chat import store
from shared.chat.block_models import Block
from shared.chat.models import NoticeKind, Participant, Room, RoomKind
from shared.contracts.support import SUPPORT_ID
from shared.identity import store as identity
from shared.kernel.ids import RoomId, UserId
from shared.kernel.ports import Query
from tests.bookings.steps import a_user
from tests.builders import NOON
from tests.chat.builders import create_room, list_room_messages, post_message
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
from tests.world import ADMIN, ANA, BUDI, EXPERT, Person, World

pytestmark = pytest.mark.emulator


async def test_a_room_of_two_is_called_by_the_other(world: World) -> None:
    """
    Each sees the other's name, nothing is unread, and both may write at once.
    """
    await register_users(world, "ana")
    await world.put_documents((identity.user_ref("dewi"), a_user("dewi", role="expert", full_name="Dewi Lestari")))

    hers = await world.call(start_direct_room, {"user_id": "dewi"}, as_=ANA)
    theirs = await world.call(start_direct_room, {"user_id": "ana"}, as_=EXPERT)

    assert (hers.status, hers.body["name"], hers.body["with_user"]) == (200, "Dewi Lestari", "dewi")
    assert (theirs.status, theirs.body["name"], theirs.body["with_user"]) == (200, "Ana", "ana")
    assert hers.body["room_id"] == theirs.body["room_id"]
    assert (hers.body["kind"], hers.body["unread"], hers.body["writable"]) == ("direct", 0, True)
    room_id = hers.body["room_id"]
    await post_message(world, ANA, room_id, "m-1")
    assert await check_unread_counts(world, EXPERT) == {room_id: 1}
    assert await check_unread_counts(world, ANA) == {room_id: 0}
    place = await world.get(store.participant_ref(room_id, "dewi"))
    assert place == Participant(id=UserId("dewi"), name="Dewi Lestari", joined_seq=1, delivered_seq=1, read_seq=1)


async def test_finding_a_room_reads_once_and_writes_nothing(world: World) -> None:
    """
    The app asks whenever somebody is tapped on, so it is cheap: one round trip.
    """
    await register_users(world, "ana", "dewi")
    await call_successfully(world, ANA, "start_direct_room", user_id="dewi")
    meter = world.documents.meter
    before = (meter.round_trips, meter.writes)

    await call_successfully(world, ANA, "start_direct_room", user_id="dewi")

    assert (meter.round_trips - before[0], meter.writes - before[1]) == (1, 0)


async def test_fifty_starts_from_both_sides_open_one_room(world: World) -> None:
    """
    The pair is the room's name, so there cannot be two; it is told of its opening once.
    """
    eka = Person("eka", role="expert")
    await register_experts(world, "eka", "dewi")

    answers = await asyncio.gather(
        *(call_as(world, eka, "start_direct_room", user_id="dewi") for _ in range(25)),
        *(call_as(world, EXPERT, "start_direct_room", user_id="eka") for _ in range(25)),
    )

    assert {answer.status for answer in answers} == {200}
    (room_id,) = {answer.body["room_id"] for answer in answers}
    assert [notice.kind for notice in await list_room_notices(world, room_id)] == [NoticeKind.OPENED]
    assert len(await world.reader.query(store.rooms_of_user_query(UserId("eka")))) == 1
    for who in (eka, EXPERT):
        assert await check_unread_counts(world, who) == {room_id: 0}


@pytest.mark.parametrize(
    ("user_id", "status", "code"),
    [("ana", 422, "with_yourself"), ("nobody-here", 404, "person_not_found"), ("a/b", 422, "invalid")],
)
async def test_with_whom_one_cannot_talk(world: World, user_id: str, status: int, code: str) -> None:
    """
    With oneself, or with somebody who has not registered: the field or the person is named, nothing is made.
    """
    await register_users(world, "ana")

    answer = await call_as(world, ANA, "start_direct_room", user_id=user_id)

    assert (answer.status, answer.code) == (status, code)
    assert answer.invalid_fields == ["user_id"] if status == 422 else answer.body["user_id"] == user_id
    assert await world.reader.count(Query("rooms", Room)) == 0


async def test_who_has_not_registered_starts_nothing(world: World) -> None:
    """
    Without a name, the other would not know who it is.
    """
    await register_users(world, "dewi")

    answer = await call_as(world, ANA, "start_direct_room", user_id="dewi")

    assert (answer.status, answer.code, answer.body["user_id"]) == (404, "person_not_found", "ana")


@pytest.mark.parametrize("blocker", ["ana", "dewi"])
@pytest.mark.parametrize("existing", [True, False])
async def test_blocked_people_start_nothing(world: World, blocker: str, existing: bool) -> None:
    """
    Whoever of the two has blocked the other, and whether or not they had a room, which side it was is not told.
    """
    await register_experts(world, "ana", "dewi")
    if existing:
        await call_successfully(world, ANA, "start_direct_room", user_id="dewi")
    other = "dewi" if blocker == "ana" else "ana"
    await world.put_documents((store.block_ref(blocker, other), Block(id=UserId(other), blocked_at=NOON)))

    answers = [
        await call_as(world, ANA, "start_direct_room", user_id="dewi"),
        await call_as(world, EXPERT, "start_direct_room", user_id="ana"),
    ]

    assert {(answer.status, answer.code) for answer in answers} == {(403, "blocked")}
    assert len(await world.reader.query(store.rooms_of_user_query(UserId("ana")))) == existing


async def test_an_anonymous_customer_is_known_by_their_pseudonym(world: World) -> None:
    """
    The room holds the name that they go by.
    """
    await create_room(world, "gast", "dewi", id=RoomId("a-meeting"), kind=RoomKind.MENTOR_STUDENT)
    await world.put_documents((identity.user_ref("gast"), a_user("gast", full_name="Rusa Biru", anonymous=True)))

    body = await call_successfully(world, Person("gast", anonymous=True), "start_direct_room", user_id="dewi")

    assert (await load_room(world, body["room_id"])).names == {"gast": "Rusa Biru", "dewi": "Dewi"}


async def test_everybody_has_one_room_with_the_support(world: World) -> None:
    """
    Asking twice, even at the same moment, finds the same room; others' rooms are others'.
    """
    await register_users(world, "ana", "dewi")

    answers = await asyncio.gather(*(world.call(open_support_room, as_=ANA) for _ in range(8)))
    other = await world.call(open_support_room, as_=EXPERT)

    (room_id,) = {answer.body["room_id"] for answer in answers}
    assert (answers[0].body["kind"], answers[0].body["name"], answers[0].body["unread"]) == (
        "support",
        "Dukungan Temani",
        0,
    )
    assert other.body["room_id"] != room_id
    assert len(await list_room_notices(world, room_id)) == 1
    assert await check_unread_counts(world, ANA) == {room_id: 0}


async def test_the_support_answers_and_the_person_has_it_to_read(world: World) -> None:
    """
    Every admin writes as the support, in the person's language, without being in the room; a record tells who it was.
    """
    await world.put_documents((identity.user_ref("ana"), a_user("ana", locale="en")))
    room_id = (await world.call(open_support_room, as_=ANA)).body["room_id"]
    await post_message(world, ANA, room_id, "m-1", "My payment is stuck")

    answer = await post_message(world, ADMIN, room_id, "m-2", "We are looking into it")

    again = await post_message(
        world, Person("fitri", role="admin", claims={"admin_scopes": ["support"]}), room_id, "m-3", "It is solved"
    )

    assert (answer.body["sender"], answer.body["sender_name"]) == (SUPPORT_ID, "Temani Support")
    assert (again.body["sender"], again.body["sender_name"]) == (SUPPORT_ID, "Temani Support")
    records = [await world.get(store.support_answer_ref(room_id, id)) for id in ("m-1", "m-2", "m-3")]
    assert [record and record.by for record in records] == [None, "citra", "fitri"]
    assert await check_unread_counts(world, ANA) == {room_id: 2}
    room, messages = await load_room(world, room_id), await list_room_messages(world, room_id)
    assert room.members == ("ana",)
    assert [message.sender_name for message in messages] == ["", "Ana", "Temani Support", "Temani Support"]
    for staff in ("citra", "fitri"):
        assert staff not in room.model_dump_json() + "".join(message.model_dump_json() for message in messages)


async def test_admins_list_what_is_asked_by_the_latest(world: World) -> None:
    """
    In pages, each room by the name of who asks in it; rooms of other kinds are not among them.
    """
    people = [Person(f"person-{number}") for number in range(5)]
    await register_users(world, *(who.uid for who in people))
    await create_room(world, "ana", "dewi")
    for who in people:
        world.later(minutes=1)
        await world.call(open_support_room, as_=who)
    world.later(minutes=1)
    await post_message(world, people[1], store.support_room_id(UserId("person-1")), "m-1", "Hello?")

    found, cursor, pages = [], None, 0
    while cursor or not pages:
        answer = await world.call(list_support_rooms, {"limit": 2} | ({"cursor": cursor} if cursor else {}), as_=ADMIN)
        found += [(one["name"], one["with_user"]) for one in answer.body["items"]]
        cursor, pages = answer.body["next_cursor"], pages + 1

    assert pages == 3
    assert found == [(f"Person-{number}", f"person-{number}") for number in (1, 4, 3, 2, 0)]


async def test_who_may_ask_for_the_supports_list(world: World) -> None:
    """
    Admins; and a cursor is one of this list's.
    """
    assert (await world.call(list_support_rooms, as_=ANA)).status == 403
    assert (await world.call(list_support_rooms, {"cursor": "?"}, as_=ADMIN)).invalid_fields == ["cursor"]


async def test_muted_until_a_moment(world: World) -> None:
    """
    Then it is heard again by itself; the other notices nothing of it.
    """
    room_id = await create_room(world, "ana", "dewi")
    until = NOON + timedelta(hours=1)

    answer = await world.call(mute_room, {"room_id": room_id, "muted": True, "until": until.isoformat()}, as_=ANA)

    assert (answer.body["muted"], answer.body["muted_until"]) == (True, "2026-11-26T06:00:00Z")
    world.later(hours=1)
    listed = (await call_successfully(world, ANA, "list_rooms"))["items"][0]
    assert (listed["muted"], listed["muted_until"]) == (False, None)
    assert not (await call_successfully(world, EXPERT, "list_rooms"))["items"][0]["muted"]


async def test_muted_for_good_and_heard_again(world: World) -> None:
    """
    Saying so twice changes nothing; what is muted still counts as unread.
    """
    room_id = await create_room(world, "ana", "dewi")

    for _ in range(2):
        assert (await call_successfully(world, ANA, "mute_room", room_id=room_id, muted=True))["muted"]
    world.later(days=3_650)
    await post_message(world, EXPERT, room_id, "m-1")

    assert (await call_successfully(world, ANA, "list_rooms"))["items"][0]["muted"]
    assert await check_unread_counts(world, ANA) == {room_id: 1}
    assert not (await call_successfully(world, ANA, "mute_room", room_id=room_id, muted=False))["muted"]


@pytest.mark.parametrize(
    "body", [{"muted": True, "until": NOON.isoformat()}, {"muted": False, "until": "2030-01-01T00:00:00Z"}]
)
async def test_what_is_no_time_to_mute_until(world: World, body: dict[str, object]) -> None:
    """
    A moment that is over, or one that goes with nothing.
    """
    room_id = await create_room(world, "ana", "dewi")

    answer = await call_as(world, ANA, "mute_room", room_id=room_id, **body)

    assert (answer.status, answer.invalid_fields) == (422, ["until"])


async def test_pinned_rooms_stand_on_top(world: World) -> None:
    """
    The latest pinned first, however old their last message; pinning again keeps the place.
    """
    rooms = {uid: await create_room(world, "ana", uid) for uid in ("budi", "citra", "dewi", "eka")}
    for uid in ("budi", "citra"):
        await call_successfully(world, ANA, "pin_room", room_id=rooms[uid], pinned=True)
        world.later(minutes=1)
    await call_successfully(world, ANA, "pin_room", room_id=rooms["budi"], pinned=True)
    await post_message(world, EXPERT, rooms["dewi"], "m-1")

    listed = (await call_successfully(world, ANA, "list_rooms"))["items"]

    assert [one["with_user"] for one in listed] == ["citra", "budi", "dewi", "eka"]
    assert [one["pinned"] for one in listed] == [True, True, False, False]
    assert not (await call_successfully(world, ANA, "pin_room", room_id=rooms["citra"], pinned=False))["pinned"]
    assert (await call_successfully(world, ANA, "list_rooms"))["items"][0]["with_user"] == "budi"


async def test_five_rooms_are_pinned_at_most(world: World) -> None:
    """
    The sixth waits until another is let go; even six at once are five.
    """
    rooms = [await create_room(world, "ana", f"person-{number}") for number in range(7)]

    answers = await asyncio.gather(*(call_as(world, ANA, "pin_room", room_id=id, pinned=True) for id in rooms[:6]))

    assert sorted(answer.status for answer in answers) == [200] * 5 + [409]
    (refused,) = (answer for answer in answers if answer.status == 409)
    assert (refused.code, refused.body["most"]) == ("too_many_pinned", 5)
    pinned = [id for id, kept in (await load_inbox(world, ANA)).rooms.items() if kept.pinned_at]
    await call_successfully(world, ANA, "pin_room", room_id=pinned[0], pinned=True)
    await call_successfully(world, ANA, "pin_room", room_id=pinned[0], pinned=False)
    await call_successfully(world, ANA, "pin_room", room_id=rooms[6], pinned=True)


@pytest.mark.parametrize("function", [mute_room, pin_room])
async def test_only_members_arrange_a_room(world: World, function: object) -> None:
    """
    A stranger's room is not there; an admin who sees the support's rooms keeps nothing of them.
    """
    private = await create_room(world, "ana", "dewi")
    support = await create_room(world, "ana", id=RoomId("support-ana"), kind=RoomKind.SUPPORT, admins=())
    name = "mute_room" if function is mute_room else "pin_room"
    wish = {"muted": True} if function is mute_room else {"pinned": True}

    answers = [
        await call_as(world, BUDI, name, room_id=private, **wish),
        await call_as(world, ADMIN, name, room_id=support, **wish),
        await call_as(world, ANA, name, room_id="no-such-room", **wish),
    ]

    assert {(answer.status, answer.code) for answer in answers} == {(404, "room_not_found")}


async def test_a_closed_room_is_kept_in_the_inbox_while_it_is_pinned_or_muted(world: World) -> None:
    """
    Let go and heard again, a room that is over and read leaves the inbox; the counts stay right all along.
    """
    closes = NOON + timedelta(minutes=1)
    room_id = await create_room(world, "ana", "dewi", kind=RoomKind.MENTOR_STUDENT, closes_at=closes)
    await post_message(world, EXPERT, room_id, "m-1")
    world.later(hours=1)

    before = await check_unread_counts(world, ANA)
    for name, wish in (
        ("mark_room_read", {}),
        ("pin_room", {"pinned": True}),
        ("mute_room", {"muted": True}),
        ("pin_room", {"pinned": False}),
        ("mute_room", {"muted": False}),
    ):
        await call_successfully(world, ANA, name, room_id=room_id, **wish)
        assert await check_unread_counts(world, ANA) == {room_id: 0}

    assert before == {room_id: 1}
    kept = await load_inbox(world, ANA)
    assert (dict(kept.rooms), kept.settled) == ({}, 1)


async def test_admins_see_what_the_support_has_not_read(world: World) -> None:
    """A question is unread for every admin until one of them reads or answers it; a notice waits for nobody."""
    await register_users(world, "ana")
    room_id = (await call_successfully(world, ANA, "open_support_room"))["room_id"]

    async def unread() -> int:
        answer = await world.call(list_support_rooms, as_=ADMIN)
        return int(answer.body["items"][0]["unread"])

    counts = [await unread()]
    for number in range(2):
        await post_message(world, ANA, room_id, f"m-{number}")
    counts.append(await unread())
    await call_successfully(world, ADMIN, "mark_room_read", room_id=room_id)
    counts.append(await unread())
    await post_message(world, ANA, room_id, "m-2")
    counts.append(await unread())
    await post_message(world, ADMIN, room_id, "m-3")
    counts.append(await unread())

    assert counts == [0, 2, 0, 1, 0]
