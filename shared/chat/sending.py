"""Saying something: one look, one commit, and as dear in a room of two hundred as in one of two."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from shared.chat import contact_filter, crisis_detection, inboxes, rules, store
from shared.chat.models import Inbox, Message, Room, RoomNotice, Upload
from shared.chat.schemas import SendMessage
from shared.chat.settings import ChatSettings
from shared.kernel.actors import Actor
from shared.kernel.ids import MessageId, UserId
from shared.kernel.ports import Ref, UnitOfWork


@dataclass(frozen=True, slots=True)
class _SendContext:
    """All that decides on a message, as one look found it."""

    room: Room | None
    inbox: Inbox
    earlier: Message | None
    settings: ChatSettings
    answered: Message | None
    upload: Upload | None


async def _get_send_context(uow: UnitOfWork, request: SendMessage, actor: Actor) -> _SendContext:
    refs: dict[str, Ref[Any]] = {
        "room": store.room_ref(request.room_id),
        "inbox": store.inbox_ref(actor.id),
        "earlier": store.message_ref(request.room_id, request.message_id),
        "settings": store.SETTINGS,
    }
    if request.reply_to:
        refs["answered"] = store.message_ref(request.room_id, request.reply_to)
    if request.attachment:
        refs["upload"] = store.upload_ref(request.room_id, request.attachment.upload_id)
    found = dict(zip(refs, await uow.get_all(list(refs.values())), strict=True))
    return _SendContext(
        room=found["room"],
        inbox=found["inbox"] or Inbox(id=UserId(actor.id)),
        earlier=found["earlier"],
        settings=found["settings"] or ChatSettings(),
        answered=found.get("answered"),
        upload=found.get("upload"),
    )


async def send_message(uow: UnitOfWork, request: SendMessage, *, actor: Actor, now: datetime) -> Message:
    """Say something in a room. What was said before under the same id is not said again.

    Raises `RoomNotFound`, `Blocked`, `RoomClosed`, `TooFast`, `MessageIdTaken`, `AttachmentMissing`, `Forbidden`,
    `Invalid`.
    """
    rules.check_message_allowed(request, actor)
    look = await _get_send_context(uow, request, actor)
    room = store.check_room_access_or_blocked(look.room, request.room_id, actor)
    if look.earlier is not None:
        rules.check_same_message(
            look.earlier, request, actor=actor, masked=contact_filter.filter_contacts(request.body or "", "mask")[0]
        )
        return look.earlier
    body, warning = contact_filter.filter_contacts(request.body or "", look.settings.contacts)
    name, in_name = contact_filter.filter_contacts(
        request.attachment.name if request.attachment else "", look.settings.contacts
    )
    rules.check_writable(room, now)
    kept = inboxes.entry_or_default(look.inbox, room, look.inbox.id)
    member = actor.id in room.members
    message = rules.message_from_request(
        room,
        request,
        actor=actor,
        name=kept.name if member else rules.compute_display_name(room, actor),
        body=body,
        warning=warning or in_name,
        file_name=name,
        upload=look.upload,
        answered=look.answered,
        now=now,
    )
    room = append_message(uow, room, message)
    if member:
        kept = inboxes.with_sent_message(rules.with_rate_limit(kept, look.settings, now), message.seq)
        uow.put(store.inbox_ref(look.inbox.id), inboxes.with_entry(look.inbox, room, kept, now=now))
    if crisis_detection.has_crisis_words(room, body, look.settings):
        crisis_detection.schedule_crisis_response(uow, room)
    if look.upload is not None:
        uow.delete_existing(store.upload_ref(room.id, look.upload.id))
    return message


def append_message(uow: UnitOfWork, room: Room, message: Message) -> Room:
    """Keep *message* as the newest of *room*."""
    room = rules.with_new_message(room, message)
    uow.create(store.message_ref(room.id, message.id), message)
    uow.put(store.room_ref(room.id), room)
    return room


def post_notice(uow: UnitOfWork, room: Room, notice: RoomNotice, *, id: MessageId | None = None, now: datetime) -> Room:
    """Tell *room* what has happened to it; under *id*, where that is told once only."""
    return append_message(
        uow, room, rules.message_from_notice(room, id or MessageId.new(uow.random_below), notice, now)
    )
