"""Entities of the chat: rooms, messages, participants, blocks and presence. Inboxes stand in `inbox_models`."""

import hashlib
from datetime import datetime, timedelta
from typing import Annotated, Literal

from pydantic import Field, computed_field

from shared.contracts.hotlines import Hotline
from shared.kernel.frozen_values import FrozenDict, FrozenMap
from shared.kernel.ids import BookingId, MessageId, PartnerId, RoomId, UserId
from shared.kernel.schemas import Entity, Line, Moment
from shared.kernel.stored_choices import StoredEnum, UnknownAs


class RoomKind(StoredEnum):
    """Kind of room. A `mentor_student` room belongs to a booking or session, and closes with it."""

    DIRECT = "direct"
    GROUP = "group"
    MENTOR_STUDENT = "mentor_student"
    SUPPORT = "support"
    UNKNOWN = "unknown"


class MessageKind(StoredEnum):
    """Kind of message. A `system` message carries a notice, or the text of an admin."""

    TEXT = "text"
    IMAGE = "image"
    FILE = "file"
    SYSTEM = "system"
    UNKNOWN = "unknown"


class NoticeKind(StoredEnum):
    """Kind of event in a room."""

    OPENED = "opened"
    ADDED = "added"
    REMOVED = "removed"
    LEFT = "left"
    RENAMED = "renamed"
    NEW_AVATAR = "new_avatar"
    CLOSED = "closed"
    REOPENED = "reopened"
    ENDING = "ending"
    CRISIS = "crisis"
    CRISIS_OVER = "crisis_over"
    UNKNOWN = "unknown"


class Cleaning(StoredEnum):
    """State of a picture that is sent in a call. Only a picture that is `done` can be fetched.

    With `missing`, no file arrived. With `unreadable`, the file is no picture that can be read. With `too_large`, the
    picture has too many pixels.
    """

    PENDING = "pending"
    DONE = "done"
    MISSING = "missing"
    UNREADABLE = "unreadable"
    TOO_LARGE = "too_large"
    UNKNOWN = "unknown"


class RoomNotice(Entity):
    """Something that happened to a room."""

    kind: NoticeKind
    """Kind of event in the room."""
    by: UserId | None = None
    """Id or alias of the person who did it; null when the system or a host platform did."""
    people: tuple[UserId, ...] = ()
    """Ids or aliases of the people concerned; empty when nobody in particular is."""
    minutes: int | None = None
    """Minutes left of the session, with the kind `ending`; otherwise null."""
    hotlines: tuple[Hotline, ...] = ()
    """Services where help is available, with the kind `crisis`; otherwise empty."""


class LastMessage(Entity):
    """The newest message of a room, as a list of rooms shows it."""

    id: MessageId
    """Id of the message, as in `list_messages`."""
    seq: int
    """Number of the message in its room, counted from 1 without gaps."""
    kind: MessageKind
    """Kind of content: a text, an image, a file or a notice of the system."""
    sender: UserId | None
    """Id or alias of the sender; null for messages of the system."""
    sender_name: str
    """Name of the sender at the time of sending; may be empty."""
    text: str
    """Beginning of the message's text; empty for deleted messages."""
    notice: RoomNotice | None = None
    """Event in the room, for a message of the system; otherwise null."""
    deleted: bool = False
    """True if the message has been deleted since."""
    sent_at: Moment
    """Instant in UTC at which the message was sent."""


class RoomHost(Entity):
    """Host platform that has opened a room and says who its members are.

    Attributes:
        partner_id: Partner whose room it is.
        name: Name of the partner, as members read it.
        target: Key of the group or course at the host platform, such as `course:ekspor-101`.
    """

    partner_id: PartnerId
    name: str
    target: str


class Room(Entity):
    """Chat room.

    After `closes_at` nobody can write. A block empties `members` of a room of two; `pair` and `names` remain.

    Attributes:
        id: Id of the room; for the room of a booking or session, the same id as theirs.
        kind: Kind of the room.
        name: Name of a group or support room; None for a room of two.
        avatar_url: Address of a group's picture.
        members: People who see the room now.
        admins: Members who run the group; empty for other kinds, and for a room of a host platform.
        host: Host platform of a group that a partner has opened; None for other rooms.
        pair: Key of the two people (see `pair_from_users`); None for groups and support rooms.
        names: Display names by id, for rooms of two and support rooms.
        blocked_by: People of the pair who have blocked the other.
        booking_id: Booking that the room belongs to.
        expert: Expert of the booking; None for other rooms, and in rooms of earlier versions.
        asked_at: Instant in UTC of the customer's first question before the session; None while nothing was asked.
        replied_at: Instant in UTC of the expert's first message after `asked_at`; None before.
        opens_at: Instant in UTC at which a booked session opens; each side may ask a few questions before. None for
            other rooms, and in rooms of earlier versions.
        questions: Messages that each side of a booking has sent before `opens_at`, by the person's id.
        closes_at: Instant in UTC from which on nobody can write; None while no end is set.
        minutes_after_session: Minutes for which the room stays open after the end of its session; 0 by default.
        in_crisis: True if the hotlines were shown in this room, until a person ends a false alarm.
        alarmed_at: Instant in UTC of the latest alarm; None before the first, or after the end of a false alarm.
        calm_since: Instant in UTC at which a false alarm was ended; alarms raised before are over.
        seq: Sequence number of the newest message; 0 without messages.
        support_seq: Number up to which the support has answered or nobody has asked; 0 in other rooms.
        last_message: Preview of the newest message.
        last_at: Instant in UTC of the newest message, or of the opening. The instant never decreases.
        news_at: Instant in UTC at which members are next told of new messages, or were last; None before the first.
        created_by: Person who opened the room; None when the system did.
        created_at: Instant in UTC of the opening.
    """

    id: RoomId
    kind: RoomKind
    name: Line | None = None
    avatar_url: str | None = None
    members: tuple[UserId, ...]
    admins: tuple[UserId, ...] = ()
    host: RoomHost | None = None
    pair: str | None = None
    names: FrozenMap[str, str] = Field(default_factory=FrozenDict)
    blocked_by: tuple[UserId, ...] = ()
    booking_id: BookingId | None = None
    expert: UserId | None = None
    asked_at: Moment | None = None
    replied_at: Moment | None = None
    opens_at: Moment | None = None
    questions: FrozenMap[str, int] = Field(default_factory=FrozenDict)
    closes_at: Moment | None = None
    minutes_after_session: int = 0
    in_crisis: bool = False
    alarmed_at: Moment | None = None
    calm_since: Moment | None = None
    seq: int = 0
    support_seq: int = 0
    last_message: LastMessage | None = None
    last_at: Moment
    news_at: Moment | None = None
    created_by: UserId | None = None
    created_at: Moment

    @computed_field  # type: ignore[prop-decorator]
    @property
    def support_at(self) -> Moment | None:
        """Return `last_at` for support rooms only, so that the index of support rooms contains no other rooms."""
        return self.last_at if self.kind is RoomKind.SUPPORT else None

    def compute_closing_time(self, session_ends_at: datetime | None) -> datetime | None:
        """Compute the closing time of a session's room from the end of the session; None while the clock stands."""
        return session_ends_at and session_ends_at + timedelta(minutes=self.minutes_after_session)

    def compute_reply_seconds(self, over_at: datetime) -> int | None:
        """Compute the seconds that the customer's first question waited for a reply, `over_at` at the latest.

        None if nothing was asked.
        """
        if self.asked_at is None:
            return None
        return max(0, int(((self.replied_at or over_at) - self.asked_at).total_seconds()))

    def is_open_at(self, now: datetime) -> bool:
        """Check if the room's closing time allows writing at `now`."""
        return self.closes_at is None or now < self.closes_at


class Participant(Entity):
    """State of one person in one room that the other members see.

    Attributes:
        id: Id of the person in this room.
        name: Display name of the person in this room.
        joined_seq: Number of the newest message when the person joined.
        delivered_seq: Number up to which messages have arrived on a device of the person.
        read_seq: Number up to which the person has read.
        delivered_at: Instant in UTC at which `delivered_seq` last moved; None before, and in earlier documents.
        read_at: Instant in UTC at which `read_seq` last moved; None before, and in earlier documents.
        typing_until: End of the typing lease in UTC, compared on read; None when the person stopped.
        calm_at: Instant in UTC at which a full burst of signs of typing is allowed again; None before the first one.
    """

    id: UserId
    name: str
    joined_seq: int = 0
    delivered_seq: int = 0
    read_seq: int = 0
    delivered_at: Moment | None = None
    read_at: Moment | None = None
    typing_until: Moment | None = None
    calm_at: Moment | None = None


class MessageAttachment(Entity):
    """File of a message. Members fetch the file by a short-lived link only.

    Attributes:
        key: Key of the file in the object storage.
        name: Name under which to save the file.
        content_type: Media type of the file.
        bytes: Size of the file in bytes; of a picture in a call, the size of the original until it is cleaned.
        cleaning: State of a picture in a call, whose `key` has no file before the picture is clean; otherwise None.
    """

    key: str
    name: Line
    content_type: str
    bytes: int
    cleaning: Cleaning | None = None


class Upload(Entity):
    """Permission to upload one file and to attach the file to one message of a room. Sending the message uses it up.

    The permission of a picture in a call stays until the picture is cleaned.

    Attributes:
        id: Id of the upload, which the message names.
        by: Person who may upload and send the file.
        key: Key of the file in the object storage.
        content_type: Media type that the upload must have.
        bytes: Exact size in bytes that the upload must have.
        opened_at: Instant in UTC of the permission. The upload URL works for 15 minutes from then on.
        expire_at: Instant in UTC, two days later, after which TTL deletes the permission.
        message_id: Message whose picture is being cleaned; None before the file is sent.
    """

    id: str
    by: UserId
    key: str
    content_type: str
    bytes: int
    opened_at: Moment
    expire_at: Moment
    message_id: MessageId | None = None


class ReplyTo(Entity):
    """A reference to the message that is answered. Its text is not repeated, so that a deletion is complete."""

    id: MessageId
    """Id of the message that is answered."""
    seq: int
    """Number of the answered message in its room."""
    sender: UserId | None
    """Id or alias of the answered message's sender; null for messages of the system."""


class Message(Entity):
    """Message in a room. A deleted message keeps only its sender, times and sequence number.

    Attributes:
        id: Id that the sender's app chose; notices that are posted once begin with `_`.
        seq: Sequence number in the room, from 1, without gaps.
        kind: Kind of the message.
        sender: Id or alias of the sender; None for messages of the system.
        sender_name: Display name of the sender at the time of sending.
        body: Text of the message, or of its attachment; at most 4,000 characters.
        attachment: File of the message.
        notice: Change to the room that a system message tells of.
        reply_to: Message of the same room that this message answers.
        reactions: People who reacted, by emoji; at most 20 different emoji.
        warning: `contact` if contact details were found in the text or file name.
        sent_at: Instant in UTC of sending.
        edited_at: Instant in UTC of the latest edit; None when never edited.
        deleted_at: Instant in UTC of the deletion; None when not deleted.
        deleted_by: Person who deleted the message.
    """

    id: MessageId
    seq: int
    kind: MessageKind
    sender: UserId | None
    sender_name: str
    body: str = ""
    attachment: MessageAttachment | None = None
    notice: RoomNotice | None = None
    reply_to: ReplyTo | None = None
    reactions: FrozenMap[str, tuple[UserId, ...]] = Field(default_factory=FrozenDict)
    warning: Annotated[Literal["contact"], UnknownAs("contact")] | None = None
    sent_at: Moment
    edited_at: Moment | None = None
    deleted_at: Moment | None = None
    deleted_by: UserId | None = None


class SupportAnswer(Entity):
    """Record of the admin who wrote a message as the support, kept below the room for admins alone.

    Attributes:
        id: Id of the message.
        by: Uid of the admin.
        sent_at: Instant in UTC of sending.
    """

    id: MessageId
    by: UserId
    sent_at: Moment


class Presence(Entity):
    """Presence of one person, who is online while one of their connections has a lease.

    Attributes:
        id: Id of the person.
        online_until: Instant in UTC at which the last lease ends.
        leases: Ends of the leases in UTC, by the connection that renews the lease: a browser tab or an app.
        seen_at: Instant in UTC of the latest renewal.
        expire_at: Instant in UTC, 90 days later, after which TTL deletes the document.
    """

    id: UserId
    online_until: Moment
    leases: FrozenMap[str, Moment] = Field(default_factory=FrozenDict)
    seen_at: Moment
    expire_at: Moment


def pair_from_users(one: str, other: str) -> str:
    """Build the key by which the rooms of two people are found, the same for both orders."""
    return "~".join(sorted((one, other)))


def users_from_pair(pair: str) -> tuple[UserId, UserId]:
    """Split the key of a pair into the ids of the two people."""
    one, _, other = pair.partition("~")
    return UserId(one), UserId(other)


def unique_room_id(kind: Literal["direct", "support", "host"], whose: str) -> RoomId:
    """Derive the id of the only room of this kind: of a pair, a person or a host's group."""
    return RoomId(f"{kind}-{hashlib.sha256(whose.encode()).hexdigest()[:32]}")
