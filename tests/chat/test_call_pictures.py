"""Pictures in calls: nobody gets one before hidden data and its file's name are gone."""

from typing import Any

import httpx
import pytest

from functions.chat.clean_picture import clean_picture
from functions.chat.create_attachment_upload import create_attachment_upload
from functions.chat.delete_message import delete_message
from functions.chat.download_attachment import download_attachment
from functions.chat.download_evidence import download_evidence
from functions.chat.report_message import report_message
from functions.chat.send_message import send_message
from shared.chat import store
from shared.chat.models import MessageAttachment
from shared.gateways.storage import Storage
from tests.chat.builders import create_room
from tests.chat.message_steps import (
    an_upload_request,
    load_message,
    request_upload,
    send_attachment,
    upload_bytes,
)
from tests.pairing.steps import TRIAL_CUSTOMER, start_session_with_expert
from tests.pictures import color_at, list_hidden_data, png_of_size, read_picture, write_picture
from tests.world import ADMIN, ANA, EXPERT, Answer, Person, World, create_http_client

pytestmark = pytest.mark.emulator

PHOTO = write_picture("JPEG")
NAMED_BY_PHONE = "IMG_20261126_Rumah-Ana.jpg"
CLEANED = ("clean_picture", 200)
DELETED = ("delete_attachment", 200)


@pytest.fixture
async def call(world: World, storage: Storage) -> str:
    """Provide the room of a running call between Ana and the expert."""
    room_id = (await start_session_with_expert(world))["session_id"]
    await world.deliver()
    return room_id


async def sends(
    world: World, who: Person, room_id: str, content: bytes = PHOTO, *, content_type: str = "image/jpeg"
) -> str:
    """Upload a picture and send it as `m-1`; return the id of the upload."""
    upload = await request_upload(
        world, who, room_id, content_type=content_type, bytes=len(content), name=NAMED_BY_PHONE
    )
    await upload_bytes(upload, content)
    attachment = {"upload_id": upload["upload_id"], "name": NAMED_BY_PHONE}
    await send_attachment(world, who, room_id, "m-1", upload_id="", attachment=attachment)
    id: str = upload["upload_id"]
    return id


async def downloads(world: World, who: Person, room_id: str) -> Answer:
    """Ask for the file of the message `m-1`."""
    return await world.call(download_attachment, {"room_id": room_id, "message_id": "m-1"}, as_=who)


async def fetched(answer: Answer) -> httpx.Response:
    """Fetch the file that an answer leads to."""
    assert answer.status == 200, answer.body
    async with create_http_client() as app:
        return await app.get(answer.body["url"])


async def attachment_of(world: World, room_id: str) -> MessageAttachment:
    """Load the attachment of the message `m-1`."""
    attachment = (await load_message(world, room_id, "m-1")).attachment
    assert attachment is not None
    return attachment


@pytest.mark.parametrize(("sender", "receiver"), [(TRIAL_CUSTOMER, EXPERT), (EXPERT, TRIAL_CUSTOMER)])
@pytest.mark.parametrize(("kind", "ending"), [("JPEG", "jpg"), ("PNG", "png"), ("WEBP", "webp")])
async def test_a_picture_loses_its_hidden_data_and_its_name(
    world: World, call: str, sender: Person, receiver: Person, kind: str, ending: str
) -> None:
    """The other side gets the same picture, upright, without place, maker, comments and the phone's file name."""
    photo, content_type = write_picture(kind), f"image/{kind.lower()}"
    await sends(world, sender, call, photo, content_type=content_type)
    await world.deliver()

    file = await fetched(await downloads(world, receiver, call))

    attachment = await attachment_of(world, call)
    picture = read_picture(file.content)
    assert (list_hidden_data(photo) != [], list_hidden_data(file.content)) == (True, [])
    assert (color_at(picture, 0.5, 0.1), color_at(picture, 0.5, 0.9)) == ("red", "blue")
    assert file.headers["content-disposition"] == f"inline; filename*=UTF-8''gambar.{ending}"
    assert (attachment.name, attachment.content_type) == (f"gambar.{ending}", content_type)
    assert (attachment.bytes, attachment.cleaning) == (len(file.content), "done")


async def test_nothing_can_be_fetched_before(world: World, call: str, storage: Storage) -> None:
    """Neither side gets a link, no file lies under the message's key, and the phone's name is nowhere."""
    sent = await sends(world, TRIAL_CUSTOMER, call)

    answers = [await downloads(world, who, call) for who in (EXPERT, TRIAL_CUSTOMER)]

    attachment = await attachment_of(world, call)
    assert [(answer.status, answer.code) for answer in answers] == [(409, "attachment_not_ready")] * 2
    assert (attachment.name, attachment.cleaning) == ("gambar.jpg", "pending")
    assert await storage.find_file(attachment.key) is None
    assert await storage.find_file(f"uncleaned/{attachment.key}") is not None
    assert attachment.key.endswith(sent)


async def test_the_original_is_deleted(world: World, call: str, storage: Storage) -> None:
    """At once, and again when the upload URL, which may have written the file again, has expired."""
    upload = await request_upload(world, TRIAL_CUSTOMER, call, content_type="image/jpeg", bytes=len(PHOTO))
    await upload_bytes(upload, PHOTO)
    await send_attachment(world, TRIAL_CUSTOMER, call, "m-1", upload_id=upload["upload_id"])
    await world.deliver()
    original = f"uncleaned/{(await attachment_of(world, call)).key}"

    at_once = await storage.find_file(original)
    await upload_bytes(upload, PHOTO)
    world.later(minutes=15)
    await world.deliver()

    assert at_once is None
    assert await storage.find_file(original) is None
    assert (await downloads(world, EXPERT, call)).status == 200
    assert await world.get(store.upload_ref(call, upload["upload_id"])) is None


async def test_a_task_that_arrives_twice_changes_nothing(world: World, call: str, storage: Storage) -> None:
    """Neither after the first has ended, nor when the first was cut off behind the copy."""
    upload_id = await sends(world, TRIAL_CUSTOMER, call)
    (job,) = [entry.payload for entry in world.sent.entries if entry.type == "CleanPicture"]
    key = (await attachment_of(world, call)).key
    await storage.write_file(key, b"cut off", content_type="image/jpeg")

    await world.deliver()
    once = await fetched(await downloads(world, EXPERT, call))
    again = await world.call.deliver_task(clean_picture, job)

    assert again.status == 200
    assert (await fetched(await downloads(world, EXPERT, call))).content == once.content
    assert read_picture(once.content).size == (40, 60)
    assert await world.get(store.upload_ref(call, upload_id)) is None


@pytest.mark.parametrize(
    ("content", "cleaning"),
    [
        (b"\x89PNG\r\n\x1a\n and so on", "unreadable"),
        (PHOTO[: len(PHOTO) // 2], "unreadable"),
        (b"%PDF-1.7 /Author (Ana)", "unreadable"),
        (png_of_size(20_000, 20_000), "too_large"),
    ],
    ids=("damaged", "truncated", "another type", "bomb"),
)
async def test_a_picture_that_cannot_be_cleaned_is_not_taken(
    world: World, call: str, storage: Storage, content: bytes, cleaning: str
) -> None:
    """The message says why; nobody gets the file, and the original is deleted."""
    await sends(world, TRIAL_CUSTOMER, call, content)

    delivered = await world.deliver()

    attachment = await attachment_of(world, call)
    answer = await downloads(world, EXPERT, call)
    assert delivered == [CLEANED, DELETED]
    assert attachment.cleaning == cleaning
    assert (answer.status, answer.code) == (409, "attachment_missing")
    assert [await storage.find_file(key) for key in (attachment.key, f"uncleaned/{attachment.key}")] == [None, None]


@pytest.mark.parametrize("content_type", ["image/gif", "application/pdf", "text/plain", "video/mp4", "audio/mp4"])
@pytest.mark.parametrize("who", [TRIAL_CUSTOMER, EXPERT])
async def test_what_cannot_be_cleaned_is_not_taken_in_a_call(
    world: World, call: str, who: Person, content_type: str
) -> None:
    """The field is named with the types that are taken; in other rooms such a file may be sent."""
    room_id = await create_room(world, "ana", "dewi")

    answer = await world.call(create_attachment_upload, an_upload_request(call, content_type=content_type), as_=who)

    elsewhere = await world.call(
        create_attachment_upload, an_upload_request(room_id, content_type=content_type), as_=who
    )
    assert (answer.status, answer.code, answer.invalid_fields) == (422, "attachment_refused", ["content_type"])
    assert answer.body["allowed"] == ["image/jpeg", "image/png", "image/webp"]
    assert elsewhere.status == 200


async def test_a_file_that_comes_late_is_waited_for(world: World, call: str) -> None:
    """While the upload URL works, the task looks again each minute."""
    upload = await request_upload(world, EXPERT, call, content_type="image/jpeg", bytes=len(PHOTO))
    await send_attachment(world, EXPERT, call, "m-1", upload_id=upload["upload_id"])
    early = await world.deliver()
    await upload_bytes(upload, PHOTO)
    pending = (await attachment_of(world, call)).cleaning
    world.later(minutes=1)

    await world.deliver()

    assert early == [CLEANED]
    assert (pending, (await attachment_of(world, call)).cleaning) == ("pending", "done")
    assert (await downloads(world, TRIAL_CUSTOMER, call)).status == 200


async def test_a_file_that_never_comes_is_missing(world: World, call: str) -> None:
    """The wait ends with the upload URL."""
    upload = await request_upload(world, EXPERT, call, content_type="image/jpeg", bytes=len(PHOTO))
    await send_attachment(world, EXPERT, call, "m-1", upload_id=upload["upload_id"])

    for _ in range(16):
        await world.deliver()
        world.later(minutes=1)

    assert (await attachment_of(world, call)).cleaning == "missing"
    assert [entry for entry in world.sent.entries if entry.type == "CleanPicture"] == []


async def test_a_cleaning_that_never_ends_is_given_up(world: World, call: str, storage: Storage) -> None:
    """When every attempt was cut off, the original goes after a day and the message says that there is no picture."""
    await sends(world, TRIAL_CUSTOMER, call)
    world.sent.entries = [entry for entry in world.sent.entries if entry.type != "CleanPicture"]
    world.later(days=1)

    delivered = await world.deliver()

    attachment = await attachment_of(world, call)
    assert {("expire_upload", 200), DELETED} <= set(delivered)
    assert attachment.cleaning == "unreadable"
    assert await storage.find_file(f"uncleaned/{attachment.key}") is None
    assert (await downloads(world, EXPERT, call)).code == "attachment_missing"


async def test_a_message_that_is_deleted_meanwhile_leaves_no_file(world: World, call: str, storage: Storage) -> None:
    """Neither the original nor the clean copy stays."""
    await sends(world, TRIAL_CUSTOMER, call)
    key = (await attachment_of(world, call)).key
    cleanings = [entry for entry in world.sent.entries if entry.type == "CleanPicture"]
    world.sent.entries = []
    await world.call(delete_message, {"room_id": call, "message_id": "m-1"}, as_=TRIAL_CUSTOMER)
    await world.deliver()
    world.sent.entries += cleanings

    await world.deliver()

    assert [await storage.find_file(one) for one in (key, f"uncleaned/{key}")] == [None, None]
    assert (await load_message(world, call, "m-1")).attachment is None


async def test_evidence_is_clean_too(world: World, call: str) -> None:
    """Admins see the reported picture, without the data that tells who the anonymous customer is."""
    await sends(world, TRIAL_CUSTOMER, call)
    report = await world.call(report_message, {"room_id": call, "message_id": "m-1", "reason": "abuse"}, as_=EXPERT)
    asked = {"report_id": report.body["report_id"]}
    before = await world.call(download_evidence, asked, as_=ADMIN)
    await world.deliver()
    await world.call(delete_message, {"room_id": call, "message_id": "m-1"}, as_=TRIAL_CUSTOMER)
    world.later(minutes=20)
    await world.deliver()

    file = await fetched(await world.call(download_evidence, asked, as_=ADMIN))

    assert (before.status, before.code) == (409, "attachment_missing")
    assert list_hidden_data(file.content) == []


async def test_one_upload_is_for_one_message(world: World, call: str) -> None:
    """An upload that is being cleaned cannot be sent again; the same message again is the same."""
    upload_id = await sends(world, TRIAL_CUSTOMER, call)
    wish: dict[str, Any] = {"kind": "image", "attachment": {"upload_id": upload_id, "name": NAMED_BY_PHONE}}

    again = await world.call(send_message, {"room_id": call, "message_id": "m-1"} | wish, as_=TRIAL_CUSTOMER)
    another = await world.call(send_message, {"room_id": call, "message_id": "m-2"} | wish, as_=TRIAL_CUSTOMER)

    assert (again.status, again.body["attachment"]["cleaning"]) == (200, "pending")
    assert (another.status, another.code) == (409, "attachment_missing")


async def test_pictures_of_other_rooms_stay_as_they_are(world: World, storage: Storage) -> None:
    """Where people know each other nothing is changed, and nothing waits."""
    room_id = await create_room(world, "ana", "dewi")

    await sends(world, ANA, room_id)

    file = await fetched(await downloads(world, EXPERT, room_id))
    attachment = await attachment_of(world, room_id)
    assert file.content == PHOTO
    assert (attachment.name, attachment.cleaning) == (NAMED_BY_PHONE, None)
