"""Steps of a message: sending attachments, loading stored messages, changing a room's state."""

from typing import Any

from functions.chat.create_attachment_upload import create_attachment_upload
from functions.chat.send_message import send_message
from shared.chat import store
from shared.chat.inbox_models import Inbox
from shared.chat.models import Message, Room, users_from_pair
from shared.kernel.ids import UserId
from tests.chat.builders import list_room_messages
from tests.chat.steps import load_room
from tests.world import Person, World, create_http_client

PNG_BYTES = b"\x89PNG\r\n\x1a\n and so on"


async def load_message(world: World, room_id: str, message_id: str) -> Message:
    """Load the stored message."""
    found = await world.get(store.message_ref(room_id, message_id))
    assert found is not None
    return found


async def load_room_state(world: World, room_id: str) -> tuple[Room, list[Message], list[Inbox | None]]:
    """Load everything of a room that a refused call must not change: room, messages, members' inboxes."""
    room = await load_room(world, room_id)
    people = await world.reader.get_all([store.inbox_ref(uid) for uid in users_from_pair(room.pair or "ana~budi")])
    return room, await list_room_messages(world, room_id), people


async def change_room(world: World, room_id: str, **changes: Any) -> None:
    """Store a room with changed fields."""
    await world.put_documents((store.room_ref(room_id), (await load_room(world, room_id)).having(**changes)))


async def block_room(world: World, room_id: str, *, by: Person) -> None:
    """Store a direct room as blocked by one member."""
    await change_room(world, room_id, members=(), blocked_by=(UserId(by.uid),))


def an_upload_request(room_id: str, **given: Any) -> dict[str, Any]:
    """Build the body of `create_attachment_upload`."""
    wanted = {"room_id": room_id, "name": "cv.png", "content_type": "image/png", "bytes": len(PNG_BYTES)}
    return wanted | given


async def request_upload(world: World, who: Person, room_id: str, **given: Any) -> dict[str, Any]:
    """Request an upload successfully, and return its URL, headers and id."""
    answer = await world.call(create_attachment_upload, an_upload_request(room_id, **given), as_=who)
    assert answer.status == 200, answer.body
    body: dict[str, Any] = answer.body
    return body


async def upload_bytes(upload: dict[str, Any], content: bytes = PNG_BYTES) -> None:
    """Put a file at a requested upload's URL, as an app does."""
    async with create_http_client() as app:
        (await app.put(upload["url"], content=content, headers=upload["headers"])).raise_for_status()


async def send_attachment(
    world: World, who: Person, room_id: str, message_id: str, *, upload_id: str, **given: Any
) -> None:
    """Send an uploaded file in a message, by default as an image."""
    attachment = {"upload_id": upload_id, "name": "cv.png"}
    wish = {"room_id": room_id, "message_id": message_id, "kind": "image", "attachment": attachment}
    answer = await world.call(send_message, wish | given, as_=who)
    assert answer.status == 200, answer.body


async def send_picture(world: World, who: Person, room_id: str, message_id: str, **given: Any) -> str:
    """Request an upload, put a picture there, send it, and return its storage key."""
    upload = await request_upload(world, who, room_id)
    await upload_bytes(upload)
    await send_attachment(world, who, room_id, message_id, upload_id=upload["upload_id"], **given)
    return f"rooms/{room_id}/{who.uid}/{upload['upload_id']}"
