"""Rules on inboxes: read positions, unread counts, and pinned, muted and hidden rooms."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta

from shared.chat.errors import TooManyRooms
from shared.chat.inbox_models import Inbox, InboxEntry
from shared.chat.models import Room
from shared.kernel.ids import UserId

MAX_ROOMS = 2_000
"""Limit for rooms that people open; rooms of bookings and sessions may exceed the limit."""
_MAX_OWN = 200
# A message accepted before the closing may commit after it; no request lasts this long.
_CLOSING_GRACE = timedelta(minutes=5)


def entry_or_default(inbox: Inbox, room: Room, uid: UserId) -> InboxEntry:
    """Return the inbox entry of `room`. A room without an entry counts as read to its end."""
    return inbox.rooms.get(room.id) or InboxEntry(name=room.names.get(uid, ""), read_seq=room.seq)


def with_entry(inbox: Inbox, room: Room, kept: InboxEntry, *, now: datetime) -> Inbox:
    """Save the entry `kept` of `room` in the inbox, or drop the entry if nothing in it matters any more.

    An entry is dropped when its room has been closed for five minutes and is fully read. Pinned and muted rooms stay.
    """
    was_settled = room.id not in inbox.rooms
    settled = inbox.settled - (room.seq if was_settled else 0)
    over = (
        not room.is_open_at(now - _CLOSING_GRACE)
        and not compute_unread(room, kept)
        and not kept.pinned_at
        and not is_muted(kept, now)
    )
    if over:
        return inbox.having(rooms=_without(inbox.rooms, room.id), settled=settled + room.seq)
    return inbox.having(rooms={**inbox.rooms, room.id: kept}, settled=settled)


def with_archived_room(inbox: Inbox, room: Room) -> Inbox:
    """Drop the entry of a room that closed long ago; its unread messages count as read."""
    if room.id not in inbox.rooms:
        return inbox
    return inbox.having(rooms=_without(inbox.rooms, room.id), settled=inbox.settled + room.seq)


def check_room_limit(inbox: Inbox) -> Inbox:
    """Check that one more room fits into the inbox, which is a single document, and return the inbox.

    Raises:
        TooManyRooms: The inbox has `MAX_ROOMS` rooms.
    """
    if len(inbox.rooms) + len(inbox.hidden) >= MAX_ROOMS:
        raise TooManyRooms(user_id=inbox.id, most=MAX_ROOMS)
    return inbox


def with_joined_room(inbox: Inbox, room: Room, name: str) -> Inbox:
    """Add a room that the person joins; earlier messages count as read."""
    return inbox.having(rooms={**inbox.rooms, room.id: InboxEntry(name=name, read_seq=room.seq)})


def with_left_room(inbox: Inbox, room: Room) -> Inbox:
    """Remove a room that the person no longer sees."""
    if room.id not in inbox.rooms:
        return inbox.having(settled=inbox.settled - room.seq)
    return inbox.having(rooms=_without(inbox.rooms, room.id))


def with_hidden_room(inbox: Inbox, room: Room, uid: UserId) -> Inbox:
    """Hide a room because of a block between its two people. A hidden room is no longer pinned."""
    if room.id in inbox.hidden:
        return inbox
    kept = entry_or_default(inbox, room, uid).having(pinned_at=None)
    return with_left_room(inbox, room).having(hidden={**inbox.hidden, room.id: kept})


def with_shown_room(inbox: Inbox, room: Room) -> Inbox:
    """Show a hidden room again, after the last block was removed."""
    if room.id not in inbox.hidden:
        return inbox
    shown = {**inbox.rooms, room.id: inbox.hidden[room.id]}
    return inbox.having(rooms=shown, hidden=_without(inbox.hidden, room.id))


def with_reopened_room(inbox: Inbox, room: Room, uid: UserId) -> Inbox:
    """Add an entry for a closed room that opens again, so that new messages count as unread."""
    if room.id in inbox.rooms or room.id in inbox.hidden:
        return inbox
    return inbox.having(
        rooms={**inbox.rooms, room.id: entry_or_default(inbox, room, uid)}, settled=inbox.settled - room.seq
    )


def with_read_up_to(kept: InboxEntry, seq: int) -> InboxEntry:
    """Move the read position up to `seq`. The position never moves back."""
    if seq <= kept.read_seq:
        return kept
    return kept.having(read_seq=seq, own=tuple(number for number in kept.own if number > seq))


def with_sent_message(kept: InboxEntry, seq: int) -> InboxEntry:
    """Record that the person sent message number `seq`.

    After 200 own messages without reading, all earlier messages count as read: this bounds the entry's size.
    """
    if seq == kept.read_seq + 1:
        return kept.having(read_seq=seq)
    if len(kept.own) >= _MAX_OWN:
        return kept.having(read_seq=seq, own=())
    return kept.having(own=(*kept.own, seq))


def compute_unread(room: Room, kept: InboxEntry) -> int:
    """Compute the number of unread messages by others in `room`."""
    return room.seq - kept.read_seq - len(kept.own)


def compute_unread_total(inboxes: Iterable[Inbox], total_seq: int) -> int:
    """Compute the number of unread messages in all rooms.

    Args:
        inboxes: All inboxes of the person, one for each id.
        total_seq: Sum of `seq` over all rooms that the person sees.
    """
    for inbox in inboxes:
        total_seq -= inbox.settled + sum(kept.read_seq + len(kept.own) for kept in inbox.rooms.values())
    return max(0, total_seq)


def is_muted(kept: InboxEntry, now: datetime) -> bool:
    """Check if the room is muted at `now`."""
    return kept.muted_until is not None and now < kept.muted_until


def compute_pinned_room_ids(inboxes: Iterable[Inbox]) -> list[str]:
    """Compute the ids of the pinned rooms, the latest pinned first."""
    found = ((kept.pinned_at, id) for inbox in inboxes for id, kept in inbox.rooms.items() if kept.pinned_at)
    return [id for _, id in sorted(found, reverse=True)]


def _without(rooms: Mapping[str, InboxEntry], id: str) -> dict[str, InboxEntry]:
    return {key: kept for key, kept in rooms.items() if key != id}
