"""Where rooms and messages are kept, and who may see them."""

from typing import Literal

from shared.chat.errors import MessageNotFound, RoomNotFound
from shared.chat.models import (
    Block,
    Inbox,
    Message,
    Participant,
    Presence,
    Room,
    RoomKind,
    Upload,
    unique_room_id,
    users_from_pair,
)
from shared.chat.settings import ChatSettings
from shared.kernel.actors import Actor
from shared.kernel.ids import MessageId, RoomId, UserId
from shared.kernel.ports import Query, Reader, Ref

SETTINGS = Ref("settings/chat", ChatSettings)


def room_ref(room_id: str) -> Ref[Room]:
    """Where a room is kept."""
    return Ref(f"rooms/{room_id}", Room)


def message_ref(room_id: str, message_id: str) -> Ref[Message]:
    """Where a message is kept."""
    return Ref(f"rooms/{room_id}/messages/{message_id}", Message)


def participant_ref(room_id: str, uid: str) -> Ref[Participant]:
    """Where it is kept how far somebody has come in a room, for the others to see."""
    return Ref(f"rooms/{room_id}/participants/{uid}", Participant)


def upload_ref(room_id: str, upload_id: str) -> Ref[Upload]:
    """Where leave to attach a file is kept until it is used."""
    return Ref(f"rooms/{room_id}/uploads/{upload_id}", Upload)


def inbox_ref(uid: str) -> Ref[Inbox]:
    """Where it is kept how far somebody has come in all rooms, for themselves."""
    return Ref(f"inboxes/{uid}", Inbox)


def block_ref(uid: str, other: str) -> Ref[Block]:
    """Where it is kept that *uid* has blocked *other*."""
    return Ref(f"users/{uid}/blocks/{other}", Block)


def presence_ref(uid: str) -> Ref[Presence]:
    """Where it is kept whether somebody is online."""
    return Ref(f"presence/{uid}", Presence)


def can_see_room(room: Room | None, actor: Actor) -> bool:
    """Whether this actor sees the room: its members do, and admins what is said to the support."""
    if room is None:
        return False
    return actor.id in room.members or (actor.role == "admin" and room.kind is RoomKind.SUPPORT)


def check_room_access(room: Room | None, room_id: RoomId, actor: Actor) -> Room:
    """The room, for those who see it. Raises `RoomNotFound`."""
    if room is None or not can_see_room(room, actor):
        raise RoomNotFound(room_id=room_id)
    return room


def check_room_access_or_blocked(room: Room | None, room_id: RoomId, actor: Actor) -> Room:
    """The room, for those who see it, or would if neither of the two had blocked the other."""
    if room is not None and room.blocked_by and actor.id in users_from_pair(room.pair or ""):
        return room
    return check_room_access(room, room_id, actor)


async def access_room(reader: Reader, room_id: RoomId, actor: Actor) -> Room:
    """The room, for those who see it. Raises `RoomNotFound`."""
    return check_room_access(await reader.get(room_ref(room_id)), room_id, actor)


async def access_message(reader: Reader, room_id: RoomId, message_id: MessageId, actor: Actor) -> tuple[Room, Message]:
    """A message and its room, for those who see it. Raises `RoomNotFound`, `MessageNotFound`."""
    found, message = await reader.get_many(room_ref(room_id), message_ref(room_id, message_id))
    room = check_room_access(found, room_id, actor)
    if message is None:
        raise MessageNotFound(message_id=message_id)
    return room, message


async def get_inbox(reader: Reader, uid: UserId) -> Inbox:
    """A person's inbox; empty before their first room."""
    return await reader.get(inbox_ref(uid)) or Inbox(id=uid)


async def get_chat_settings(reader: Reader) -> ChatSettings:
    """The chat's numbers as they are now."""
    return await reader.get(SETTINGS) or ChatSettings()


def rooms_of_user_query(*selves: UserId) -> Query[Room]:
    """The rooms that somebody sees, under whichever of their ids."""
    return Query("rooms", Room).matching("members", "array_contains_any", selves)


def latest_rooms_query(query: Query[Room], *, at: Literal["last_at", "support_at"] = "last_at") -> Query[Room]:
    """Return `query` with the rooms with the newest messages first."""
    return query.order_by(at, "desc").order_by("id", "desc")


def support_rooms_query() -> Query[Room]:
    """What people ask the support."""
    return Query("rooms", Room).matching("kind", "==", RoomKind.SUPPORT)


def rooms_of_pair_query(pair: str) -> Query[Room]:
    """All rooms of these two."""
    return Query("rooms", Room).matching("pair", "==", pair)


def support_room_id(uid: UserId) -> RoomId:
    """The room in which somebody asks the support."""
    return unique_room_id("support", uid)


def messages_query(room_id: RoomId) -> Query[Message]:
    """What was said in a room, the newest first."""
    return Query(f"rooms/{room_id}/messages", Message).order_by("seq", "desc")


def messages_after_query(room_id: RoomId, seq: int) -> Query[Message]:
    """What was said in a room behind number *seq*, in order."""
    return Query(f"rooms/{room_id}/messages", Message).order_by("seq").after(seq)
