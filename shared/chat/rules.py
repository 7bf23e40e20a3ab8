"""Decisions of the chat: pure, told the time."""

from datetime import datetime, timedelta
from typing import Literal

from shared.chat.errors import AttachmentMissing, Blocked, MessageIdTaken, RoomClosed, TooFast
from shared.chat.models import (
    Attachment,
    Entry,
    LastMessage,
    Message,
    MessageKind,
    Notice,
    ReplyTo,
    Room,
    RoomKind,
    Upload,
)
from shared.chat.schemas import MessageWish
from shared.chat.settings import ChatSettings
from shared.kernel.actors import Actor
from shared.kernel.errors import Forbidden, Invalid
from shared.kernel.ids import MessageId, UserId

TYPING_LASTS = timedelta(seconds=5)
ONLINE_LASTS = timedelta(seconds=90)
SEEN_KEPT = timedelta(days=90)
_SNIPPET = 120
_OURS = "_"


def writable(room: Room, now: datetime) -> None:
    """Raise `Blocked` or `RoomClosed` where nobody may write."""
    if room.blocked_by:
        raise Blocked()
    if not room.open_at(now):
        raise RoomClosed(closed_at=room.closes_at)


def notice_id(name: str) -> MessageId:
    """The id of a notice that is told once: one that no app can choose."""
    return MessageId(f"{_OURS}{name}")


def may_say(wish: MessageWish, actor: Actor) -> None:
    """Raise `Invalid` where something is missing or too much, `Forbidden` where people speak as the system."""
    if wish.message_id.startswith(_OURS):
        raise Invalid.field("message_id", f"begins with {_OURS}, as only ours do")
    carries = wish.kind in (MessageKind.IMAGE, MessageKind.FILE)
    if carries != (wish.attachment is not None):
        raise Invalid.field("attachment", "is missing" if carries else "belongs to images and files only")
    if not carries and wish.body is None:
        raise Invalid.field("body", "is missing")
    if wish.kind is MessageKind.SYSTEM and actor.role != "admin":
        raise Forbidden("System messages are ours to write.")


def paced(kept: Entry, settings: ChatSettings, now: datetime) -> Entry:
    """*kept* after one message more. Raises `TooFast`: a burst is let through, then one message a while."""
    calm_at = max(now, kept.calm_at or now)
    wait = calm_at - now - settings.pace * (settings.burst - 1)
    if wait > timedelta():
        seconds = wait.total_seconds()
        raise TooFast(f"The next message may come in {seconds:.0f} s.", retry_after=seconds)
    return kept.having(calm_at=calm_at + settings.pace)


def said(
    room: Room,
    wish: MessageWish,
    *,
    actor: Actor,
    name: str,
    body: str,
    warning: Literal["contact"] | None,
    file_name: str,
    upload: Upload | None,
    answered: Message | None,
    now: datetime,
) -> Message:
    """What *wish* becomes as the next message of *room*. Raises `Invalid`, `AttachmentMissing`."""
    if wish.reply_to and (answered is None or answered.kind is MessageKind.SYSTEM):
        raise Invalid.field("reply_to", "is not a message of this room")
    return Message(
        id=wish.message_id,
        seq=room.seq + 1,
        kind=wish.kind,
        sender=UserId(actor.id),
        sender_name=name,
        body=body,
        warning=warning,
        attachment=_attached(wish, upload, name=file_name, actor=actor, now=now),
        reply_to=ReplyTo(id=answered.id, seq=answered.seq, sender=answered.sender) if answered else None,
        sent_at=now,
    )


def _attached(wish: MessageWish, upload: Upload | None, *, name: str, actor: Actor, now: datetime) -> Attachment | None:
    if wish.attachment is None:
        return None
    if upload is None or upload.by != actor.id or upload.expire_at <= now:
        raise AttachmentMissing("Ask for leave to upload first, and use it in time.")
    if wish.kind is MessageKind.IMAGE and not upload.content_type.startswith("image/"):
        raise Invalid.field("kind", "is not what was uploaded")
    return Attachment(key=upload.key, name=name, content_type=upload.content_type, bytes=upload.bytes)


def same(earlier: Message, wish: MessageWish, *, actor: Actor, masked: str) -> None:
    """Raise `MessageIdTaken` unless *wish* is what *earlier* was made of; what it has become since is no matter.

    *masked* is what it would say where contacts are masked, as they may have been then or may be now.
    """
    changed = earlier.edited_at or earlier.deleted_at
    reply_to = earlier.reply_to.id if earlier.reply_to else None
    upload = earlier.attachment.key.rpartition("/")[2] if earlier.attachment else None
    wanted = wish.attachment.upload_id if wish.attachment else None
    alike = (earlier.kind, reply_to, upload) == (wish.kind, wish.reply_to, wanted)
    alike = alike and earlier.body in (wish.body or "", masked)
    if earlier.sender != actor.id or not (changed or alike):
        raise MessageIdTaken(message_id=wish.message_id)


def noted(room: Room, id: MessageId, notice: Notice, now: datetime) -> Message:
    """The message that tells the room what happened to it."""
    return Message(
        id=id, seq=room.seq + 1, kind=MessageKind.SYSTEM, sender=None, sender_name="", notice=notice, sent_at=now
    )


def after(room: Room, message: Message) -> Room:
    """*room* with *message* as its newest."""
    # The clocks of two instances differ: what is newer must not seem older.
    return room.having(seq=message.seq, last_message=last(message), last_at=max(room.last_at, message.sent_at))


def last(message: Message) -> LastMessage:
    """What a list of rooms shows of *message*."""
    told = message.model_dump(include=set(LastMessage.model_fields))
    return LastMessage(**told, text=message.body[:_SNIPPET], deleted=message.deleted_at is not None)


def name_of(room: Room, actor: Actor) -> str:
    """What *actor*, who is no member, is called here: who speaks for us."""
    return "Support" if room.kind is RoomKind.SUPPORT else actor.name or ""
