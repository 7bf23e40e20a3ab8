"""Files in a chat: who may put and fetch them, and when they go."""

from datetime import timedelta
from typing import Any, get_args

import httpx
import pytest

from functions.chat.create_attachment_upload import create_attachment_upload
from functions.chat.delete_message import delete_message
from functions.chat.download_attachment import download_attachment
from functions.chat.download_evidence import download_evidence
from functions.chat.report_message import report_message
from functions.chat.send_message import send_message
from shared.chat import store
from shared.chat.message_schemas import AttachmentType
from shared.chat.models import RoomKind
from shared.chat.settings import ChatSettings
from shared.gateways.storage import Storage
from tests.builders import NOON
from tests.chat.builders import opened, say
from tests.chat.seeds import PICTURE, a_file, as_it_is, blocked, leave, puts, sends_file, sends_picture
from tests.world import ADMIN, ANA, BUDI, EXPERT, Answer, Person, World

pytestmark = pytest.mark.emulator

MEGABYTE = 1024 * 1024
DONE = [("forget_upload", 200), ("delete_attachment", 200)]


async def downloads(world: World, who: Person, room_id: str, message_id: str = "m-1") -> Answer:
    """Ask where the file is to be had."""
    return await world.call(download_attachment, {"room_id": room_id, "message_id": message_id}, as_=who)


async def fetched(url: str) -> httpx.Response:
    """What lies at that address."""
    async with httpx.AsyncClient(trust_env=False) as app:
        return await app.get(url)


async def test_a_picture_goes_from_one_to_the_other(world: World, storage: Storage) -> None:
    """Leave, put, send, fetch: a browser shows it as the picture that it was said to be."""
    room_id = await opened(world, "ana", "dewi")
    key = await sends_picture(world, ANA, room_id, "m-1")

    answer = await downloads(world, EXPERT, room_id)

    file = await fetched(answer.body["url"])
    assert (answer.status, answer.body["expires_at"]) == (200, "2026-11-26T05:05:00Z")
    assert httpx.URL(answer.body["url"]).params["X-Amz-Expires"] == "300"
    assert (file.content, file.headers["content-type"]) == (PICTURE, "image/png")
    assert file.headers["content-disposition"] == "inline; filename*=UTF-8''cv.png"
    assert await storage.look(key) is not None


async def test_any_other_file_is_saved_under_its_name(world: World, storage: Storage) -> None:
    """What might do something when it is opened is not opened by the browser."""
    room_id = await opened(world, "ana", "dewi")
    upload = await leave(world, ANA, room_id, content_type="text/plain", name="Catatan é.txt", bytes=4)
    await puts(upload, b"Halo")
    named = {"upload_id": upload["upload_id"], "name": "Catatan é.txt"}
    await sends_file(world, ANA, room_id, "m-1", upload_id="", kind="file", attachment=named)

    answer = await downloads(world, ANA, room_id)

    file = await fetched(answer.body["url"])
    assert file.content == b"Halo"
    assert file.headers["content-disposition"] == "attachment; filename*=UTF-8''Catatan%20%C3%A9.txt"


async def test_a_leave_is_for_one_file_and_a_quarter_of_an_hour(world: World, storage: Storage) -> None:
    """What is kept of it goes after a day."""
    room_id = await opened(world, "ana", "dewi")

    body = await leave(world, ANA, room_id)

    upload = await world.get(store.upload_ref(room_id, body["upload_id"]))
    assert upload is not None
    assert body["expires_at"] == "2026-11-26T05:15:00Z"
    assert body["headers"] == {"content-type": "image/png", "content-length": str(len(PICTURE))}
    assert (upload.by, upload.bytes, upload.expire_at) == ("ana", len(PICTURE), NOON + timedelta(days=1))
    assert upload.key == f"rooms/{room_id}/ana/{upload.id}"
    assert f"/{upload.key}?" in body["url"]


@pytest.mark.parametrize("content_type", get_args(AttachmentType))
async def test_what_may_be_attached(world: World, storage: Storage, content_type: str) -> None:
    """Pictures, papers, sounds, films."""
    room_id = await opened(world, "ana", "dewi")

    answer = await world.call(create_attachment_upload, a_file(room_id, content_type=content_type), as_=ANA)

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
    room_id = await opened(world, "ana", "dewi")

    answer = await world.call(create_attachment_upload, a_file(room_id) | wrong, as_=ANA)

    assert (answer.status, answer.fields) == (422, [field])
    assert world.sent.entries == []


async def test_how_large_a_file_may_be_is_a_setting(world: World, storage: Storage) -> None:
    """To the byte."""
    await world.has((store.SETTINGS, ChatSettings(largest_attachment_mb=1)))
    room_id = await opened(world, "ana", "dewi")

    fits = await world.call(create_attachment_upload, a_file(room_id, bytes=MEGABYTE), as_=ANA)
    does_not = await world.call(create_attachment_upload, a_file(room_id, bytes=MEGABYTE + 1), as_=ANA)

    assert fits.status == 200
    assert (does_not.status, does_not.code, does_not.fields) == (422, "attachment_refused", ["bytes"])
    assert does_not.body["most"] == MEGABYTE


async def test_who_may_not_attach(world: World, storage: Storage) -> None:
    """A stranger, anybody in a closed room, either of two who are blocked."""
    room_id = await opened(world, "ana", "dewi")
    closed = await opened(world, "ana", "budi", kind=RoomKind.MENTOR_STUDENT, closes_at=NOON)

    answers = [await world.call(create_attachment_upload, a_file(room_id), as_=BUDI)]
    answers.append(await world.call(create_attachment_upload, a_file(closed), as_=ANA))
    await blocked(world, room_id, by=EXPERT)
    answers += [await world.call(create_attachment_upload, a_file(room_id), as_=who) for who in (ANA, EXPERT)]

    assert [(answer.status, answer.code) for answer in answers] == [
        (404, "room_not_found"),
        (409, "room_closed"),
        (403, "blocked"),
        (403, "blocked"),
    ]
    assert world.sent.entries == []


async def test_asking_twice_with_one_key_is_asking_once(world: World, storage: Storage) -> None:
    """An app that did not hear the answer gets leave for the same file."""
    room_id = await opened(world, "ana", "dewi")

    first, second = [
        await world.call(create_attachment_upload, a_file(room_id), as_=ANA, headers={"idempotency-key": "k-1"})
        for _ in range(2)
    ]

    assert first.body["upload_id"] == second.body["upload_id"]
    assert len(world.sent.entries) == 1


async def test_who_may_not_fetch(world: World, storage: Storage) -> None:
    """Whoever does not see the room, which blocked people no longer do."""
    room_id = await opened(world, "ana", "dewi")
    await sends_picture(world, ANA, room_id, "m-1")

    strangers = [await downloads(world, who, room_id) for who in (BUDI, ADMIN)]
    await blocked(world, room_id, by=EXPERT)
    apart = [await downloads(world, who, room_id) for who in (ANA, EXPERT)]

    assert {(answer.status, answer.code) for answer in strangers + apart} == {(404, "room_not_found")}


async def test_nothing_to_fetch(world: World, storage: Storage) -> None:
    """A message without a file, one whose file was never put, one that is not there."""
    room_id = await opened(world, "ana", "dewi")
    await say(world, ANA, room_id, "m-1")
    upload = await leave(world, ANA, room_id)
    await sends_file(world, ANA, room_id, "m-2", upload_id=upload["upload_id"])

    answers = [await downloads(world, EXPERT, room_id, id) for id in ("m-1", "m-2", "m-3")]

    assert [(answer.status, answer.code) for answer in answers] == [
        (409, "attachment_missing"),
        (409, "attachment_missing"),
        (404, "message_not_found"),
    ]


async def test_with_the_message_goes_its_file(world: World, storage: Storage) -> None:
    """At once for whoever asks; and what is put again by the leave that is still good goes when that has ended."""
    room_id = await opened(world, "ana", "dewi")
    upload = await leave(world, ANA, room_id)
    await puts(upload)
    await sends_file(world, ANA, room_id, "m-1", upload_id=upload["upload_id"])
    key = f"rooms/{room_id}/ana/{upload['upload_id']}"

    await world.call(delete_message, {"room_id": room_id, "message_id": "m-1"}, as_=ANA)
    answer = await downloads(world, EXPERT, room_id)
    delivered = await world.deliver()
    gone = await storage.look(key)
    await puts(upload)
    world.later(minutes=15)

    assert (answer.status, answer.code) == (410, "message_deleted")
    assert (delivered, gone) == ([("delete_attachment", 200)], None)
    assert await world.deliver() == [("delete_attachment", 200)]
    assert await storage.look(key) is None


async def test_what_is_never_sent_goes_after_a_day(world: World, storage: Storage) -> None:
    """The leave and the file."""
    room_id = await opened(world, "ana", "dewi")
    upload = await leave(world, ANA, room_id)
    await puts(upload)
    world.later(hours=24)

    delivered = await world.deliver()

    assert delivered == DONE
    assert await world.get(store.upload_ref(room_id, upload["upload_id"])) is None
    assert await storage.look(f"rooms/{room_id}/ana/{upload['upload_id']}") is None


async def test_what_was_sent_stays(world: World, storage: Storage) -> None:
    """The job that forgets uploads finds nothing to do."""
    room_id = await opened(world, "ana", "dewi")
    key = await sends_picture(world, ANA, room_id, "m-1")
    world.later(hours=24)

    delivered = await world.deliver()

    assert delivered == [("forget_upload", 200)]
    assert await storage.look(key) is not None


async def test_a_leave_is_not_used_after_its_day(world: World, storage: Storage) -> None:
    """Whether or not the job has come already."""
    room_id = await opened(world, "ana", "dewi")
    upload = await leave(world, ANA, room_id)
    world.later(hours=24)
    before = await as_it_is(world, room_id)
    attachment = {"upload_id": upload["upload_id"], "name": "cv.png"}
    wish = {"room_id": room_id, "message_id": "m-1", "kind": "image", "attachment": attachment}

    answer = await world.call(send_message, wish, as_=ANA)

    assert (answer.status, answer.code) == (409, "attachment_missing")
    assert await as_it_is(world, room_id) == before


async def test_the_file_of_a_reported_message_is_kept_as_evidence(world: World, storage: Storage) -> None:
    """Whoever sent it takes it back for everybody but those who decide about the report."""
    room_id = await opened(world, "ana", "dewi")
    await sends_picture(world, ANA, room_id, "m-1")
    asked = {"room_id": room_id, "message_id": "m-1", "reason": "abuse"}
    report = await world.call(report_message, asked, as_=EXPERT)
    await world.call(delete_message, {"room_id": room_id, "message_id": "m-1"}, as_=ANA)
    world.later(days=2)
    await world.deliver()

    answer = await world.call(download_evidence, {"report_id": report.body["report_id"]}, as_=ADMIN)

    assert answer.status == 200
    assert (await fetched(answer.body["url"])).content == PICTURE
    assert (await downloads(world, EXPERT, room_id)).code == "message_deleted"


async def test_no_evidence_to_fetch(world: World, storage: Storage) -> None:
    """No such report, one of a message without a file; and it is for admins alone."""
    room_id = await opened(world, "ana", "dewi")
    await say(world, ANA, room_id, "m-1")
    report = await world.call(report_message, {"room_id": room_id, "message_id": "m-1", "reason": "spam"}, as_=EXPERT)

    answers = [
        await world.call(download_evidence, {"report_id": id}, as_=who)
        for id, who in [("no-such", ADMIN), (report.body["report_id"], ADMIN), (report.body["report_id"], EXPERT)]
    ]

    assert [(answer.status, answer.code) for answer in answers] == [
        (404, "report_not_found"),
        (409, "attachment_missing"),
        (403, "forbidden"),
    ]
