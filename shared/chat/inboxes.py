"""How much of which room a person has read: arithmetic on their inbox, pure."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta

from shared.chat.errors import TooManyRooms
from shared.chat.models import Inbox, InboxEntry, Room
from shared.kernel.ids import UserId

MAX_ROOMS = 2_000
"""Besides those of their meetings."""
_MAX_OWN = 200
# What was begun before the room closed may still be on its way into it; no call lasts as long.
_CLOSING_GRACE = timedelta(minutes=5)


def entry_or_default(inbox: Inbox, room: Room, uid: UserId) -> InboxEntry:
    """What is known of *room*. One that is not kept has been read to its end."""
    return inbox.rooms.get(room.id) or InboxEntry(name=room.names.get(uid, ""), read_seq=room.seq)


def with_entry(inbox: Inbox, room: Room, kept: InboxEntry, *, now: datetime) -> Inbox:
    """*inbox* with *kept*, or without it where nothing is left to remember."""
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
    """*inbox* long after *room* was closed: what was never read there is no news any more."""
    if room.id not in inbox.rooms:
        return inbox
    return inbox.having(rooms=_without(inbox.rooms, room.id), settled=inbox.settled + room.seq)


def check_room_limit(inbox: Inbox) -> Inbox:
    """*inbox*, if one room more that somebody wants may come into it: it is one document. Raises `TooManyRooms`."""
    if len(inbox.rooms) + len(inbox.hidden) >= MAX_ROOMS:
        raise TooManyRooms(user_id=inbox.id, most=MAX_ROOMS)
    return inbox


def with_joined_room(inbox: Inbox, room: Room, name: str) -> Inbox:
    """*inbox* of somebody who sees *room* from now on; what was said before is not news to them."""
    return inbox.having(rooms={**inbox.rooms, room.id: InboxEntry(name=name, read_seq=room.seq)})


def with_left_room(inbox: Inbox, room: Room) -> Inbox:
    """*inbox* of somebody who no longer sees *room*."""
    if room.id not in inbox.rooms:
        return inbox.having(settled=inbox.settled - room.seq)
    return inbox.having(rooms=_without(inbox.rooms, room.id))


def with_hidden_room(inbox: Inbox, room: Room, uid: UserId) -> Inbox:
    """*inbox* while the two of *room* see nothing of each other. What is hidden stands on top no more."""
    if room.id in inbox.hidden:
        return inbox
    kept = entry_or_default(inbox, room, uid).having(pinned_at=None)
    return with_left_room(inbox, room).having(hidden={**inbox.hidden, room.id: kept})


def with_shown_room(inbox: Inbox, room: Room) -> Inbox:
    """*inbox* when they do again."""
    if room.id not in inbox.hidden:
        return inbox
    shown = {**inbox.rooms, room.id: inbox.hidden[room.id]}
    return inbox.having(rooms=shown, hidden=_without(inbox.hidden, room.id))


def with_reopened_room(inbox: Inbox, room: Room, uid: UserId) -> Inbox:
    """*inbox* when a closed *room* is written in again: what comes now is to be counted."""
    if room.id in inbox.rooms or room.id in inbox.hidden:
        return inbox
    return inbox.having(
        rooms={**inbox.rooms, room.id: entry_or_default(inbox, room, uid)}, settled=inbox.settled - room.seq
    )


def with_read_up_to(kept: InboxEntry, seq: int) -> InboxEntry:
    """Having read everything up to *seq*; a watermark never falls."""
    if seq <= kept.read_seq:
        return kept
    return kept.having(read_seq=seq, own=tuple(number for number in kept.own if number > seq))


def with_sent_message(kept: InboxEntry, seq: int) -> InboxEntry:
    """Having sent number *seq*. Who writes on and on without ever reading is taken to have read."""
    if seq == kept.read_seq + 1:
        return kept.having(read_seq=seq)
    if len(kept.own) >= _MAX_OWN:
        return kept.having(read_seq=seq, own=())
    return kept.having(own=(*kept.own, seq))


def compute_unread(room: Room, kept: InboxEntry) -> int:
    """How many of *room*'s messages are others' and not read yet."""
    return room.seq - kept.read_seq - len(kept.own)


def compute_unread_total(inboxes: Iterable[Inbox], total_seq: int) -> int:
    """How many messages of all rooms are unread, where *said* is the sum of their `seq`."""
    for inbox in inboxes:
        total_seq -= inbox.settled + sum(kept.read_seq + len(kept.own) for kept in inbox.rooms.values())
    return max(0, total_seq)


def is_muted(kept: InboxEntry, now: datetime) -> bool:
    """Whether its news shall not disturb."""
    return kept.muted_until is not None and now < kept.muted_until


def compute_pinned_room_ids(inboxes: Iterable[Inbox]) -> list[str]:
    """The rooms that stand on top, the latest pinned first."""
    found = ((kept.pinned_at, id) for inbox in inboxes for id, kept in inbox.rooms.items() if kept.pinned_at)
    return [id for _, id in sorted(found, reverse=True)]


def _without(rooms: Mapping[str, InboxEntry], id: str) -> dict[str, InboxEntry]:
    return {key: kept for key, kept in rooms.items() if key != id}
