"""Entities of a person's inbox in the chat: all rooms, with the state that only this person sees."""

from pydantic import Field

from shared.kernel.frozen_values import FrozenDict, FrozenMap
from shared.kernel.ids import RoomId, UserId
from shared.kernel.schemas import Entity, Moment


class InboxEntry(Entity):
    """State of one room in one person's inbox.

    Attributes:
        name: Display name of the person in the room.
        read_seq: Number up to which the person has read.
        own: Numbers of the person's own messages above `read_seq`, which do not count as unread; at most 200.
        muted_until: Instant in UTC at which the room unmutes; None when not muted.
        pinned_at: Instant in UTC at which the room was pinned; None when not pinned.
        calm_at: Instant in UTC at which the rate limit allows a full burst again; None before the first message.
    """

    name: str
    read_seq: int = 0
    own: tuple[int, ...] = ()
    muted_until: Moment | None = None
    pinned_at: Moment | None = None
    calm_at: Moment | None = None


class NumberTail(Entity):
    """Numbers that a person has sent in messages of their own, which together may become a phone number.

    Attributes:
        room_id: Room of the messages.
        text: Last characters of the messages, one message a line.
        at: Instant in UTC of the latest of the messages.
    """

    room_id: RoomId
    text: str
    at: Moment


class Inbox(Entity):
    """All rooms of one person, with the state that only this person sees.

    An entry is dropped when a closed room is read to its end, so that the document stays small.
    Unread messages of all rooms are `sum(room.seq) - settled - sum(read_seq + len(own))`.

    Attributes:
        id: Id or alias of the person.
        rooms: Entries by room id.
        hidden: Entries of rooms that a block hides, by room id.
        settled: Sum of `seq` of the rooms that the person sees and that have no entry.
        number_tail: Numbers sent lately; None unless contact details are looked for.
    """

    id: UserId
    rooms: FrozenMap[str, InboxEntry] = Field(default_factory=FrozenDict)
    hidden: FrozenMap[str, InboxEntry] = Field(default_factory=FrozenDict)
    settled: int = 0
    number_tail: NumberTail | None = None
