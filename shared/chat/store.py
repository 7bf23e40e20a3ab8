"""Paths, queries and access checks of rooms, messages, inboxes, blocks and presence."""

from collections.abc import Sequence
from datetime import datetime
from typing import Literal

from shared.chat.block_models import Block, EndedBlocks
from shared.chat.errors import MessageNotFound, RoomNotFound
from shared.chat.inbox_models import Inbox
from shared.chat.invitation_models import RoomInvitation
from shared.chat.models import (
    Message,
    Participant,
    Presence,
    Room,
    RoomKind,
    SupportAnswer,
    Upload,
    unique_room_id,
    users_from_pair,
)
from shared.chat.settings import CHAT_SETTINGS, ChatSettings
from shared.kernel.actors import Actor
from shared.kernel.ids import MessageId, RoomId, UserId
from shared.kernel.ports import Query, Reader, Ref

SETTINGS = CHAT_SETTINGS.ref


def room_ref(room_id: str) -> Ref[Room]:
    """Build the reference to a room."""
    return Ref(f"rooms/{room_id}", Room)


def message_ref(room_id: str, message_id: str) -> Ref[Message]:
    """Build the reference to a message."""
    return Ref(f"rooms/{room_id}/messages/{message_id}", Message)


def participant_ref(room_id: str, uid: str) -> Ref[Participant]:
    """Build the reference to the state of a person in a room that other members see."""
    return Ref(f"rooms/{room_id}/participants/{uid}", Participant)


def support_answer_ref(room_id: str, message_id: str) -> Ref[SupportAnswer]:
    """Build the reference to the record of the admin who wrote a message as the support."""
    return Ref(f"rooms/{room_id}/answers/{message_id}", SupportAnswer)


def upload_ref(room_id: str, upload_id: str) -> Ref[Upload]:
    """Build the reference to an upload permission, which exists until it is used."""
    return Ref(f"rooms/{room_id}/uploads/{upload_id}", Upload)


def inbox_ref(uid: str) -> Ref[Inbox]:
    """Build the reference to the inbox of a person, which only that person sees."""
    return Ref(f"inboxes/{uid}", Inbox)


def block_ref(uid: str, other: str) -> Ref[Block]:
    """Build the reference to the block of `other` by `uid`."""
    return Ref(f"users/{uid}/blocks/{other}", Block)


def ended_blocks_ref(uid: str, other: str) -> Ref[EndedBlocks]:
    """Build the reference to the blocks of `other` that `uid` has taken back."""
    return Ref(f"users/{uid}/ended_blocks/{other}", EndedBlocks)


def blocks_query(uid: str) -> Query[Block]:
    """Build the query for the blocks of a person, at most 500."""
    return Query(f"users/{uid}/blocks", Block).first(500)


def invitation_ref(uid: str, room_id: str) -> Ref[RoomInvitation]:
    """Build the reference to the invitation of a person to a group."""
    return Ref(f"users/{uid}/room_invitations/{room_id}", RoomInvitation)


def open_invitations_query(uid: UserId, now: datetime) -> Query[RoomInvitation]:
    """Build the query for the invitations that a person can accept at `now`, the latest first."""
    return (
        Query(f"users/{uid}/room_invitations", RoomInvitation)
        .matching("declined", "==", False)
        .matching("expire_at", ">", now)
        .order_by("expire_at", "desc")
        .order_by("id", "desc")
    )


def presence_ref(uid: str) -> Ref[Presence]:
    """Build the reference to the presence of a person."""
    return Ref(f"presence/{uid}", Presence)


def can_see_room(room: Room | None, actor: Actor) -> bool:
    """Check if the actor sees the room: members see their rooms, and admins also all support rooms."""
    if room is None:
        return False
    return actor.id in room.members or (actor.has_admin_scope("support") and room.kind is RoomKind.SUPPORT)


def check_room_access(room: Room | None, room_id: RoomId, actor: Actor) -> Room:
    """Check that the room exists and that the actor sees the room, and return the room.

    Raises:
        RoomNotFound: The actor does not see such a room.
    """
    if room is None or not can_see_room(room, actor):
        raise RoomNotFound(room_id=room_id)
    return room


def check_room_access_or_blocked(room: Room | None, room_id: RoomId, actor: Actor) -> Room:
    """Check that the actor sees the room, or would see the room without a block, and return the room.

    Raises:
        RoomNotFound: The actor does not see such a room, for another reason than a block.
    """
    if room is not None and room.blocked_by and actor.id in users_from_pair(room.pair or ""):
        return room
    return check_room_access(room, room_id, actor)


async def access_room(reader: Reader, room_id: RoomId, actor: Actor) -> Room:
    """Get a room that the actor sees.

    Raises:
        RoomNotFound: The actor does not see such a room.
    """
    return check_room_access(await reader.get(room_ref(room_id)), room_id, actor)


async def access_message(reader: Reader, room_id: RoomId, message_id: MessageId, actor: Actor) -> tuple[Room, Message]:
    """Get a message and its room, which the actor sees.

    Raises:
        RoomNotFound: The actor does not see such a room.
        MessageNotFound: The room has no such message.
    """
    found, message = await reader.get_many(room_ref(room_id), message_ref(room_id, message_id))
    room = check_room_access(found, room_id, actor)
    if message is None:
        raise MessageNotFound(message_id=message_id)
    return room, message


async def get_inbox(reader: Reader, uid: UserId) -> Inbox:
    """Get the inbox of a person; empty before the first room."""
    return await reader.get(inbox_ref(uid)) or Inbox(id=uid)


async def get_chat_settings(reader: Reader) -> ChatSettings:
    """Get the settings of the chat, or the defaults if no admin has changed any."""
    return await reader.get(SETTINGS) or ChatSettings()


def rooms_of_user_query(*selves: UserId) -> Query[Room]:
    """Build the query for the rooms of which a person is a member under any of the ids `selves`."""
    return Query("rooms", Room).matching("members", "array_contains_any", selves)


def latest_rooms_query(query: Query[Room], *, at: Literal["last_at", "support_at"] = "last_at") -> Query[Room]:
    """Order `query` by the newest message, the latest first.

    Args:
        query: Query of rooms.
        at: Field with the time of the newest message; `support_at` for support rooms.
    """
    return query.order_by(at, "desc").order_by("id", "desc")


def support_rooms_query() -> Query[Room]:
    """Build the query for all support rooms."""
    return Query("rooms", Room).matching("kind", "==", RoomKind.SUPPORT)


def rooms_of_pair_query(pair: str) -> Query[Room]:
    """Build the query for all rooms of the two people of `pair`."""
    return Query("rooms", Room).matching("pair", "==", pair)


def rooms_of_pairs_query(pairs: Sequence[str]) -> Query[Room]:
    """Build the query for rooms of any of `pairs`, at most 30 pairs and 200 rooms."""
    return Query("rooms", Room).matching("pair", "in", list(pairs)).first(200)


def support_room_id(uid: UserId) -> RoomId:
    """Derive the id of a person's support room."""
    return unique_room_id("support", uid)


def messages_query(room_id: RoomId) -> Query[Message]:
    """Build the query for the messages of a room, the newest first."""
    return Query(f"rooms/{room_id}/messages", Message).order_by("seq", "desc")


def messages_since_query(room_id: RoomId, since: datetime) -> Query[Message]:
    """Build the query for the messages of a room that were sent at a time or later, the oldest first."""
    return Query(f"rooms/{room_id}/messages", Message).matching("sent_at", ">=", since).order_by("sent_at")


def messages_after_query(room_id: RoomId, seq: int) -> Query[Message]:
    """Build the query for the messages of a room with a number above `seq`, in ascending order."""
    return Query(f"rooms/{room_id}/messages", Message).order_by("seq").after(seq)
