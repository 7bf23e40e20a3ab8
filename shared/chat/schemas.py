"""What comes in and goes out of the chat."""

import unicodedata
from datetime import datetime
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, Field, StringConstraints

from shared.chat import inboxes
from shared.chat.models import (
    InboxEntry,
    LastMessage,
    Message,
    MessageAttachment,
    MessageKind,
    ReplyTo,
    Room,
    RoomKind,
    RoomNotice,
    users_from_pair,
)
from shared.contracts.files import FileName
from shared.kernel.ids import BookingId, Id, MessageId, RoomId, UserId
from shared.kernel.paging import Page
from shared.kernel.schemas import Moment, Request, View
from shared.kernel.validation_messages import ValidationMessage

MAX_BODY_LENGTH = 4_000
# Letters of nothing: the fillers of Hangul, and Braille without a dot.
_INVISIBLE_LETTERS = frozenset("\u115f\u1160\u2800\u3164\uffa0")


def check_visible_text(text: str) -> str:
    """*text*, if there is something to see in it."""
    if all(letter in _INVISIBLE_LETTERS or unicodedata.category(letter)[0] in "ZC" for letter in text):
        raise ValueError
    return text


Body = Annotated[
    str,
    StringConstraints(
        strip_whitespace=True,
        min_length=1,
        max_length=MAX_BODY_LENGTH,
        pattern=r"^[^\x00-\x08\x0b\x0c\x0e-\x1f\x7f]*$",
    ),
    AfterValidator(check_visible_text),
    ValidationMessage(f"is not a text of 1 to {MAX_BODY_LENGTH:,} characters with something to see"),
]
"""What somebody says."""


class AttachmentInput(Request):
    """A file that was uploaded by the leave of `create_attachment_upload`."""

    upload_id: Id
    name: FileName


class SendMessage(Request):
    """`message_id` is chosen by the app: sending the same again is not sending it twice.

    A text has a `body`; an image or file has an `attachment`, and may have a `body` under it.
    """

    room_id: RoomId
    message_id: MessageId
    kind: MessageKind = MessageKind.TEXT
    body: Body | None = None
    attachment: AttachmentInput | None = None
    reply_to: MessageId | None = None


class AttachmentView(View):
    """To be fetched by `download_attachment`."""

    name: str
    content_type: str
    bytes: int

    @classmethod
    def of(cls, attachment: MessageAttachment) -> Self:
        return cls.model_validate(attachment.model_dump(exclude={"key"}))


class MessageView(View):
    """One message. A deleted one has lost its body; `reactions` are uids by emoji."""

    message_id: MessageId
    room_id: RoomId
    seq: int
    kind: MessageKind
    sender: UserId | None
    sender_name: str
    body: str
    attachment: AttachmentView | None
    notice: RoomNotice | None
    reply_to: ReplyTo | None
    reactions: dict[str, tuple[UserId, ...]]
    warning: Literal["contact"] | None
    sent_at: Moment
    edited_at: Moment | None
    deleted_at: Moment | None

    @classmethod
    def of(cls, room_id: RoomId, message: Message) -> Self:
        told = message.model_dump(include=set(cls.model_fields) - {"attachment"})
        attachment = AttachmentView.of(message.attachment) if message.attachment else None
        return cls(message_id=message.id, room_id=room_id, attachment=attachment, **told)


class MessagesView(View):
    """In the order of `seq`. `has_more`: there are others in the direction that was asked for."""

    items: list[MessageView]
    has_more: bool
    room_seq: int


class RoomView(View):
    """A room as its caller sees it: `name` is the other's in a room of two."""

    room_id: RoomId
    kind: RoomKind
    name: str
    avatar_url: str | None
    with_user: UserId | None
    members: tuple[UserId, ...]
    admins: tuple[UserId, ...]
    booking_id: BookingId | None
    seq: int
    last_message: LastMessage | None
    last_at: Moment
    unread: int
    muted: bool
    muted_until: Moment | None
    pinned: bool
    writable: bool
    closes_at: Moment | None

    @classmethod
    def of(cls, room: Room, kept: InboxEntry, *, viewer: UserId, now: datetime) -> Self:
        other = next((uid for uid in users_from_pair(room.pair) if uid != viewer), None) if room.pair else None
        muted = inboxes.is_muted(kept, now)
        return cls(
            room_id=room.id,
            kind=room.kind,
            name=room.names.get(other or "", "") if other else room.name or "",
            avatar_url=room.avatar_url,
            with_user=other,
            members=room.members,
            admins=room.admins,
            booking_id=room.booking_id,
            seq=room.seq,
            last_message=room.last_message,
            last_at=room.last_at,
            unread=inboxes.compute_unread(room, kept),
            muted=muted,
            muted_until=kept.muted_until if muted else None,
            pinned=kept.pinned_at is not None,
            writable=room.is_open_at(now) and not room.blocked_by,
            closes_at=room.closes_at,
        )


class RoomsView(Page[RoomView]):
    """A page of rooms, and how many messages of all rooms are unread."""

    unread_total: int


class UnreadView(View):
    """How many messages of all rooms are others' and unread."""

    unread_total: int


class DeliveredView(View):
    """`seq` is the number of the room's newest message."""

    room_id: RoomId
    seq: int

    @classmethod
    def of(cls, room: Room) -> Self:
        return cls(room_id=room.id, seq=room.seq)


MAX_SEQ = 2**53
"""What a program in JavaScript can still tell from its neighbours."""

Watermark = Annotated[int, Field(ge=0, le=MAX_SEQ, strict=True)]
"""The number of the newest message that was seen."""
