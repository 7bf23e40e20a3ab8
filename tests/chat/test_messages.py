"""Saying something, and reading what was said."""

import asyncio
from datetime import timedelta

import pytest

from functions.chat.list_messages import list_messages
from functions.chat.list_rooms import list_rooms
from functions.chat.mark_room_delivered import mark_room_delivered
from functions.chat.mark_room_read import mark_room_read
from functions.chat.pin_room import pin_room
from functions.chat.send_message import send_message
from shared.chat import store
from shared.chat.models import RoomKind, Upload
from shared.chat.settings import ChatSettings
from shared.contracts.support import SUPPORT_ID
from shared.kernel.ids import RoomId, UserId
from shared.kernel.ports import Query
from shared.runtime.idempotency import IdempotencyRecord
from tests.builders import NOON
from tests.chat.builders import NO_FLOOD_LIMIT, a_text_message, create_room, list_room_messages, post_message
from tests.world import ADMIN, ANA, BUDI, EXPERT, Person, World

pytestmark = pytest.mark.emulator


async def test_a_message_reaches_the_room(world: World) -> None:
    """What is said is kept with the room's next number, and the room shows it as its newest."""
    room_id = await create_room(world, "ana", "dewi")

    answer = await world.call(send_message, a_text_message(room_id, "m-1", "  Halo, Kak! 👋🏽 "), as_=ANA)

    assert answer.status == 200
    assert (answer.body["seq"], answer.body["body"], answer.body["sender_name"]) == (1, "Halo, Kak! 👋🏽", "Ana")
    room = await world.get(store.room_ref(room_id))
    assert room is not None
    assert room.last_message is not None
    assert (room.seq, room.last_message.text, room.last_at) == (1, "Halo, Kak! 👋🏽", world.now)


async def test_sending_the_same_again_is_not_sending_it_twice(world: World) -> None:
    """An app that did not hear the answer sends again, later too, and finds what it has sent."""
    room_id = await create_room(world, "ana", "dewi")
    first = await post_message(world, ANA, room_id, "m-1")
    await post_message(world, EXPERT, room_id, "m-2")

    again = await world.call(send_message, a_text_message(room_id, "m-1"), as_=ANA)

    assert (again.status, again.body) == (200, first.body)
    assert [message.id for message in await list_room_messages(world, room_id)] == ["m-1", "m-2"]


@pytest.mark.parametrize(
    ("who", "changed"),
    [(ANA, {"body": "Something else"}), (EXPERT, {}), (ANA, {"reply_to": "m-0"}), (ANA, {"kind": "system"})],
)
async def test_an_id_belongs_to_one_message(world: World, who: Person, changed: dict[str, str]) -> None:
    """Another message, or another's, under the same id is refused and changes nothing."""
    room_id = await create_room(world, "ana", "dewi")
    await post_message(world, ANA, room_id, "m-0")
    await post_message(world, ANA, room_id, "m-1")

    answer = await world.call(send_message, a_text_message(room_id, "m-1") | changed, as_=who)

    expected = (403, "forbidden") if changed.get("kind") else (409, "message_id_taken")
    assert (answer.status, answer.code) == expected
    assert len(await list_room_messages(world, room_id)) == 2


async def test_numbers_have_no_gaps_when_all_talk_at_once(world: World) -> None:
    """Twelve at the same moment, one of them twice: each has a number of its own, without gap."""
    room_id = await create_room(world, "ana", "budi", "dewi")
    people = (ANA, BUDI, EXPERT)
    sent = [a_text_message(room_id, f"m-{number}") for number in range(12)] + [a_text_message(room_id, "m-0")]

    answers = await asyncio.gather(
        *(world.call(send_message, body, as_=people[int(body["message_id"][2:]) % 3]) for body in sent)
    )

    assert {answer.status for answer in answers} == {200}
    assert answers[0].body == answers[-1].body
    assert [message.seq for message in await list_room_messages(world, room_id)] == list(range(1, 13))


async def test_a_reply_names_what_it_answers_and_repeats_nothing(world: World) -> None:
    """What is deleted later must not live on in its answers."""
    room_id = await create_room(world, "ana", "dewi")
    await post_message(world, ANA, room_id, "m-1", "My secret")

    answer = await world.call(send_message, a_text_message(room_id, "m-2", reply_to="m-1"), as_=EXPERT)

    assert answer.body["reply_to"] == {"id": "m-1", "seq": 1, "sender": "ana"}


async def test_a_reply_to_another_rooms_message_is_refused(world: World) -> None:
    """The field is named, and nothing is said."""
    room_id = await create_room(world, "ana", "dewi")
    other = await create_room(world, "ana", "budi")
    await post_message(world, ANA, other, "elsewhere")

    answer = await world.call(send_message, a_text_message(room_id, "m-1", reply_to="elsewhere"), as_=ANA)

    assert (answer.status, answer.invalid_fields) == (422, ["reply_to"])
    assert await list_room_messages(world, room_id) == []


@pytest.mark.parametrize("room_id", ["no-such-room", None])
async def test_a_strangers_room_is_not_there(world: World, room_id: str | None) -> None:
    """Who is not in a room learns nothing of it, whichever way they ask."""
    hidden = await create_room(world, "ana", "dewi")
    asked = room_id or hidden

    answers = [
        await world.call(send_message, a_text_message(asked, "m-1"), as_=BUDI),
        await world.call(list_messages, {"room_id": asked}, as_=BUDI),
        await world.call(mark_room_read, {"room_id": asked}, as_=BUDI),
        await world.call(mark_room_delivered, {"room_id": asked}, as_=BUDI),
    ]

    assert {(answer.status, answer.code) for answer in answers} == {(404, "room_not_found")}
    assert await list_room_messages(world, hidden) == []


async def test_a_closed_room_is_read_but_not_written_in(world: World) -> None:
    """From the very moment on, whether or not anything has marked it closed."""
    room_id = await create_room(
        world, "ana", "dewi", kind=RoomKind.MENTOR_STUDENT, closes_at=NOON + timedelta(minutes=1)
    )
    await post_message(world, ANA, room_id, "m-1")
    world.later(minutes=1)

    answer = await world.call(send_message, a_text_message(room_id, "m-2"), as_=ANA)

    assert (answer.status, answer.code) == (409, "room_closed")
    assert (await world.call(list_messages, {"room_id": room_id}, as_=ANA)).body["room_seq"] == 1
    assert (await world.call(send_message, a_text_message(room_id, "m-1"), as_=ANA)).status == 200


async def test_between_blocked_people_nothing_is_said(world: World) -> None:
    """Neither side can write, nor see what was written."""
    room_id = await create_room(world, "ana", "dewi")
    room = await world.get(store.room_ref(room_id))
    assert room is not None
    await world.put_documents((store.room_ref(room_id), room.having(members=(), blocked_by=(UserId("dewi"),))))

    answers = [await world.call(send_message, a_text_message(room_id, "m-1"), as_=who) for who in (ANA, EXPERT)]

    assert {(answer.status, answer.code) for answer in answers} == {(403, "blocked")}
    assert (await world.call(list_messages, {"room_id": room_id}, as_=ANA)).status == 404
    assert await list_room_messages(world, room_id) == []


async def test_who_floods_a_room_has_to_wait(world: World) -> None:
    """A burst is let through, then one message a second; others and other rooms are not held up."""
    await world.put_documents((store.SETTINGS, ChatSettings(burst=3, seconds_a_message=1)))
    room_id, other = await create_room(world, "ana", "dewi"), await create_room(world, "ana", "budi")
    for number in range(3):
        await post_message(world, ANA, room_id, f"m-{number}")

    answer = await world.call(send_message, a_text_message(room_id, "m-3"), as_=ANA)

    assert (answer.status, answer.code, answer.headers["retry-after"]) == (429, "too_fast", "1")
    await post_message(world, EXPERT, room_id, "m-4")
    await post_message(world, ANA, other, "m-5")
    world.later(seconds=1)
    await post_message(world, ANA, room_id, "m-3")
    assert (await world.call(send_message, a_text_message(room_id, "m-6"), as_=ANA)).status == 429


async def test_an_image_is_sent_by_the_leave_that_was_given(world: World) -> None:
    """The leave is used up by it; a retry finds the message, another message does not find the leave."""
    room_id = await create_room(world, "ana", "dewi")
    upload = Upload(
        id="u-1",
        by=UserId("ana"),
        key="k/u-1",
        content_type="image/png",
        bytes=9,
        opened_at=world.now,
        expire_at=world.later(hours=1),
    )
    await world.put_documents((store.upload_ref(room_id, "u-1"), upload))
    body = {
        "room_id": room_id,
        "message_id": "m-1",
        "kind": "image",
        "attachment": {"upload_id": "u-1", "name": "cv.png"},
    }
    world.set_clock(NOON)

    answers = [
        await world.call(send_message, body | changed, as_=who)
        for who, changed in [(EXPERT, {}), (ANA, {}), (ANA, {}), (ANA, {"message_id": "m-2"})]
    ]

    assert [answer.status for answer in answers] == [409, 200, 200, 409]
    assert answers[1].body["attachment"] == {
        "name": "cv.png",
        "content_type": "image/png",
        "bytes": 9,
        "cleaning": None,
    }
    assert {answers[0].code, answers[3].code} == {"attachment_missing"}


async def test_messages_come_in_pages_and_behind_a_number(world: World) -> None:
    """Backwards from the newest, forwards from a number: in order, without gap, and it is told when there are more."""
    await world.put_documents((store.SETTINGS, NO_FLOOD_LIMIT))
    room_id = await create_room(world, "ana", "dewi")
    for number in range(1, 8):
        await post_message(world, ANA, room_id, f"m-{number}")

    async def asked(**query: object) -> tuple[list[int], bool]:
        answer = await world.call(list_messages, {"room_id": room_id} | query, as_=EXPERT)
        assert answer.body["room_seq"] == 7
        return [item["seq"] for item in answer.body["items"]], answer.body["has_more"]

    assert await asked(limit=3) == ([5, 6, 7], True)
    assert await asked(limit=3, before="m-5") == ([2, 3, 4], True)
    assert await asked(limit=3, before="m-2") == ([1], False)
    assert await asked(limit=3, after_seq=2) == ([3, 4, 5], True)
    assert await asked(limit=3, after_seq=5) == ([6, 7], False)
    assert await asked(limit=3, after_seq=7) == ([], False)
    assert await asked(limit=3, after_seq=0) == ([1, 2, 3], True)


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ({"limit": 0}, "limit"),
        ({"limit": 101}, "limit"),
        ({"after_seq": -1}, "after_seq"),
        ({"before": "a/b"}, "before"),
        ({"before": "m-1", "after_seq": 1}, "after_seq"),
    ],
)
async def test_what_cannot_be_listed_is_named(world: World, query: dict[str, object], field: str) -> None:
    """A clear word on the field."""
    room_id = await create_room(world, "ana", "dewi")

    answer = await world.call(list_messages, {"room_id": room_id} | query, as_=ANA)

    assert (answer.status, answer.invalid_fields) == (422, [field])


async def test_marks_are_seen_by_the_others_and_never_go_back(world: World) -> None:
    """Delivered, then read, each with its time; an older mark changes nothing, and one beyond the end is refused."""
    room_id = await create_room(world, "ana", "dewi")
    for number in range(3):
        await post_message(world, ANA, room_id, f"m-{number}")

    answers = [await world.call(mark_room_delivered, {"room_id": room_id}, as_=EXPERT)]
    world.later(minutes=5)
    answers.append(await world.call(mark_room_read, {"room_id": room_id, "seq": 2}, as_=EXPERT))
    world.later(minutes=5)
    answers += [
        await world.call(mark_room_read, {"room_id": room_id, "seq": 1}, as_=EXPERT),
        await world.call(mark_room_read, {"room_id": room_id, "seq": 4}, as_=EXPERT),
    ]

    assert [answer.status for answer in answers] == [200, 200, 200, 422]
    assert (answers[2].body["unread"], answers[3].invalid_fields) == (1, ["seq"])
    seen = await world.get(store.participant_ref(room_id, "dewi"))
    assert seen is not None
    assert (seen.delivered_seq, seen.read_seq) == (3, 2)
    assert (seen.delivered_at, seen.read_at) == (NOON, NOON + timedelta(minutes=5))


async def test_rooms_are_listed_as_their_viewer_sees_them(world: World) -> None:
    """The newest first, by the other's name, with what is unread, in pages."""
    for uid in ("ana", "budi", "citra"):
        await create_room(world, uid, "dewi")
        world.later(minutes=1)
        await post_message(world, Person(uid), (await _room_with(world, uid)), f"from-{uid}")

    first = await world.call(list_rooms, {"limit": 2}, as_=EXPERT)
    second = await world.call(list_rooms, {"limit": 2, "cursor": first.body["next_cursor"]}, as_=EXPERT)

    rooms = first.body["items"] + second.body["items"]
    assert [(room["name"], room["unread"], room["with_user"]) for room in rooms] == [
        ("Citra", 1, "citra"),
        ("Budi", 1, "budi"),
        ("Ana", 1, "ana"),
    ]
    assert (first.body["unread_total"], second.body["next_cursor"]) == (3, None)


async def _room_with(world: World, uid: str) -> RoomId:
    rooms = await world.reader.query(store.rooms_of_user_query(UserId(uid)))
    return rooms[0].id


async def test_admins_answer_in_the_rooms_of_the_support(world: World) -> None:
    """As the support, without being in the room; other rooms are closed to them."""
    room_id = await create_room(world, "ana", id=RoomId("support-ana"), kind=RoomKind.SUPPORT, admins=())
    private = await create_room(world, "ana", "dewi")

    answer = await world.call(send_message, a_text_message(room_id, "m-1", "How can we help?"), as_=ADMIN)

    assert (answer.status, answer.body["sender_name"]) == (200, "Dukungan Temani")
    assert (await world.call(send_message, a_text_message(private, "m-1"), as_=ADMIN)).status == 404
    assert (await world.call(mark_room_read, {"room_id": room_id}, as_=ADMIN)).status == 200
    assert await world.get(store.inbox_ref("citra")) is None


@pytest.mark.parametrize("seq", [2**53 + 1, 2**63, 10**25])
async def test_numbers_that_are_none(world: World, seq: int) -> None:
    """What is larger than any room will be is refused by its field."""
    room_id = await create_room(world, "ana", "dewi")

    listed = await world.call(list_messages, {"room_id": room_id, "after_seq": seq}, as_=ANA)
    marked = await world.call(mark_room_read, {"room_id": room_id, "seq": seq}, as_=ANA)

    assert [(answer.status, answer.invalid_fields) for answer in (listed, marked)] == [
        (422, ["after_seq"]),
        (422, ["seq"]),
    ]


async def test_a_key_keeps_nothing_of_what_was_said(world: World) -> None:
    """The message's own id makes it safe to repeat: no answer is stored, which would outlive the message."""
    room_id = await create_room(world, "ana", "dewi")
    key = {"Idempotency-Key": "k-1"}

    answers = [await world.call(send_message, a_text_message(room_id, "m-1"), as_=ANA, headers=key) for _ in range(2)]
    await world.call(mark_room_read, {"room_id": room_id}, as_=EXPERT, headers=key)

    assert [answer.status for answer in answers] == [200, 200]
    assert await world.reader.query(Query("idempotency", IdempotencyRecord)) == []


async def test_a_clock_that_is_behind_moves_no_room_back(world: World) -> None:
    """The newest message of an instance whose clock is late leaves the room where it was in the list."""
    room_id = await create_room(world, "ana", "dewi")
    await post_message(world, ANA, room_id, "m-1")
    before = world.now
    world.later(seconds=-2)

    await post_message(world, EXPERT, room_id, "m-2")

    room = await world.get(store.room_ref(room_id))
    assert room is not None
    assert (room.seq, room.last_at) == (2, before)


async def test_the_same_message_after_the_filter_has_changed(world: World) -> None:
    """Sent while contacts were masked, and again when they no longer are: it is the same."""
    await world.put_documents((store.SETTINGS, ChatSettings(contacts="mask")))
    room_id = await create_room(world, "ana", "dewi")
    body = "WA saja 0812-3456-7890"
    first = await post_message(world, ANA, room_id, "m-1", body)
    await world.put_documents((store.SETTINGS, ChatSettings(contacts="off")))

    again = await world.call(send_message, a_text_message(room_id, "m-1", body), as_=ANA)

    assert (again.status, again.body) == (200, first.body)
    assert "0812" not in first.body["body"]


async def test_a_files_name_and_the_file_belong_to_the_message(world: World) -> None:
    """A contact in the name is masked as in the text; another file under the same id is another message."""
    await world.put_documents((store.SETTINGS, ChatSettings(contacts="mask")))
    room_id = await create_room(world, "ana", "dewi")
    until = NOON + timedelta(hours=1)
    for id in ("u-1", "u-2"):
        upload = Upload(
            id=id,
            by=UserId("ana"),
            key=f"k/{id}",
            content_type="image/png",
            bytes=9,
            opened_at=NOON,
            expire_at=until,
        )
        await world.put_documents((store.upload_ref(room_id, id), upload))
    body = {"room_id": room_id, "message_id": "m-1", "kind": "image"}
    name = "WA 0812 3456 7890.png"

    first = await world.call(send_message, body | {"attachment": {"upload_id": "u-1", "name": name}}, as_=ANA)
    other = await world.call(send_message, body | {"attachment": {"upload_id": "u-2", "name": name}}, as_=ANA)

    assert (first.status, first.body["warning"]) == (200, "contact")
    assert "0812" not in first.body["attachment"]["name"]
    assert (other.status, other.code) == (409, "message_id_taken")


async def test_customers_see_the_support_and_not_who_it_is(world: World) -> None:
    """Not by its messages, and not by how far it has read."""
    room_id = await create_room(world, "ana", id=RoomId("support-ana"), kind=RoomKind.SUPPORT, admins=())
    await post_message(world, ANA, room_id, "m-1")
    admin = Person("citra", role="admin", claims={"admin_scopes": ["owner"], "name": "Citra Kirana"})

    await world.call(mark_room_read, {"room_id": room_id}, as_=admin)

    seen = await world.get(store.participant_ref(room_id, SUPPORT_ID))
    assert await world.get(store.participant_ref(room_id, "citra")) is None
    assert seen is not None
    assert (seen.name, seen.read_seq) == ("Dukungan Temani", 1)


async def test_pinned_rooms_stand_on_top_and_pages_go_on_below(world: World) -> None:
    """Each room is listed once, whatever the size of the pages, and no page is empty."""
    for number in range(7):
        world.later(minutes=1)
        room_id = await create_room(world, "dewi", id=RoomId(f"g-{number}"), kind=RoomKind.GROUP, last_at=world.now)
        if number < 5:
            await world.call(pin_room, {"room_id": room_id, "pinned": True}, as_=EXPERT)

    for limit in (1, 2, 3, 6, 100):
        pages: list[list[str]] = []
        cursor: str | None = None
        while cursor is not None or not pages:
            query = {"limit": limit} | ({"cursor": cursor} if cursor else {})
            answer = await world.call(list_rooms, query, as_=EXPERT)
            pages.append([room["room_id"] for room in answer.body["items"]])
            cursor = answer.body["next_cursor"]
        listed = [room_id for page in pages for room_id in page]
        assert listed == ["g-4", "g-3", "g-2", "g-1", "g-0", "g-6", "g-5"], limit
        assert all(pages[:-1]), pages
