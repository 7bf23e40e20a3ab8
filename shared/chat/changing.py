"""Changing what was said: editing, deleting, reacting. A message keeps its number, whatever becomes of it."""

from datetime import datetime, timedelta
from typing import Any

from shared.chat import attachments, contacts, rules, store
from shared.chat.errors import (
    Blocked,
    MessageDeleted,
    MessageNotFound,
    NotYours,
    TooLateToChange,
    TooManyReactions,
)
from shared.chat.models import Message, MessageKind, Room, RoomKind
from shared.chat.settings import ChatSettings
from shared.kernel.actors import Actor
from shared.kernel.errors import Invalid
from shared.kernel.ids import MessageId, RoomId, UserId
from shared.kernel.ports import Ref, UnitOfWork

MOST_REACTIONS = 20


async def edit(
    uow: UnitOfWork, room_id: RoomId, message_id: MessageId, body: str, *, actor: Actor, now: datetime
) -> Message:
    """Say something else instead. Saying the same again changes nothing.

    Raises `RoomNotFound`, `MessageNotFound`, `Blocked`, `RoomClosed`, `NotYours`, `MessageDeleted`, `TooLateToChange`.
    """
    room, message = await _look(uow, room_id, message_id, actor, store.SETTINGS)
    settings = await store.settings(uow)
    rules.writable(room, now)
    if message.sender != actor.id:
        raise NotYours()
    there(message)
    body, warning = contacts.filtered(body, settings.contacts)
    if body == message.body:
        return message
    in_time(message.sent_at + timedelta(minutes=settings.edit_minutes), now)
    return _keep(uow, room, message.having(body=body, warning=warning, edited_at=now))


async def delete(uow: UnitOfWork, room_id: RoomId, message_id: MessageId, *, actor: Actor, now: datetime) -> Message:
    """Take back what was said: only that it was, whose, and when is kept. A second time, nothing.

    Raises `RoomNotFound`, `MessageNotFound`, `Blocked`, `NotYours`, `TooLateToChange`.
    """
    room, message = await _look(uow, room_id, message_id, actor, store.SETTINGS)
    settings = await store.settings(uow)
    if room.blocked_by:
        raise Blocked()
    deletable(room, message, settings, actor=actor, now=now)
    if message.deleted_at:
        return message
    if message.attachment:
        attachments.take_away(uow, message.attachment, sent_at=message.sent_at, now=now)
    return _keep(uow, room, gone(message, by=UserId(actor.id), now=now))


async def react(
    uow: UnitOfWork, room_id: RoomId, message_id: MessageId, emoji: str, on: bool, *, actor: Actor, now: datetime
) -> Message:
    """Put an emoji to a message, or take it away.

    Raises `RoomNotFound`, `MessageNotFound`, `Blocked`, `RoomClosed`, `MessageDeleted`, `TooManyReactions`, `Invalid`.
    """
    room, message = await _look(uow, room_id, message_id, actor)
    rules.writable(room, now)
    reacted = reacting(message, emoji, on, uid=UserId(actor.id))
    if reacted != message:
        uow.put(store.message_ref(room.id, message.id), reacted)
    return reacted


def there(message: Message) -> Message:
    """The message, if it is not deleted. Raises `MessageDeleted`."""
    if message.deleted_at:
        raise MessageDeleted(message_id=message.id)
    return message


def in_time(until: datetime, now: datetime) -> None:
    """Raise `TooLateToChange` after *until*."""
    if now > until:
        raise TooLateToChange(until=until)


def deletable(room: Room, message: Message, settings: ChatSettings, *, actor: Actor, now: datetime) -> None:
    """Raise `NotYours` or `TooLateToChange`: one's own for a while; any for who runs the room, for good.

    What tells of the room itself is nobody's.
    """
    if message.sender is None:
        raise NotYours("This tells what happened to the room.")
    if _runs(room, actor):
        return
    if message.sender != actor.id:
        raise NotYours()
    if not message.deleted_at:
        in_time(message.sent_at + timedelta(hours=settings.delete_hours), now)


def _runs(room: Room, actor: Actor) -> bool:
    if room.kind is RoomKind.SUPPORT:
        return actor.role == "admin"
    return room.kind is RoomKind.GROUP and actor.id in room.admins


def gone(message: Message, *, by: UserId, now: datetime) -> Message:
    """What is left of a deleted *message*."""
    bare = message.having(body="", attachment=None, reply_to=None, reactions={}, warning=None, edited_at=None)
    return bare.having(deleted_at=now, deleted_by=by)


def reacting(message: Message, emoji: str, on: bool, *, uid: UserId) -> Message:
    """*message* with or without this reaction of *uid*'s. Raises `MessageDeleted`, `TooManyReactions`, `Invalid`."""
    there(message)
    if message.kind is MessageKind.SYSTEM:
        raise Invalid.field("message_id", "is a message of the system")
    people = message.reactions.get(emoji, ())
    if (uid in people) == on:
        return message
    if on and not people and len(message.reactions) >= MOST_REACTIONS:
        raise TooManyReactions(f"At most {MOST_REACTIONS} different ones.", most=MOST_REACTIONS)
    changed = (*people, uid) if on else tuple(one for one in people if one != uid)
    reactions = {**message.reactions, emoji: changed}
    return message.having(reactions={key: found for key, found in reactions.items() if found})


async def _look(
    uow: UnitOfWork, room_id: RoomId, message_id: MessageId, actor: Actor, *also: Ref[Any]
) -> tuple[Room, Message]:
    """The message and its room; what is needed *also* is read in the same round trip."""
    refs: list[Ref[Any]] = [store.room_ref(room_id), store.message_ref(room_id, message_id), *also]
    found, message, *_ = await uow.get_all(refs)
    room = store.seen_or_blocked(found, room_id, actor)
    if message is None:
        raise MessageNotFound(message_id=message_id)
    return room, message


def _keep(uow: UnitOfWork, room: Room, message: Message) -> Message:
    """Keep the changed *message*, also where it is shown as the room's newest."""
    uow.put(store.message_ref(room.id, message.id), message)
    if message.seq == room.seq:
        uow.put(store.room_ref(room.id), room.having(last_message=rules.last(message)))
    return message
