"""Rooms, members and messages for the benchmarks of the chat."""

import json
from collections.abc import Sequence
from typing import Any

from shared.chat import inboxes, store
from shared.chat.inbox_models import Inbox
from shared.chat.models import Participant, Room, RoomKind
from shared.chat.settings import ChatSettings
from shared.gateways.firestore.client import Firestore
from shared.kernel.ids import RoomId, UserId
from shared.kernel.ports import Ref
from tests.benchmarks import load_generator, setup
from tests.world import Person

# Fewer limits than the chat's own would be a flood.
_SETTINGS = ChatSettings(burst=1_000, seconds_a_message=0.05)
MESSAGE_TEXT = "Halo, Kak! Boleh saya minta saran untuk wawancara minggu depan?"


def create_customers(prefix: str, count: int) -> list[Person]:
    """Create `count` customers."""
    return [Person(f"{prefix}-{number}") for number in range(count)]


async def open_rooms(db: Firestore, ids: Sequence[str], members: Sequence[Person]) -> None:
    """Store group rooms, each with all `members`.

    Each member gets a participant document in every room, and one inbox that lists them all.
    """
    uids = tuple(UserId(person.uid) for person in members)
    rooms = [
        Room(
            id=RoomId(id),
            kind=RoomKind.GROUP,
            name="Career group",
            members=uids,
            admins=uids[:1],
            last_at=setup.NOW,
            created_at=setup.NOW,
        )
        for id in ids
    ]
    things: list[tuple[Ref[Any], Any]] = [(store.SETTINGS, _SETTINGS)]
    things += [(store.room_ref(room.id), room) for room in rooms]
    for uid in uids:
        inbox = Inbox(id=uid)
        for room in rooms:
            inbox = inboxes.with_joined_room(inbox, room, uid.title())
            things.append((store.participant_ref(room.id, uid), Participant(id=uid, name=uid.title())))
        things.append((store.inbox_ref(uid), inbox))
    await setup.put_documents(db, things)


def build_message_body(room_id: str, message_id: str) -> dict[str, str]:
    """Build the body of `send_message`."""
    return {"room_id": room_id, "message_id": message_id, "body": MESSAGE_TEXT}


def build_message_request(url: str, project: str, who: Person, room_id: str, message_id: str) -> tuple[str, str]:
    """Build the HTTP request of `send_message` as text."""
    headers = who.headers(project) | {"content-type": "application/json"}
    body = json.dumps(build_message_body(room_id, message_id)).encode()
    return load_generator.build_http_request(f"{url}/", method="POST", headers=headers.items(), body=body)
