"""Changes of messages: edit, delete and react. The sequence number of a message never changes."""

from datetime import datetime, timedelta

from shared.chat import attachments, contact_filter, crisis_detection, rules, store
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
from shared.kernel.ports import UnitOfWork, Wanted
from shared.limits import settings as limits
from shared.limits.actions import count_act, get_limit_settings
from shared.limits.subjects import person_limits_ref

MAX_REACTIONS = 20


async def edit_message(
    uow: UnitOfWork,
    room_id: RoomId,
    message_id: MessageId,
    body: str,
    *,
    actor: Actor,
    account: UserId,
    now: datetime,
) -> Message:
    """Change the text of the actor's message. The same text again changes nothing, even after the deadline.

    Args:
        uow: Unit of work that carries the change.
        room_id: Room of the message.
        message_id: Message to change.
        body: New text.
        actor: Sender of the message, as known in the room.
        account: Account of the sender, whose changes are limited.
        now: Time of the change.

    Raises:
        RoomNotFound: The actor does not see such a room.
        MessageNotFound: The room has no such message.
        Blocked: One of the two people has blocked the other.
        RoomClosed: The room is closed.
        NotYours: Another person sent the message.
        MessageDeleted: The message was deleted.
        TooLateToChange: The message is older than `ChatSettings.edit_minutes`.
        LimitReached: The account has changed too many messages.
    """
    limits_ref = person_limits_ref(account)
    room, message = await _get_room_and_message(
        uow, room_id, message_id, actor, store.SETTINGS, limits.SETTINGS, limits_ref
    )
    settings = await store.get_chat_settings(uow)
    rules.check_writable(room, now)
    if message.sender != actor.id:
        raise NotYours()
    check_not_deleted(message)
    written = body
    body, warning = contact_filter.filter_contacts(written, settings.contacts)
    if body == message.body:
        return message
    check_change_deadline(message.sent_at + timedelta(minutes=settings.edit_minutes), now)
    await count_act(uow, limits_ref, (await get_limit_settings(uow)).edits, now=now)
    crisis_detection.answer_crisis_words(uow, room, [written], settings, actor=actor, now=now)
    return _put_message(uow, room, message.having(body=body, warning=warning, edited_at=now))


async def delete_message(
    uow: UnitOfWork, room_id: RoomId, message_id: MessageId, *, actor: Actor, now: datetime
) -> Message:
    """Delete the content of a message. Its sender, time and sequence number remain; a repeated call changes nothing.

    Raises:
        RoomNotFound: The actor does not see such a room.
        MessageNotFound: The room has no such message.
        Blocked: One of the two people has blocked the other.
        NotYours: The actor is neither the sender nor an admin of the room.
        TooLateToChange: The sender's message is older than `ChatSettings.delete_hours`.
    """
    room, message = await _get_room_and_message(uow, room_id, message_id, actor, store.SETTINGS)
    settings = await store.get_chat_settings(uow)
    if room.blocked_by:
        raise Blocked()
    check_deletable(room, message, settings, actor=actor, now=now)
    if message.deleted_at:
        return message
    if message.attachment:
        attachments.schedule_attachment_deletion(uow, message.attachment, sent_at=message.sent_at, now=now)
    return _put_without_content(uow, room, message, by=UserId(actor.id), now=now)


async def remove_message(uow: UnitOfWork, room_id: RoomId, message_id: MessageId, *, by: UserId, now: datetime) -> None:
    """Delete the content of a message in any room, as a moderator. A message that is gone already stays so.

    The room may be closed, archived or blocked.
    """
    room, message = await uow.get_many(store.room_ref(room_id), store.message_ref(room_id, message_id))
    if room is None or message is None or message.deleted_at or message.sender is None:
        return
    if message.attachment:
        attachments.schedule_attachment_deletion(uow, message.attachment, sent_at=message.sent_at, now=now)
    _put_without_content(uow, room, message, by=by, now=now)


def _put_without_content(uow: UnitOfWork, room: Room, message: Message, *, by: UserId, now: datetime) -> Message:
    # Replace the whole document: fields that a newer version added may hold content of the message.
    uow.delete(store.message_ref(room.id, message.id))
    return _put_message(uow, room, without_content(message, by=by, now=now))


async def set_reaction(
    uow: UnitOfWork,
    room_id: RoomId,
    message_id: MessageId,
    emoji: str,
    on: bool,
    *,
    actor: Actor,
    account: UserId,
    now: datetime,
) -> Message:
    """Add the actor's reaction to a message, or remove the reaction. A repeated call changes nothing.

    Args:
        uow: Unit of work that carries the change.
        room_id: Room of the message.
        message_id: Message to react to.
        emoji: Emoji of the reaction.
        on: True to add the reaction, false to remove the reaction.
        actor: Person who reacts, as known in the room.
        account: Account of the person, whose reactions are limited.
        now: Time of the reaction.

    Raises:
        RoomNotFound: The actor does not see such a room.
        MessageNotFound: The room has no such message.
        Blocked: One of the two people has blocked the other.
        RoomClosed: The room is closed.
        MessageDeleted: The message was deleted.
        TooManyReactions: The message has 20 different emoji.
        Invalid: The message is a system message, or has a kind that only a newer version knows.
        LimitReached: The account has reacted too often.
    """
    limits_ref = person_limits_ref(account)
    room, message = await _get_room_and_message(uow, room_id, message_id, actor, limits.SETTINGS, limits_ref)
    rules.check_writable(room, now)
    reacted = with_reaction(message, emoji, on, uid=UserId(actor.id))
    if reacted != message:
        await count_act(uow, limits_ref, (await get_limit_settings(uow)).reactions, now=now)
        uow.put(store.message_ref(room.id, message.id), reacted)
    return reacted


def check_not_deleted(message: Message) -> Message:
    """Check that the message is not deleted, and return the message.

    Raises:
        MessageDeleted: The message was deleted.
    """
    if message.deleted_at:
        raise MessageDeleted(message_id=message.id)
    return message


def check_change_deadline(until: datetime, now: datetime) -> None:
    """Check that `until` is not over.

    Raises:
        TooLateToChange: `now` is after `until`.
    """
    if now > until:
        raise TooLateToChange(until=until)


def check_deletable(room: Room, message: Message, settings: ChatSettings, *, actor: Actor, now: datetime) -> None:
    """Check that the actor can delete the message.

    Senders can delete their own messages for `ChatSettings.delete_hours`.
    Group admins, and platform admins in support rooms, can delete any message at any time.

    Raises:
        NotYours: Another person sent the message, or the message is a notice of the system.
        TooLateToChange: The sender's time is over.
    """
    if message.sender is None:
        raise NotYours("system_message")
    if _is_room_admin(room, actor):
        return
    if message.sender != actor.id:
        raise NotYours()
    if not message.deleted_at:
        check_change_deadline(message.sent_at + timedelta(hours=settings.delete_hours), now)


def _is_room_admin(room: Room, actor: Actor) -> bool:
    if room.kind is RoomKind.SUPPORT:
        return actor.has_admin_scope("support")
    return room.kind is RoomKind.GROUP and actor.id in room.admins


def without_content(message: Message, *, by: UserId, now: datetime) -> Message:
    """Remove the content of a message; its sender, time and sequence number remain."""
    bare = message.having(body="", attachment=None, reply_to=None, reactions={}, warning=None, edited_at=None)
    return bare.having(deleted_at=now, deleted_by=by)


def with_reaction(message: Message, emoji: str, on: bool, *, uid: UserId) -> Message:
    """Add the reaction of `uid` to the message, or remove the reaction.

    Raises:
        MessageDeleted: The message was deleted.
        TooManyReactions: The message has 20 different emoji.
        Invalid: The message is a system message, or has a kind that only a newer version knows.
    """
    check_not_deleted(message)
    if message.kind in (MessageKind.SYSTEM, MessageKind.UNKNOWN):
        raise Invalid.field("message_id", "system_message")
    people = message.reactions.get(emoji, ())
    if (uid in people) == on:
        return message
    if on and not people and len(message.reactions) >= MAX_REACTIONS:
        raise TooManyReactions(most=MAX_REACTIONS)
    changed = (*people, uid) if on else tuple(one for one in people if one != uid)
    reactions = {**message.reactions, emoji: changed}
    return message.having(reactions={key: found for key, found in reactions.items() if found})


async def _get_room_and_message(
    uow: UnitOfWork, room_id: RoomId, message_id: MessageId, actor: Actor, *also: Wanted[object]
) -> tuple[Room, Message]:
    """Get a message and its room; the documents `also` are read in the same round trip."""
    wanted = store.room_ref(room_id), store.message_ref(room_id, message_id)
    await uow.prefetch(*wanted, *also)
    found, message = await uow.get_many(*wanted)
    room = store.check_room_access_or_blocked(found, room_id, actor)
    if message is None:
        raise MessageNotFound(message_id=message_id)
    return room, message


def _put_message(uow: UnitOfWork, room: Room, message: Message) -> Message:
    """Save the changed message, and update the room's preview if the message is the newest."""
    uow.put(store.message_ref(room.id, message.id), message)
    if message.seq == room.seq:
        uow.put(store.room_ref(room.id), room.having(last_message=rules.last_message_from(message)))
    return message
