"""Files in a chat: who may put and fetch them, and when they go."""

from datetime import timedelta
from typing import Any, get_args

import httpx
import pytest

from functions.chat.create_attachment_upload import create_attachment_upload
from functions.chat.delete_message import delete_message
from functions.chat.download_attachment import download_attachment
from functions.chat.send_message import send_message
from shared.chat import store
from shared.chat.models import RoomKind
from shared.chat.settings import ChatSettings
from shared.contracts.files import AttachmentType
from shared.gateways.storage import Storage
from shared.kernel.ports import Ref
from tests.builders import NOON
from tests.chat.builders import create_room, post_message
from tests.chat.message_steps import (
    PNG_BYTES,
    an_upload_request,
    block_room,
    load_room_state,
    request_upload,
    send_attachment,
    send_picture,
    upload_bytes,
)
from tests.world import ADMIN, ANA, BUDI, EXPERT, Answer, Person, World, create_http_client

pytestmark = pytest.mark.emulator

MEGABYTE = 1024 * 1024
DONE = [("expire_upload", 200), ("delete_attachment", 200)]


async def downloads(world: World, who: Person, room_id: str, message_id: str = "m-1") -> Answer:
    """Ask where the file is to be had."""
    return await world.call(download_attachment, {"room_id": room_id, "message_id": message_id}, as_=who)


async def fetched(url: str) -> httpx.Response:
    """What lies at that address."""
    async with create_http_client() as app:
        return await app.get(url)


async def put(leave: dict[str, Any], content: bytes) -> int:
    """Put something there; what the storage answers."""
    async with create_http_client() as app:
        return (await app.put(leave["url"], content=content, headers=leave["headers"])).status_code


async def forgotten(world: World, ref: Ref[Any]) -> None:
    """Let the database have forgotten what has ended."""
    unit = world.new_unit_of_work()
    unit.delete(ref)
    await world.documents.commit(unit.build_writes())


async def test_a_picture_goes_from_one_to_the_other(world: World, storage: Storage) -> None:
    """Leave, put, send, fetch: a browser shows it as the picture that it was said to be."""
    room_id = await create_room(world, "ana", "dewi")
    key = await send_picture(world, ANA, room_id, "m-1")

    answer = await downloads(world, EXPERT, room_id)

    file = await fetched(answer.body["url"])
    assert (answer.status, answer.body["expires_at"]) == (200, "2026-11-26T05:05:00Z")
    assert httpx.URL(answer.body["url"]).params["X-Amz-Expires"] == "300"
    assert (file.content, file.headers["content-type"]) == (PNG_BYTES, "image/png")
    assert file.headers["content-disposition"] == "inline; filename*=UTF-8''cv.png"
    assert await storage.find_file(key) is not None


async def test_any_other_file_is_saved_under_its_name(world: World, storage: Storage) -> None:
    """What might do something when it is opened is not opened by the browser."""
    room_id = await create_room(world, "ana", "dewi")
    upload = await request_upload(world, ANA, room_id, content_type="text/plain", name="Catatan é.txt", bytes=4)
    await upload_bytes(upload, b"Halo")
    named = {"upload_id": upload["upload_id"], "name": "Catatan é.txt"}
    await send_attachment(world, ANA, room_id, "m-1", upload_id="", kind="file", attachment=named)

    answer = await downloads(world, ANA, room_id)

    file = await fetched(answer.body["url"])
    assert file.content == b"Halo"
    assert file.headers["content-disposition"] == "attachment; filename*=UTF-8''Catatan%20%C3%A9.txt"


async def test_a_leave_is_for_one_file_and_a_quarter_of_an_hour(world: World, storage: Storage) -> None:
    """What is kept of it goes after a day; if no job takes it away, after another."""
    room_id = await create_room(world, "ana", "dewi")

    body = await request_upload(world, ANA, room_id)

    upload = await world.get(store.upload_ref(room_id, body["upload_id"]))
    assert upload is not None
    assert body["expires_at"] == "2026-11-26T05:15:00Z"
    length = str(len(PNG_BYTES))
    assert body["headers"] == {"content-type": "image/png", "content-length": length, "if-none-match": "*"}
    assert (upload.by, upload.bytes) == ("ana", len(PNG_BYTES))
    assert (upload.opened_at, upload.expire_at) == (NOON, NOON + timedelta(days=2))
    assert upload.key == f"rooms/{room_id}/ana/{upload.id}"
    assert f"/{upload.key}?" in body["url"]


@pytest.mark.parametrize("content_type", get_args(AttachmentType))
async def test_what_may_be_attached(world: World, storage: Storage, content_type: str) -> None:
    """Pictures, papers, sounds, films."""
    room_id = await create_room(world, "ana", "dewi")

    answer = await world.call(create_attachment_upload, an_upload_request(room_id, content_type=content_type), as_=ANA)

    assert (answer.status, answer.body["headers"]["content-type"]) == (200, content_type)


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"content_type": "image/svg+xml"}, "content_type"),
        ({"content_type": "text/html"}, "content_type"),
        ({"content_type": "image/png; charset=utf-8"}, "content_type"),
        ({"content_type": ""}, "content_type"),
        ({"bytes": 0}, "bytes"),
        ({"bytes": -1}, "bytes"),
        ({"bytes": "9"}, "bytes"),
        ({"bytes": 25 * MEGABYTE + 1}, "bytes"),
        ({"bytes": 10**30}, "bytes"),
        ({"name": ""}, "name"),
        ({"name": "  "}, "name"),
        ({"name": "../../etc/passwd"}, "name"),
        ({"name": "a\\b.png"}, "name"),
        ({"name": "a\nb.png"}, "name"),
        ({"name": "a\x00.png"}, "name"),
        ({"name": "a\x85.png"}, "name"),
        ({"name": "harmless\u202egnp.exe"}, "name"),
        ({"name": "harmless\u2066gnp.exe"}, "name"),
        ({"name": "a" * 201}, "name"),
        ({"room_id": "a/b"}, "room_id"),
    ],
)
async def test_what_may_not_be_attached(world: World, storage: Storage, wrong: dict[str, Any], field: str) -> None:
    """The field is named, and no leave is given."""
    room_id = await create_room(world, "ana", "dewi")

    answer = await world.call(create_attachment_upload, an_upload_request(room_id) | wrong, as_=ANA)

    assert (answer.status, answer.invalid_fields) == (422, [field])
    assert world.sent.entries == []


async def test_how_large_a_file_may_be_is_a_setting(world: World, storage: Storage) -> None:
    """To the byte."""
    await world.put_documents((store.SETTINGS, ChatSettings(largest_attachment_mb=1)))
    room_id = await create_room(world, "ana", "dewi")

    fits = await world.call(create_attachment_upload, an_upload_request(room_id, bytes=MEGABYTE), as_=ANA)
    does_not = await world.call(create_attachment_upload, an_upload_request(room_id, bytes=MEGABYTE + 1), as_=ANA)

    assert fits.status == 200
    assert (does_not.status, does_not.code, does_not.invalid_fields) == (422, "attachment_refused", ["bytes"])
    assert does_not.body["most"] == MEGABYTE


async def test_who_may_not_attach(world: World, storage: Storage) -> None:
    """A stranger, anybody in a closed room, either of two who are blocked."""
    room_id = await create_room(world, "ana", "dewi")
    closed = await create_room(world, "ana", "budi", kind=RoomKind.MENTOR_STUDENT, closes_at=NOON)

    answers = [await world.call(create_attachment_upload, an_upload_request(room_id), as_=BUDI)]
    answers.append(await world.call(create_attachment_upload, an_upload_request(closed), as_=ANA))
    await block_room(world, room_id, by=EXPERT)
    answers += [
        await world.call(create_attachment_upload, an_upload_request(room_id), as_=who) for who in (ANA, EXPERT)
    ]

    assert [(answer.status, answer.code) for answer in answers] == [
        (404, "room_not_found"),
        (409, "room_closed"),
        (403, "blocked"),
        (403, "blocked"),
    ]
    assert world.sent.entries == []


async def test_asking_twice_with_one_key_is_asking_once(world: World, storage: Storage) -> None:
    """An app that did not hear the answer gets leave for the same file."""
    room_id = await create_room(world, "ana", "dewi")

    first, second = [
        await world.call(
            create_attachment_upload, an_upload_request(room_id), as_=ANA, headers={"idempotency-key": "k-1"}
        )
        for _ in range(2)
    ]

    assert first.body["upload_id"] == second.body["upload_id"]
    assert len(world.sent.entries) == 1


async def test_a_leave_asked_for_again_is_no_younger(world: World, storage: Storage) -> None:
    """It is good for what is left of the quarter of an hour; then, and weeks later, no more."""
    room_id = await create_room(world, "ana", "dewi")
    key = {"idempotency-key": "k-1"}
    await world.call(create_attachment_upload, an_upload_request(room_id), as_=ANA, headers=key)

    answers = []
    for minutes in (10, 4, 1, 20 * 24 * 60):
        world.later(minutes=minutes)
        answers.append(await world.call(create_attachment_upload, an_upload_request(room_id), as_=ANA, headers=key))

    soon, sooner, *ended = answers
    assert (soon.body["expires_at"], sooner.body["expires_at"]) == ("2026-11-26T05:15:00Z", "2026-11-26T05:15:00Z")
    assert [httpx.URL(one.body["url"]).params["X-Amz-Expires"] for one in (soon, sooner)] == ["300", "60"]
    assert [(one.status, one.code) for one in ended] == [(410, "leave_ended")] * 2


async def test_what_was_put_is_not_replaced(world: World, storage: Storage) -> None:
    """Neither before it is sent nor after, by the same leave or by one asked for again."""
    room_id = await create_room(world, "ana", "dewi")
    key = {"idempotency-key": "k-1"}
    first = await world.call(create_attachment_upload, an_upload_request(room_id), as_=ANA, headers=key)
    await upload_bytes(first.body)

    before = await put(first.body, PNG_BYTES[::-1])
    await send_attachment(world, ANA, room_id, "m-1", upload_id=first.body["upload_id"])
    world.later(minutes=10)
    second = await world.call(create_attachment_upload, an_upload_request(room_id), as_=ANA, headers=key)
    after = [await put(again.body, PNG_BYTES[::-1]) for again in (first, second)]

    assert (before, after) == (412, [412, 412])
    assert (await fetched((await downloads(world, EXPERT, room_id)).body["url"])).content == PNG_BYTES


async def test_who_may_not_fetch(world: World, storage: Storage) -> None:
    """Whoever does not see the room, which blocked people no longer do."""
    room_id = await create_room(world, "ana", "dewi")
    await send_picture(world, ANA, room_id, "m-1")

    strangers = [await downloads(world, who, room_id) for who in (BUDI, ADMIN)]
    await block_room(world, room_id, by=EXPERT)
    apart = [await downloads(world, who, room_id) for who in (ANA, EXPERT)]

    assert {(answer.status, answer.code) for answer in strangers + apart} == {(404, "room_not_found")}


async def test_nothing_to_fetch(world: World, storage: Storage) -> None:
    """A message without a file, one whose file was never put, one that is not there."""
    room_id = await create_room(world, "ana", "dewi")
    await post_message(world, ANA, room_id, "m-1")
    upload = await request_upload(world, ANA, room_id)
    await send_attachment(world, ANA, room_id, "m-2", upload_id=upload["upload_id"])

    answers = [await downloads(world, EXPERT, room_id, id) for id in ("m-1", "m-2", "m-3")]

    assert [(answer.status, answer.code) for answer in answers] == [
        (409, "attachment_missing"),
        (409, "attachment_missing"),
        (404, "message_not_found"),
    ]


async def deliver_file_jobs(world: World) -> list[tuple[str, int]]:
    """Deliver everything that is due, and return the deliveries that concern files."""
    return [answer for answer in await world.deliver() if answer[0] != "announce_messages"]


async def test_with_the_message_goes_its_file(world: World, storage: Storage) -> None:
    """At once for whoever asks; and what is put again by the leave that is still good goes when that has ended."""
    room_id = await create_room(world, "ana", "dewi")
    upload = await request_upload(world, ANA, room_id)
    await upload_bytes(upload)
    await send_attachment(world, ANA, room_id, "m-1", upload_id=upload["upload_id"])
    key = f"rooms/{room_id}/ana/{upload['upload_id']}"

    await world.call(delete_message, {"room_id": room_id, "message_id": "m-1"}, as_=ANA)
    answer = await downloads(world, EXPERT, room_id)
    delivered = await deliver_file_jobs(world)
    gone = await storage.find_file(key)
    await upload_bytes(upload)
    world.later(minutes=15)

    assert (answer.status, answer.code) == (410, "message_deleted")
    assert (delivered, gone) == ([("delete_attachment", 200)], None)
    assert await deliver_file_jobs(world) == [("delete_attachment", 200)]
    assert await storage.find_file(key) is None


async def test_what_is_never_sent_goes_after_a_day(world: World, storage: Storage) -> None:
    """The leave and the file."""
    room_id = await create_room(world, "ana", "dewi")
    upload = await request_upload(world, ANA, room_id)
    await upload_bytes(upload)
    world.later(hours=24)

    delivered = await deliver_file_jobs(world)

    assert delivered == DONE
    assert await world.get(store.upload_ref(room_id, upload["upload_id"])) is None
    assert await storage.find_file(f"rooms/{room_id}/ana/{upload['upload_id']}") is None


async def test_what_was_sent_stays(world: World, storage: Storage) -> None:
    """The job that forgets uploads finds nothing to do."""
    room_id = await create_room(world, "ana", "dewi")
    key = await send_picture(world, ANA, room_id, "m-1")
    world.later(hours=24)

    delivered = await deliver_file_jobs(world)

    assert delivered == [("expire_upload", 200)]
    assert await storage.find_file(key) is not None


@pytest.mark.parametrize(("hours", "comes"), [(24, True), (48, False)])
async def test_a_leave_is_not_used_after_its_day(world: World, storage: Storage, hours: int, comes: bool) -> None:
    """The job takes it away; if that does not come, it ends a day later."""
    room_id = await create_room(world, "ana", "dewi")
    upload = await request_upload(world, ANA, room_id)
    world.later(hours=hours)
    if comes:
        await world.deliver()
    before = await load_room_state(world, room_id)
    attachment = {"upload_id": upload["upload_id"], "name": "cv.png"}
    wish = {"room_id": room_id, "message_id": "m-1", "kind": "image", "attachment": attachment}

    answer = await world.call(send_message, wish, as_=ANA)

    assert (answer.status, answer.code) == (409, "attachment_missing")
    assert await load_room_state(world, room_id) == before


@pytest.mark.parametrize("sent", [True, False])
async def test_a_late_job_finds_out_what_became_of_a_leave(world: World, storage: Storage, sent: bool) -> None:
    """When the database has forgotten the leave first, the file of a message stays, and one never sent goes."""
    room_id = await create_room(world, "ana", "dewi")
    upload = await request_upload(world, ANA, room_id)
    await upload_bytes(upload)
    world.later(hours=1)
    await post_message(world, ANA, room_id, "m-1")
    if sent:
        await send_attachment(world, ANA, room_id, "m-2", upload_id=upload["upload_id"])
    else:
        await forgotten(world, store.upload_ref(room_id, upload["upload_id"]))
    world.later(days=3)

    delivered = await deliver_file_jobs(world)

    assert delivered == (DONE[:1] if sent else DONE)
    assert (await storage.find_file(f"rooms/{room_id}/ana/{upload['upload_id']}") is not None) == sent
