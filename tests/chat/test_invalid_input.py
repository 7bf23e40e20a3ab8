"""Invalid input of the chat: each is refused with the right code, and changes nothing."""

from typing import Any

import pytest

from functions.chat.create_attachment_upload import create_attachment_upload
from functions.chat.edit_message import edit_message
from functions.chat.react_to_message import react_to_message
from functions.chat.report_message import report_message
from functions.chat.send_message import send_message
from shared.chat import store
from shared.chat.models import RoomKind
from shared.chat.schemas import MAX_BODY_LENGTH
from tests.builders import NOON
from tests.chat.builders import a_text_message, create_room, post_message
from tests.chat.message_steps import an_upload_request, block_room, load_message, load_room_state
from tests.world import ANA, BUDI, EXPERT, Answer, World

pytestmark = pytest.mark.emulator

NOTHING_TO_SEE = ["", "   ", "\n\t\n", "\u200b", "\u200e\u200f\u202e", "\u2060\ufeff", "\u3164", "\u2800\u2800"]
TOO_MUCH = ["x" * 100 * 1024, "😀" * 10_000, "x" * (MAX_BODY_LENGTH + 1)]
NO_TEXT = [None, 7, ["Halo"], {"text": "Halo"}, "a\x00b", "a\x1bb"]
STRANGE = [
    "שלום עולם",
    "مرحبا",
    "\u202eolaH",
    "a\u200bb",
    "👩‍👩‍👧‍👦" * 100,
    "Z̸̨̛a̶l̵g̷o̴",
    "x" * MAX_BODY_LENGTH,
    "<script>alert(1)</script>",
    "{{7*7}} ${x} %s",
    "'; DROP TABLE rooms; --",
]


@pytest.mark.parametrize("body", [*NOTHING_TO_SEE, *TOO_MUCH, *NO_TEXT], ids=lambda body: ascii(body)[:20])
async def test_no_text(world: World, body: Any) -> None:
    """Nothing to see, too much, or no text at all: neither sent nor put in a message's place."""
    room_id = await create_room(world, "ana", "dewi")
    await post_message(world, ANA, room_id, "m-0")
    before = await load_room_state(world, room_id)

    answers = [
        await world.call(send_message, a_text_message(room_id, "m-1") | {"body": body}, as_=ANA),
        await world.call(edit_message, {"room_id": room_id, "message_id": "m-0", "body": body}, as_=ANA),
    ]

    assert [(answer.status, answer.invalid_fields) for answer in answers] == [(422, ["body"])] * 2
    assert await load_room_state(world, room_id) == before


@pytest.mark.parametrize("body", STRANGE, ids=lambda body: ascii(body)[:20])
async def test_any_text(world: World, body: str) -> None:
    """Whatever can be seen can be said, in any alphabet and direction, and comes back as it was."""
    room_id = await create_room(world, "ana", "dewi")

    answer = await world.call(send_message, a_text_message(room_id, "m-1", body), as_=ANA)

    assert (answer.status, answer.body["body"]) == (200, body)
    assert (await load_message(world, room_id, "m-1")).body == body


@pytest.mark.parametrize(
    ("changed", "status", "field"),
    [
        ({"message_id": "a/b"}, 422, "message_id"),
        ({"message_id": "__name__"}, 422, "message_id"),
        ({"message_id": "x" * 200}, 422, "message_id"),
        ({"message_id": ""}, 422, "message_id"),
        ({"room_id": ".."}, 422, "room_id"),
        ({"kind": "voice"}, 422, "kind"),
        ({"kind": "image"}, 422, "attachment"),
        ({"kind": "file"}, 422, "attachment"),
        ({"attachment": {"upload_id": "u-1", "name": "a.png"}}, 422, "attachment"),
        ({"kind": "image", "attachment": {"upload_id": "a/b", "name": "a.png"}}, 422, "attachment.upload_id"),
        ({"kind": "image", "attachment": {"upload_id": "u-1", "name": ""}}, 422, "attachment.name"),
        ({"kind": "image", "attachment": {"upload_id": "u-1", "name": "a\nb"}}, 422, "attachment.name"),
        ({"reply_to": "no-such-message"}, 422, "reply_to"),
        ({"reply_to": "elsewhere"}, 422, "reply_to"),
        ({"sender": "dewi"}, 422, "sender"),
        ({"seq": 99}, 422, "seq"),
    ],
)
async def test_what_a_message_cannot_be(world: World, changed: dict[str, Any], status: int, field: str) -> None:
    """The field is named."""
    room_id = await create_room(world, "ana", "dewi")
    await post_message(world, ANA, await create_room(world, "ana", "budi"), "elsewhere")
    before = await load_room_state(world, room_id)

    answer = await world.call(send_message, a_text_message(room_id, "m-1") | changed, as_=ANA)

    assert (answer.status, answer.invalid_fields) == (status, [field])
    assert await load_room_state(world, room_id) == before


@pytest.mark.parametrize(
    ("content", "status"),
    [(b"", 422), (b"{", 422), (b"[]", 422), (b'"Halo"', 422), (b"\xff\xfe", 422), (b"x" * 300 * 1024, 413)],
    ids=["empty", "half", "list", "text", "no UTF-8", "300 KB"],
)
async def test_what_is_no_request(world: World, content: bytes, status: int) -> None:
    """Refused before anything is looked up."""
    answer = await world.call(send_message, content=content, as_=ANA, headers={"content-type": "application/json"})

    assert answer.status == status


async def test_a_lone_half_of_a_letter(world: World) -> None:
    """JSON can spell what no text can hold."""
    room_id = await create_room(world, "ana", "dewi")
    before = await load_room_state(world, room_id)
    content = b'{"room_id":"%b","message_id":"m-1","body":"\\ud800"}' % room_id.encode()

    answer = await world.call(send_message, content=content, as_=ANA, headers={"content-type": "application/json"})

    assert answer.status == 422
    assert await load_room_state(world, room_id) == before


async def test_where_one_may_not_write(world: World) -> None:
    """In a closed room, between blocked people, in a strangers' room; whatever one tries."""
    closed = await create_room(world, "budi", "dewi", kind=RoomKind.MENTOR_STUDENT, closes_at=NOON)
    apart = await create_room(world, "ana", "dewi")
    strangers = await create_room(world, "ana", "citra")
    await block_room(world, apart, by=EXPERT)
    before = [await load_room_state(world, room_id) for room_id in (closed, apart, strangers)]

    async def tried(room_id: str) -> list[Answer]:
        return [
            await world.call(send_message, a_text_message(room_id, "m-1"), as_=EXPERT),
            await world.call(create_attachment_upload, an_upload_request(room_id), as_=EXPERT),
        ]

    assert {(answer.status, answer.code) for answer in await tried(closed)} == {(409, "room_closed")}
    assert {(answer.status, answer.code) for answer in await tried(apart)} == {(403, "blocked")}
    assert {(answer.status, answer.code) for answer in await tried(strangers)} == {(404, "room_not_found")}
    assert [await load_room_state(world, room_id) for room_id in (closed, apart, strangers)] == before


async def test_anothers_message(world: World) -> None:
    """It is neither edited by who sees it, nor seen by who does not."""
    room_id = await create_room(world, "ana", "dewi")
    await post_message(world, ANA, room_id, "m-1")
    before = await load_room_state(world, room_id)
    named = {"room_id": room_id, "message_id": "m-1"}

    answers = [
        await world.call(edit_message, named | {"body": "Not mine"}, as_=EXPERT),
        await world.call(edit_message, named | {"body": "Not mine"}, as_=BUDI),
        await world.call(react_to_message, named | {"emoji": "👍"}, as_=BUDI),
        await world.call(report_message, named | {"reason": "spam"}, as_=BUDI),
    ]

    assert [answer.status for answer in answers] == [403, 404, 404, 404]
    assert await load_room_state(world, room_id) == before


async def test_an_unknown_attachment_type(world: World) -> None:
    """The field is named, and nothing is kept for later."""
    room_id = await create_room(world, "ana", "dewi")

    answer = await world.call(
        create_attachment_upload, an_upload_request(room_id, content_type="application/x-msdownload"), as_=ANA
    )

    assert (answer.status, answer.invalid_fields) == (422, ["content_type"])
    assert world.sent.entries == []
    assert await world.list_outbox_entries("ExpireUpload") == []


async def test_a_reply_to_another_rooms_message(world: World) -> None:
    """Even of a room that one is in oneself: what is said there stays there."""
    room_id = await create_room(world, "ana", "dewi")
    other = await create_room(world, "ana", "budi")
    await post_message(world, BUDI, other, "elsewhere", "A secret")
    before = await load_room_state(world, room_id)

    answer = await world.call(send_message, a_text_message(room_id, "m-1", reply_to="elsewhere"), as_=ANA)

    assert (answer.status, answer.invalid_fields) == (422, ["reply_to"])
    assert await world.get(store.message_ref(room_id, "m-1")) is None
    assert await load_room_state(world, room_id) == before
