"""Rooms, what is said in them, and how far each person has come."""

import hashlib
from datetime import datetime
from enum import StrEnum
from typing import Literal

from pydantic import Field, computed_field

from shared.kernel.frozen_values import FrozenDict, FrozenMap
from shared.kernel.ids import BookingId, MessageId, RoomId, UserId
from shared.kernel.schemas import Entity, Line, Moment


class RoomKind(StrEnum):
    """`MENTOR_STUDENT` belongs to a booking or session, and is writable while that allows."""

    DIRECT = "direct"
    GROUP = "group"
    MENTOR_STUDENT = "mentor_student"
    SUPPORT = "support"


class MessageKind(StrEnum):
    """A `SYSTEM` message tells what happened to the room: it has a `notice`, or an admin's text."""

    TEXT = "text"
    IMAGE = "image"
    FILE = "file"
    SYSTEM = "system"


class NoticeKind(StrEnum):
    """What can happen to a room."""

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


class Hotline(Entity):
    """Where help is to be had, day and night."""

    name: Line
    """Name of the service, one line of 1 to 200 characters."""
    phone: Line
    """Phone number to dial, as people write it, such as `119 ext 8`."""


class RoomNotice(Entity):
    """Something happened to the room: `by` did it to `people` (uids).

    Of `ENDING`, `minutes` are left; of `CRISIS`, `hotlines` are where help is to be had.
    """

    kind: NoticeKind
    """What happened to the room."""
    by: UserId | None = None
    """Id or alias of the person who did it; null when the system did."""
    people: tuple[UserId, ...] = ()
    """Ids or aliases of the people concerned; empty when nobody in particular is."""
    minutes: int | None = None
    """Minutes left of the session, with the kind `ending`; otherwise null."""
    hotlines: tuple[Hotline, ...] = ()
    """Services where help is available, with the kind `crisis`; otherwise empty."""


class LastMessage(Entity):
    """The newest message, as a list of rooms shows it. `text` is its beginning; a deleted one's is gone."""

    id: MessageId
    """Id of the message, as in `list_messages`."""
    seq: int
    """Number of the message in its room, counted from 1 without gaps."""
    kind: MessageKind
    """What the message consists of: a text, an image, a file or a notice of the system."""
    sender: UserId | None
    """Id or alias of the sender; null for messages of the system."""
    sender_name: str
    """Name of the sender at the time of sending; may be empty."""
    text: str
    """Beginning of the message's text; empty for deleted messages."""
    notice: RoomNotice | None = None
    """What happened to the room, for a message of the system; otherwise null."""
    deleted: bool = False
    """Whether the message has been deleted since."""
    sent_at: Moment
    """Instant in UTC at which the message was sent."""


class Room(Entity):
    """`seq` is the number of its newest message. `members` are those who see it now.

    `pair` (and `names`) are of a room of two: a block takes both out of `members`, but not out of the pair.
    After `closes_at` nobody writes any more.
    """

    id: RoomId
    kind: RoomKind
    name: Line | None = None
    avatar_url: str | None = None
    members: tuple[UserId, ...]
    admins: tuple[UserId, ...] = ()
    pair: str | None = None
    names: FrozenMap[str, str] = Field(default_factory=FrozenDict)
    blocked_by: tuple[UserId, ...] = ()
    booking_id: BookingId | None = None
    closes_at: Moment | None = None
    in_crisis: bool = False
    seq: int = 0
    last_message: LastMessage | None = None
    last_at: Moment
    created_by: UserId | None = None
    created_at: Moment

    @computed_field  # type: ignore[prop-decorator]
    @property
    def support_at(self) -> Moment | None:
        """When something was last said to or by the support: apart, so that its index is of these rooms only."""
        return self.last_at if self.kind is RoomKind.SUPPORT else None

    def is_open_at(self, now: datetime) -> bool:
        """Whether its time allows writing."""
        return self.closes_at is None or now < self.closes_at


class Participant(Entity):
    """One person in one room, as the others may see: receipts by watermark, and typing, a lease compared on read."""

    id: UserId
    name: str
    joined_seq: int = 0
    delivered_seq: int = 0
    read_seq: int = 0
    typing_until: Moment | None = None


class MessageAttachment(Entity):
    """A file under `key` in the storage: to be fetched by a short-lived link only."""

    key: str
    name: Line
    content_type: str
    bytes: int


class Upload(Entity):
    """Leave to attach one file to one message of a room, by whom it was given to. It is used up by being sent.

    The file may be put there within minutes of `opened_at`.
    """

    id: str
    by: UserId
    key: str
    content_type: str
    bytes: int
    opened_at: Moment
    expire_at: Moment


class ReplyTo(Entity):
    """The message that is answered. Its text is not repeated here: what is deleted is gone everywhere."""

    id: MessageId
    """Id of the message that is answered."""
    seq: int
    """Number of the answered message in its room."""
    sender: UserId | None
    """Id or alias of the answered message's sender; null for messages of the system."""


class Message(Entity):
    """`seq` runs without gap in its room.

    `reactions` are by emoji. Of a deleted one only the trace is kept: that it was, whose, and when.
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
    warning: Literal["contact"] | None = None
    sent_at: Moment
    edited_at: Moment | None = None
    deleted_at: Moment | None = None
    deleted_by: UserId | None = None


class InboxEntry(Entity):
    """One room in one person's inbox: `own` are the numbers of their own messages behind `read_seq`.

    `calm_at` is when the flood limit has forgotten what they sent.
    """

    name: str
    read_seq: int = 0
    own: tuple[int, ...] = ()
    muted_until: Moment | None = None
    pinned_at: Moment | None = None
    calm_at: Moment | None = None


class Inbox(Entity):
    """All rooms of one person, and what concerns nobody else.

    In `hidden` are rooms with somebody blocked. A closed room that is read to its end is not kept: `settled` is the
    sum of the `seq` of these, so that all unread messages are `sum(room.seq) - settled - sum(read_seq + own)`.
    """

    id: UserId
    rooms: FrozenMap[str, InboxEntry] = Field(default_factory=FrozenDict)
    hidden: FrozenMap[str, InboxEntry] = Field(default_factory=FrozenDict)
    settled: int = 0


class Block(Entity):
    """That one person wants nothing to do with another (its id)."""

    id: UserId
    blocked_at: Moment


class Presence(Entity):
    """A lease: who is online says so again before it ends. It is forgotten long after."""

    id: UserId
    online_until: Moment
    seen_at: Moment
    expire_at: Moment


def pair_from_users(one: str, other: str) -> str:
    """What two people's rooms are found by, whoever of the two asks."""
    return "~".join(sorted((one, other)))


def users_from_pair(pair: str) -> tuple[UserId, UserId]:
    """Who the two are."""
    one, _, other = pair.partition("~")
    return UserId(one), UserId(other)


def unique_room_id(kind: Literal["direct", "support"], whose: str) -> RoomId:
    """The one room of this kind that a pair or a person can have."""
    return RoomId(f"{kind}-{hashlib.sha256(whose.encode()).hexdigest()[:32]}")
