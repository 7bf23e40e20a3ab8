"""Notices of chat messages: whether a notice is still true of its room, and the words that a push may quote."""

from collections.abc import Mapping
from datetime import datetime

from shared.chat import inboxes, store
from shared.chat.models import MessageKind, Room, RoomKind
from shared.chat.open_rooms import open_rooms_ref
from shared.contracts.calls import is_call_id
from shared.kernel.ids import RoomId, UserId
from shared.kernel.ports import Reader
from shared.kernel.quoted_words import quote_words
from shared.notifications.delivery_models import NoticeDelivery

PREVIEW_TEMPLATES = frozenset({"chat.message", "chat.group_message"})
"""Templates whose push may quote the message."""
_PREVIEWED_ROOMS = (RoomKind.DIRECT, RoomKind.GROUP)
_PREVIEW_LENGTH = 120


async def is_unread_news(reader: Reader, delivery: NoticeDelivery, *, now: datetime) -> bool:
    """Return whether the recipient has not seen the message of a delivery yet, and still wants to hear of it.

    The recipient may have read the message, or have the room open. They may have muted or left the room, or have a
    block in it. Of a message that was deleted only others in the room that are unread remain to be told.
    """
    subject, uid = delivery.subject, delivery.user_id
    if subject is None or subject.version is None or uid is None:
        return False
    room_id = RoomId(subject.id)
    room = await reader.get(store.room_ref(room_id))
    member = _find_member(room, delivery, uid) if room is not None else None
    if room is None or member is None:
        return False
    message, inbox, screens = await reader.get_many(
        store.message_ref(room_id, str(delivery.values.get("message"))),
        store.inbox_ref(member),
        open_rooms_ref(uid),
    )
    kept = inbox.rooms.get(room_id) if inbox is not None else None
    if kept is None or subject.version <= kept.read_seq or inboxes.is_muted(kept, now):
        return False
    if screens is not None and screens.is_open(room_id, now):
        return False
    is_deleted = message is None or message.deleted_at is not None
    return not is_deleted or inboxes.compute_unread(room, kept) > 1


def _find_member(room: Room, delivery: NoticeDelivery, uid: UserId) -> UserId | None:
    """Find the id of the recipient in the room; None if they are not in the room any more.

    The customer of a call is told of the expert's messages and is the only member with an alias.
    """
    if uid in room.members:
        return uid
    sender = delivery.actor.id if delivery.actor is not None else None
    if sender is None or UserId(sender).is_alias or not is_call_id(room.id):
        return None
    return next((member for member in room.members if member.is_alias), None)


async def find_preview(reader: Reader, delivery: NoticeDelivery) -> Mapping[str, str]:
    """Find the words that a push may quote, as a value of its texts; empty if it may quote none.

    Rooms of sessions, calls and the support are not quoted, and no room in which somebody was in danger.
    """
    if delivery.template not in PREVIEW_TEMPLATES or delivery.subject is None:
        return {}
    room_id = delivery.subject.id
    room, message, settings = await reader.get_many(
        store.room_ref(room_id), store.message_ref(room_id, str(delivery.values.get("message"))), store.SETTINGS
    )
    if room is None or room.kind not in _PREVIEWED_ROOMS or room.in_crisis:
        return {}
    if message is None or message.deleted_at is not None or message.kind is not MessageKind.TEXT:
        return {}
    text = quote_words(message.body, limit=_PREVIEW_LENGTH)
    return {"text": text} if text and (settings is None or settings.push_previews) else {}
