"""Editing, deleting and reacting: who may, for how long, and what is left."""

import asyncio
from datetime import timedelta
from typing import Any

import pytest

from functions.chat.delete_message import delete_message
from functions.chat.edit_message import edit_message
from functions.chat.list_messages import list_messages
from functions.chat.react_to_message import react_to_message
from functions.chat.send_message import send_message
from shared.chat import sending, store
from shared.chat.models import NoticeKind, RoomKind, RoomNotice
from shared.chat.settings import ChatSettings
from shared.gateways.firestore import document_writes
from shared.kernel.ids import MessageId, RoomId
from tests.builders import NOON
from tests.chat.builders import a_text_message, create_room, list_room_messages, post_message
from tests.chat.message_steps import block_room, load_message, load_room_state
from tests.chat.steps import load_room
from tests.world import ADMIN, ANA, BUDI, EXPERT, Answer, Person, World

pytestmark = pytest.mark.emulator

HEART, THUMB = "❤️", "👍"
TWENTY_ONE = "😀 😁 😂 🤣 😃 😄 😅 😆 😉 😊 😋 😎 😍 😘 😗 😙 😚 🙂 🤗 🤩 🤔".split()


def of(room_id: str, message_id: str = "m-1", **given: Any) -> dict[str, Any]:
    """What an app says of one message."""
    return {"room_id": room_id, "message_id": message_id} | given


async def edits(world: World, who: Person, room_id: str, body: str, message_id: str = "m-1") -> Answer:
    """Say something else instead."""
    return await world.call(edit_message, of(room_id, message_id, body=body), as_=who)


async def deletes(world: World, who: Person, room_id: str, message_id: str = "m-1") -> Answer:
    """Take back what was said."""
    return await world.call(delete_message, of(room_id, message_id), as_=who)


async def reacts(world: World, who: Person, room_id: str, emoji: str = HEART, *, on: bool = True) -> Answer:
    """Put an emoji to the first message, or take it away."""
    return await world.call(react_to_message, of(room_id, emoji=emoji, on=on), as_=who)


async def noted(world: World, room_id: str) -> str:
    """Let the room be told something of itself; the id of the message that tells it."""
    unit = world.new_unit_of_work()
    room = await unit.get(store.room_ref(room_id))
    assert room is not None
    sending.post_notice(unit, room, RoomNotice(kind=NoticeKind.RENAMED), now=world.now)
    await world.documents.commit(unit.build_writes())
    return (await list_room_messages(world, room_id))[-1].id


async def test_an_edited_message_says_so_everywhere(world: World) -> None:
    """The new text stands in the room, with when it was edited, and in the list of rooms if it is the newest."""
    room_id = await create_room(world, "ana", "dewi")
    await post_message(world, ANA, room_id, "m-1", "Jam 3 ya")
    later = world.later(minutes=15)

    answer = await edits(world, ANA, room_id, "  Jam 4 ya ")

    assert answer.status == 200
    assert (answer.body["body"], answer.body["seq"]) == ("Jam 4 ya", 1)
    message = await load_message(world, room_id, "m-1")
    assert (message.body, message.sent_at, message.edited_at) == ("Jam 4 ya", NOON, later)
    room = await load_room(world, room_id)
    assert room.last_message is not None
    assert (room.last_message.text, room.seq, room.last_at) == ("Jam 4 ya", 1, NOON)


async def test_an_older_message_is_edited_where_it_stands(world: World) -> None:
    """The room goes on showing its newest."""
    room_id = await create_room(world, "ana", "dewi")
    await post_message(world, ANA, room_id, "m-1")
    await post_message(world, EXPERT, room_id, "m-2", "Baik")
    before = await load_room(world, room_id)

    answer = await edits(world, ANA, room_id, "Something else")

    assert answer.status == 200
    assert await load_room(world, room_id) == before


async def test_the_same_again_changes_nothing(world: World) -> None:
    """Nor does it count as an edit; and a retry is answered even when the time to edit is over."""
    room_id = await create_room(world, "ana", "dewi")
    await post_message(world, ANA, room_id, "m-1", "Halo")
    world.later(minutes=16)
    before = await load_room_state(world, room_id)

    answer = await edits(world, ANA, room_id, "Halo")

    assert (answer.status, answer.body["edited_at"]) == (200, None)
    assert await load_room_state(world, room_id) == before


async def test_a_retried_sending_finds_what_the_message_has_become(world: World) -> None:
    """Editing or deleting does not make the app's old wish a new message."""
    room_id = await create_room(world, "ana", "dewi")
    await post_message(world, ANA, room_id, "m-1", "Halo")
    await edits(world, ANA, room_id, "Hai")

    edited = await world.call(send_message, a_text_message(room_id, "m-1", "Halo"), as_=ANA)
    await deletes(world, ANA, room_id)
    deleted = await world.call(send_message, a_text_message(room_id, "m-1", "Halo"), as_=ANA)

    assert (edited.status, edited.body["body"]) == (200, "Hai")
    assert (deleted.status, deleted.body["body"]) == (200, "")
    assert (await load_room(world, room_id)).seq == 1


@pytest.mark.parametrize(("how", "expected"), [("mask", "Hubungi •••"), ("warn", "Hubungi 0812-3456-7890")])
async def test_an_edit_is_no_way_around_the_filter(world: World, how: Any, expected: str) -> None:
    """What may not be sent may not be put there afterwards; and a warning goes with what it warned of."""
    await world.put_documents((store.SETTINGS, ChatSettings(contacts=how)))
    room_id = await create_room(world, "ana", "dewi")
    await post_message(world, ANA, room_id, "m-1")

    answer = await edits(world, ANA, room_id, "Hubungi 0812-3456-7890")
    mended = await edits(world, ANA, room_id, "Hubungi saya di sini")

    assert (answer.body["body"], answer.body["warning"]) == (expected, "contact")
    assert (mended.body["body"], mended.body["warning"]) == ("Hubungi saya di sini", None)


async def test_what_cannot_be_edited(world: World) -> None:
    """Another's, one deleted, one too old, one that is not there, one in a room that is not there."""
    room_id = await create_room(world, "ana", "dewi")
    for id in ("m-1", "m-2", "m-3"):
        await post_message(world, ANA, room_id, id)
    await deletes(world, ANA, room_id, "m-2")
    before = await load_room_state(world, room_id)

    answers = [
        await edits(world, EXPERT, room_id, "Not mine"),
        await edits(world, ANA, room_id, "Gone", "m-2"),
        await edits(world, ANA, room_id, "Nowhere", "m-4"),
        await edits(world, BUDI, room_id, "A stranger's"),
    ]
    world.later(minutes=15, seconds=1)
    answers.append(await edits(world, ANA, room_id, "Too late", "m-3"))

    assert [(answer.status, answer.code) for answer in answers] == [
        (403, "message_not_yours"),
        (410, "message_deleted"),
        (404, "message_not_found"),
        (404, "room_not_found"),
        (409, "too_late_to_change"),
    ]
    assert answers[-1].body["until"] == "2026-11-26T05:15:00Z"
    assert await load_room_state(world, room_id) == before


async def test_where_nobody_writes_nothing_is_changed(world: World) -> None:
    """In a closed room nothing is edited or reacted to, between blocked people neither of these nor deleted."""
    closed = await create_room(
        world, "budi", "dewi", kind=RoomKind.MENTOR_STUDENT, closes_at=NOON + timedelta(minutes=1)
    )
    apart = await create_room(world, "ana", "dewi")
    await post_message(world, EXPERT, closed, "m-1")
    await post_message(world, EXPERT, apart, "m-1")
    world.later(minutes=1)
    await block_room(world, apart, by=ANA)
    before = [await load_room_state(world, room_id) for room_id in (closed, apart)]

    answers = [
        await edits(world, EXPERT, closed, "Something else"),
        await reacts(world, EXPERT, closed),
        await edits(world, EXPERT, apart, "Something else"),
        await reacts(world, ANA, apart),
        await deletes(world, EXPERT, apart),
    ]

    assert [(answer.status, answer.code) for answer in answers] == [(409, "room_closed")] * 2 + [(403, "blocked")] * 3
    assert [await load_room_state(world, room_id) for room_id in (closed, apart)] == before


async def test_of_a_deleted_message_only_the_trace_is_left(world: World) -> None:
    """That it was, whose, and when: its text, its reactions, its warning are gone from wherever they were kept."""
    await world.put_documents((store.SETTINGS, ChatSettings(contacts="warn")))
    room_id = await create_room(world, "ana", "dewi")
    await post_message(world, EXPERT, room_id, "m-0")
    await world.call(send_message, a_text_message(room_id, "m-1", "My secret 0812-3456-7890", reply_to="m-0"), as_=ANA)
    await reacts(world, EXPERT, room_id)
    later = world.later(hours=48)

    answer = await deletes(world, ANA, room_id)

    message = await load_message(world, room_id, "m-1")
    assert (message.seq, message.sender, message.sent_at) == (2, "ana", NOON)
    assert (message.deleted_at, message.deleted_by) == (later, "ana")
    assert (message.body, message.reactions, message.warning, message.reply_to) == ("", {}, None, None)
    room = await load_room(world, room_id)
    assert room.last_message is not None
    assert (room.last_message.deleted, room.last_message.text, room.seq) == (True, "", 2)
    assert (answer.body["body"], answer.body["deleted_at"]) == ("", "2026-11-28T05:00:00Z")
    listed = await world.call(list_messages, {"room_id": room_id}, as_=EXPERT)
    assert "secret" not in str(listed.body)


async def test_deleting_twice_is_deleting_once(world: World) -> None:
    """The second time is as good as the first, later too, and changes nothing."""
    room_id = await create_room(world, "ana", "dewi")
    await post_message(world, ANA, room_id, "m-1")
    first = await deletes(world, ANA, room_id)
    before = await load_room_state(world, room_id)
    world.later(hours=49)

    again = await deletes(world, ANA, room_id)

    assert (again.status, again.body) == (200, first.body)
    assert await load_room_state(world, room_id) == before


async def test_a_deleted_message_loses_what_only_a_newer_version_knows(world: World) -> None:
    """Fields that this version does not know may hold what was said, so they do not outlive the message."""
    room_id = await create_room(world, "ana", "dewi")
    await post_message(world, ANA, room_id, "m-1")
    path = store.message_ref(RoomId(room_id), MessageId("m-1")).path
    newer = document_writes.merge_write(
        world.documents.resource_name(path), {"transcript": "My secret"}, ("transcript",)
    )
    await world.documents.commit([newer])

    await edits(world, ANA, room_id, "Other words")
    edited = (await world.documents.batch_get([path]))[path].data or {}
    await deletes(world, ANA, room_id)

    deleted = (await world.documents.batch_get([path]))[path].data or {}
    assert (edited["body"], edited["transcript"]) == ("Other words", "My secret")
    assert (deleted["body"], "transcript" in deleted) == ("", False)


async def test_an_older_message_is_deleted_where_it_stands(world: World) -> None:
    """The room goes on showing its newest."""
    room_id = await create_room(world, "ana", "dewi")
    await post_message(world, ANA, room_id, "m-1")
    await post_message(world, EXPERT, room_id, "m-2")
    before = await load_room(world, room_id)

    answer = await deletes(world, ANA, room_id)

    assert answer.status == 200
    assert await load_room(world, room_id) == before


async def test_in_a_closed_room_one_may_still_take_back(world: World) -> None:
    """What one has said stays one's own."""
    room_id = await create_room(
        world, "ana", "dewi", kind=RoomKind.MENTOR_STUDENT, closes_at=NOON + timedelta(minutes=1)
    )
    await post_message(world, ANA, room_id, "m-1")
    world.later(minutes=2)

    answer = await deletes(world, ANA, room_id)

    assert (answer.status, answer.body["body"]) == (200, "")


@pytest.mark.parametrize(
    ("kind", "who", "expected"),
    [
        (RoomKind.GROUP, ANA, 200),
        (RoomKind.GROUP, EXPERT, 403),
        (RoomKind.GROUP, ADMIN, 404),
        (RoomKind.SUPPORT, ADMIN, 200),
        (RoomKind.SUPPORT, EXPERT, 403),
        (RoomKind.MENTOR_STUDENT, EXPERT, 403),
        (RoomKind.DIRECT, ADMIN, 404),
    ],
)
async def test_who_may_delete_what_another_has_said(world: World, kind: RoomKind, who: Person, expected: int) -> None:
    """Whoever runs the room, at any time: a group's admins, and ours in the rooms of the support."""
    room_id = await create_room(world, "ana", "budi", "dewi", kind=kind)
    await post_message(world, BUDI, room_id, "m-1")
    world.later(hours=100)

    answer = await deletes(world, who, room_id)

    message = await load_message(world, room_id, "m-1")
    assert answer.status == expected
    assert message.deleted_by == (who.uid if expected == 200 else None)


async def test_what_cannot_be_deleted(world: World) -> None:
    """One too old, another's, one that is not there, and what tells of the room itself."""
    room_id = await create_room(world, "ana", "budi", "dewi")
    await post_message(world, BUDI, room_id, "m-1")
    notice = await noted(world, room_id)
    before = await load_room_state(world, room_id)
    world.later(hours=48, seconds=1)

    answers = [
        await deletes(world, BUDI, room_id),
        await deletes(world, EXPERT, room_id),
        await deletes(world, BUDI, room_id, "m-2"),
        await deletes(world, ANA, room_id, notice),
    ]

    assert [(answer.status, answer.code) for answer in answers] == [
        (409, "too_late_to_change"),
        (403, "message_not_yours"),
        (404, "message_not_found"),
        (403, "message_not_yours"),
    ]
    assert await load_room_state(world, room_id) == before


async def test_while_others_talk_the_room_shows_what_is_newest(world: World) -> None:
    """An edit, a deletion and new messages at the same moment: what the room shows is what its newest message is."""
    room_id = await create_room(world, "ana", "budi", "dewi")
    await post_message(world, ANA, room_id, "m-1")
    await post_message(world, BUDI, room_id, "m-2")

    answers = await asyncio.gather(
        edits(world, ANA, room_id, "Edited"),
        deletes(world, BUDI, room_id, "m-2"),
        *(world.call(send_message, a_text_message(room_id, f"n-{number}"), as_=EXPERT) for number in range(4)),
    )

    said = await list_room_messages(world, room_id)
    room = await load_room(world, room_id)
    assert {answer.status for answer in answers} == {200}
    assert [message.seq for message in said] == list(range(1, 7))
    assert (said[0].body, said[1].deleted_by) == ("Edited", "budi")
    assert room.last_message is not None
    assert (room.seq, room.last_message.id) == (6, said[-1].id)


async def test_reactions_come_and_go(world: World) -> None:
    """Each person once an emoji; what nobody means any more is not there, and nothing else of the room moves."""
    room_id = await create_room(world, "ana", "dewi")
    await post_message(world, ANA, room_id, "m-1")
    before = await load_room(world, room_id)

    put = [
        await reacts(world, who, room_id, emoji)
        for who, emoji in [(ANA, HEART), (EXPERT, "❤"), (ANA, HEART), (ANA, THUMB)]
    ]
    taken = [await reacts(world, ANA, room_id, emoji, on=False) for emoji in (THUMB, HEART, HEART)]

    assert put[-1].body["reactions"] == {HEART: ["ana", "dewi"], THUMB: ["ana"]}
    assert taken[-1].body["reactions"] == {HEART: ["dewi"]}
    assert (await load_message(world, room_id, "m-1")).reactions == {HEART: ("dewi",)}
    assert await load_room(world, room_id) == before


async def test_eight_react_at_once_and_nobody_is_lost(world: World) -> None:
    """Two emoji, eight people, one moment."""
    people = [f"user-{number}" for number in range(8)]
    room_id = await create_room(world, *people)
    await post_message(world, Person("user-0"), room_id, "m-1")

    answers = await asyncio.gather(
        *(reacts(world, Person(uid), room_id, (HEART, THUMB)[number % 2]) for number, uid in enumerate(people))
    )

    message = await load_message(world, room_id, "m-1")
    assert {answer.status for answer in answers} == {200}
    assert {emoji: sorted(uids) for emoji, uids in message.reactions.items()} == {
        HEART: people[::2],
        THUMB: people[1::2],
    }


async def test_a_message_has_room_for_twenty_emoji(world: World) -> None:
    """Another one is refused; joining one that is there is not."""
    room_id = await create_room(world, "ana", "dewi")
    await post_message(world, ANA, room_id, "m-1")
    *twenty, one_more = TWENTY_ONE
    for emoji in twenty:
        assert (await reacts(world, ANA, room_id, emoji)).status == 200

    refused = await reacts(world, ANA, room_id, one_more)
    joined = await reacts(world, EXPERT, room_id, twenty[0])

    assert (refused.status, refused.code, refused.body["most"]) == (409, "too_many_reactions", 20)
    assert (joined.status, len(joined.body["reactions"])) == (200, 20)


@pytest.mark.parametrize("emoji", ["👍🏽", "🇮🇩", "👨‍👩‍👧‍👦", "1️⃣", "☺", "🏳️‍🌈"])
async def test_what_is_one_emoji(world: World, emoji: str) -> None:
    """However many letters it is made of."""
    room_id = await create_room(world, "ana", "dewi")
    await post_message(world, ANA, room_id, "m-1")

    assert (await reacts(world, EXPERT, room_id, emoji)).status == 200


@pytest.mark.parametrize(
    "emoji",
    ["", "a", "1", "👍👍", "👍 ", " ", ":heart:", "🏽", "🇮", "\u200d", "👍\u200d", "x" * 5_000, "😀" * 10_000, 7, None],
)
async def test_what_is_not_one_emoji(world: World, emoji: Any) -> None:
    """The field is named, and nothing is put there."""
    room_id = await create_room(world, "ana", "dewi")
    await post_message(world, ANA, room_id, "m-1")
    before = await load_room_state(world, room_id)

    answer = await reacts(world, EXPERT, room_id, emoji)

    assert (answer.status, answer.invalid_fields) == (422, ["emoji"])
    assert await load_room_state(world, room_id) == before


async def test_what_cannot_be_reacted_to(world: World) -> None:
    """One deleted, one of the system's, one that is not there; and a stranger sees none."""
    room_id = await create_room(world, "ana", "dewi")
    await post_message(world, ANA, room_id, "m-1")
    await deletes(world, ANA, room_id)
    notice = await noted(world, room_id)
    before = await load_room_state(world, room_id)

    answers = [
        await world.call(react_to_message, of(room_id, id, emoji=HEART), as_=who)
        for who, id in [(EXPERT, "m-1"), (EXPERT, notice), (EXPERT, "m-2"), (BUDI, "m-1")]
    ]

    assert [(answer.status, answer.code) for answer in answers] == [
        (410, "message_deleted"),
        (422, "invalid"),
        (404, "message_not_found"),
        (404, "room_not_found"),
    ]
    assert await load_room_state(world, room_id) == before
