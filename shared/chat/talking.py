"""Saying something: one look, one commit, and as dear in a room of two hundred as in one of two."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from shared.chat import contacts, crisis, inboxes, rules, store
from shared.chat.models import Inbox, Message, Notice, Room, Upload
from shared.chat.schemas import MessageWish
from shared.chat.settings import ChatSettings
from shared.kernel.actors import Actor
from shared.kernel.ids import MessageId, UserId
from shared.kernel.ports import Ref, UnitOfWork


@dataclass(frozen=True, slots=True)
class _Look:
    """All that decides on a message, as one look found it."""

    room: Room | None
    inbox: Inbox
    earlier: Message | None
    settings: ChatSettings
    answered: Message | None
    upload: Upload | None


async def _look(uow: UnitOfWork, wish: MessageWish, actor: Actor) -> _Look:
    refs: dict[str, Ref[Any]] = {
        "room": store.room_ref(wish.room_id),
        "inbox": store.inbox_ref(actor.id),
        "earlier": store.message_ref(wish.room_id, wish.message_id),
        "settings": store.SETTINGS,
    }
    if wish.reply_to:
        refs["answered"] = store.message_ref(wish.room_id, wish.reply_to)
    if wish.attachment:
        refs["upload"] = store.upload_ref(wish.room_id, wish.attachment.upload_id)
    found = dict(zip(refs, await uow.get_all(list(refs.values())), strict=True))
    return _Look(
        room=found["room"],
        inbox=found["inbox"] or Inbox(id=UserId(actor.id)),
        earlier=found["earlier"],
        settings=found["settings"] or ChatSettings(),
        answered=found.get("answered"),
        upload=found.get("upload"),
    )


async def send(uow: UnitOfWork, wish: MessageWish, *, actor: Actor, now: datetime) -> Message:
    """Say something in a room. What was said before under the same id is not said again.

    Raises `RoomNotFound`, `Blocked`, `RoomClosed`, `TooFast`, `MessageIdTaken`, `AttachmentMissing`, `Forbidden`,
    `Invalid`.
    """
    rules.may_say(wish, actor)
    look = await _look(uow, wish, actor)
    room = store.seen_or_blocked(look.room, wish.room_id, actor)
    if look.earlier is not None:
        rules.same(look.earlier, wish, actor=actor, masked=contacts.filtered(wish.body or "", "mask")[0])
        return look.earlier
    body, warning = contacts.filtered(wish.body or "", look.settings.contacts)
    name, in_name = contacts.filtered(wish.attachment.name if wish.attachment else "", look.settings.contacts)
    rules.writable(room, now)
    kept = inboxes.entry(look.inbox, room, look.inbox.id)
    member = actor.id in room.members
    message = rules.said(
        room,
        wish,
        actor=actor,
        name=kept.name if member else rules.name_of(room, actor),
        body=body,
        warning=warning or in_name,
        file_name=name,
        upload=look.upload,
        answered=look.answered,
        now=now,
    )
    room = keep(uow, room, message)
    if member:
        kept = inboxes.sent(rules.paced(kept, look.settings, now), message.seq)
        uow.put(store.inbox_ref(look.inbox.id), inboxes.keep(look.inbox, room, kept, now=now))
    if crisis.heard(room, body, look.settings):
        crisis.answer_soon(uow, room)
    if look.upload is not None:
        uow.consume(store.upload_ref(room.id, look.upload.id))
    return message


def keep(uow: UnitOfWork, room: Room, message: Message) -> Room:
    """Keep *message* as the newest of *room*."""
    room = rules.after(room, message)
    uow.create(store.message_ref(room.id, message.id), message)
    uow.put(store.room_ref(room.id), room)
    return room


def note(uow: UnitOfWork, room: Room, notice: Notice, *, id: MessageId | None = None, now: datetime) -> Room:
    """Tell *room* what has happened to it; under *id*, where that is told once only."""
    return keep(uow, room, rules.noted(room, id or MessageId.new(), notice, now))
