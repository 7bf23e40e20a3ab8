"""Builders of rooms with members, stored without a call."""

from datetime import timedelta
from typing import Any

from functions.chat.send_message import send_message
from shared.chat import inboxes, store
from shared.chat.inbox_models import Inbox
from shared.chat.models import Message, Participant, Room, RoomKind, pair_from_users, unique_room_id
from shared.chat.settings import ChatSettings
from shared.identity import store as identity
from shared.kernel.ids import RoomId, UserId
from tests.bookings.steps import a_user
from tests.builders import NOON
from tests.world import EXPERT, Answer, Person, World

NO_FLOOD_LIMIT = ChatSettings(burst=1_000)
"""Chat settings whose flood limit no test reaches."""


def a_room(*people: str, **given: Any) -> Room:
    """Build a direct room for two people, or a group for more."""
    direct = len(people) == 2
    pair = pair_from_users(*people) if direct else None
    values: dict[str, Any] = {
        "id": unique_room_id("direct", pair) if pair else RoomId("a-group"),
        "kind": RoomKind.DIRECT if direct else RoomKind.GROUP,
        "name": None if direct else "Career group",
        "members": tuple(UserId(uid) for uid in people),
        "admins": () if direct else (UserId(people[0]),),
        "pair": pair,
        "names": {uid: uid.title() for uid in people} if direct else {},
        "last_at": NOON - timedelta(hours=1),
        "created_at": NOON - timedelta(hours=1),
    } | given
    return Room(**values)


async def add_room(world: World, room: Room) -> RoomId:
    """Store a room with each member's user, inbox and participant document, and return the room's id."""
    for uid in room.members:
        inbox = await world.get(store.inbox_ref(uid)) or Inbox(id=uid)
        await world.put_documents((store.inbox_ref(uid), inboxes.with_joined_room(inbox, room, uid.title())))
        await world.put_documents((store.participant_ref(room.id, uid), Participant(id=uid, name=uid.title())))
        role = "expert" if uid == EXPERT.uid else "customer"
        await world.put_documents((identity.user_ref(uid), a_user(uid, role=role)))
    await world.put_documents((store.room_ref(room.id), room))
    return room.id


async def create_room(world: World, *people: str, **given: Any) -> RoomId:
    """Build and store a room of these people, and return its id."""
    return await add_room(world, a_room(*people, **given))


def a_text_message(room_id: str, message_id: str, body: str = "Halo, apa kabar?", **given: Any) -> dict[str, Any]:
    """Build the body of `send_message`."""
    return {"room_id": room_id, "message_id": message_id, "body": body} | given


async def post_message(
    world: World, who: Person, room_id: str, message_id: str, body: str = "Halo, apa kabar?"
) -> Answer:
    """Send a text message successfully, and return the answer."""
    answer = await world.call(send_message, a_text_message(room_id, message_id, body), as_=who)
    assert answer.status == 200, answer.body
    return answer


async def list_room_messages(world: World, room_id: str) -> list[Message]:
    """List the stored messages of a room in order."""
    return (await world.reader.query(store.messages_query(RoomId(room_id))))[::-1]


def is_from_user(message: Message, uid: str) -> bool:
    """Return whether a user sent the message, or caused the notice that it holds."""
    return uid in (message.sender, message.notice.by if message.notice else None)
