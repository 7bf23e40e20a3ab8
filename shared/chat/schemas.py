"""Requests and views of rooms and messages."""

import unicodedata
from datetime import datetime
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, Field, StringConstraints

from shared.chat import inboxes
from shared.chat.inbox_models import InboxEntry
from shared.chat.models import (
    Cleaning,
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
# Letters without a glyph: the Hangul fillers and the blank Braille pattern.
_INVISIBLE_LETTERS = frozenset("\u115f\u1160\u2800\u3164\uffa0")


def check_visible_text(text: str) -> str:
    """Check that `text` has at least one visible character, and return `text`.

    Raises:
        ValueError: Every character is blank or invisible.
    """
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
    ValidationMessage("not_a_visible_text", most=MAX_BODY_LENGTH),
]
"""Text of a message."""


class AttachmentInput(Request):
    """A file that was uploaded after `create_attachment_upload`."""

    upload_id: Id
    """Id of the finished upload, from `create_attachment_upload`."""
    name: FileName
    """Name under which the others save the file, 1 to 200 characters without slashes."""


class SendMessage(Request):
    """Body of `send_message`. A text needs a `body`; an image or file needs an `attachment`."""

    room_id: RoomId
    """Id of the room to write in, from `list_rooms`."""
    message_id: MessageId
    """New random id, chosen by the app; a repeated call with the same id sends nothing twice."""
    kind: MessageKind = MessageKind.TEXT
    """Kind of content; `text` by default, `system` is for admins only."""
    body: Body | None = None
    """Text of the message, 1 to 4,000 characters; needed for a text, optional below an image or file."""
    attachment: AttachmentInput | None = None
    """File to send with an image or file message; not allowed with a text."""
    reply_to: MessageId | None = None
    """Id of the message in the same room that this one answers; null or left out for none."""


class AttachmentView(View):
    """A file of a message."""

    name: str
    """Name under which to save the file."""
    content_type: str
    """Media type of the file, such as `image/jpeg`."""
    bytes: int
    """Size of the file in bytes."""
    cleaning: Cleaning | None
    """State of a picture in a call, which can be fetched once the state is `done`; null for all other files."""

    @classmethod
    def of(cls, attachment: MessageAttachment) -> Self:
        return cls.model_validate(attachment.model_dump(exclude={"key"}))


class MessageView(View):
    """A message of a room. A deleted message keeps its sender and times, but not its content."""

    message_id: MessageId
    """Id of the message, chosen by the sender's app."""
    room_id: RoomId
    """Id of the room in which the message stands."""
    seq: int
    """Number of the message in its room, counted from 1 without gaps."""
    kind: MessageKind
    """Kind of content: a text, an image, a file or a notice of the system."""
    sender: UserId | None
    """Id or alias of the sender; null for messages of the system."""
    sender_name: str
    """Name of the sender at the time of sending; may be empty."""
    body: str
    """Text of the message, or below its file; empty for deleted messages."""
    attachment: AttachmentView | None
    """File of the message, for `download_attachment`; null when there is none."""
    notice: RoomNotice | None
    """Event in the room, for a message of the system; otherwise null."""
    reply_to: ReplyTo | None
    """Message that this one answers; null when none."""
    reactions: dict[str, tuple[UserId, ...]]
    """Ids or aliases of the people who reacted, by emoji."""
    warning: Literal["contact"] | None
    """Value `contact` when contact details were found in the message; otherwise null."""
    sent_at: Moment
    """Instant in UTC at which the message was sent."""
    edited_at: Moment | None
    """Instant in UTC of the latest change of the text; null when never changed."""
    deleted_at: Moment | None
    """Instant in UTC at which the message was deleted; null when not deleted."""

    @classmethod
    def of(cls, room_id: RoomId, message: Message) -> Self:
        told = message.model_dump(include=set(cls.model_fields) - {"attachment"})
        attachment = AttachmentView.of(message.attachment) if message.attachment else None
        return cls(message_id=message.id, room_id=room_id, attachment=attachment, **told)


class MessagesView(View):
    """A part of a room's messages."""

    items: list[MessageView]
    """Messages in the order of `seq`, the oldest first."""
    has_more: bool
    """True if the room has further messages in the direction that was asked for."""
    room_seq: int
    """Number of the newest message in the room."""


class RoomView(View):
    """A room as the caller sees it."""

    room_id: RoomId
    """Id of the room, for every other call about the room."""
    kind: RoomKind
    """Type of room: `direct` for two people, `mentor_student` for a booking or session, `group`, or `support`."""
    name: str
    """Name to show the caller: of the other person in a room of two, otherwise of the room."""
    avatar_url: str | None
    """HTTP or HTTPS address of the group's picture; null when there is none."""
    photo_url: str | None = None
    """Present photo of the other person in a room of two, only in `list_rooms`; null without one, and in calls."""
    with_user: UserId | None
    """Id or alias of the other person in a room of two; otherwise null."""
    members: tuple[UserId, ...]
    """Ids or aliases of the people who see the room now."""
    admins: tuple[UserId, ...]
    """Ids of the members who run the group; empty for other kinds, and for a room of a host platform."""
    host_name: str | None
    """Name of the host platform that opened the room and says who is a member; null for other rooms."""
    booking_id: BookingId | None
    """Id of the booking that the room belongs to; null when there is none."""
    seq: int
    """Number of the newest message; 0 when nothing has been said."""
    last_message: LastMessage | None
    """Newest message, shortened for a list; null when nothing has been said."""
    last_at: Moment
    """Instant in UTC of the newest message, or of the opening when nothing has been said."""
    unread: int
    """Number of messages by others that the caller has not read."""
    muted: bool
    """True if the caller has muted the room now."""
    muted_until: Moment | None
    """Instant in UTC at which the room unmutes itself, in the year 9999 when never; null when not muted."""
    pinned: bool
    """True if the caller keeps the room on top of the list."""
    writable: bool
    """True if members can write now: the room is open and nobody is blocked."""
    opens_at: Moment | None
    """Instant in UTC at which the booked session opens; before, each side may ask a few questions; null for others."""
    closes_at: Moment | None
    """Instant in UTC from which on nobody can write; null when no end is set."""

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
            host_name=room.host.name if room.host is not None else None,
            booking_id=room.booking_id,
            seq=room.seq,
            last_message=room.last_message,
            last_at=room.last_at,
            unread=inboxes.compute_unread(room, kept),
            muted=muted,
            muted_until=kept.muted_until if muted else None,
            pinned=kept.pinned_at is not None,
            writable=room.kind is not RoomKind.UNKNOWN and room.is_open_at(now) and not room.blocked_by,
            opens_at=room.opens_at,
            closes_at=room.closes_at,
        )


class RoomsView(Page[RoomView]):
    """A page of rooms, with the number of unread messages in all rooms."""

    unread_total: int
    """Number of unread messages by others in all rooms of the caller."""


class UnreadView(View):
    """The number of unread messages."""

    unread_total: int
    """Number of unread messages by others in all rooms of the caller."""


class DeliveredView(View):
    """The newest message of a room whose messages arrived."""

    room_id: RoomId
    """Id of the room whose messages arrived."""
    seq: int
    """Number of the newest message in the room."""

    @classmethod
    def of(cls, room: Room) -> Self:
        return cls(room_id=room.id, seq=room.seq)


MAX_SEQ = 2**53
"""Bound of the integers that JavaScript represents exactly: `Number.MAX_SAFE_INTEGER` + 1."""

Watermark = Annotated[int, Field(ge=0, le=MAX_SEQ, strict=True)]
"""Sequence number up to which messages were delivered or read."""
