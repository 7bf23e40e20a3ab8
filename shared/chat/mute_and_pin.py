"""Settings of a member for a room: muted and pinned."""

from datetime import UTC, datetime
from typing import NamedTuple

from shared.chat import inboxes, store
from shared.chat.errors import RoomNotFound, TooManyPinned
from shared.chat.inbox_models import Inbox, InboxEntry
from shared.chat.models import Room
from shared.kernel.actors import Actor
from shared.kernel.errors import Invalid
from shared.kernel.ids import RoomId, UserId
from shared.kernel.ports import UnitOfWork

MUTED_FOREVER = datetime(9999, 12, 31, tzinfo=UTC)
MAX_PINNED = 5


class MutedRoom(NamedTuple):
    """Room after a change of a member's muting.

    Attributes:
        room: Room that was muted or unmuted.
        kept: Inbox entry of the member.
        is_new: True if the room is muted now and was not muted before.
    """

    room: Room
    kept: InboxEntry
    is_new: bool


async def mute_room(
    uow: UnitOfWork, room_id: RoomId, until: datetime | None, *, actor: Actor, now: datetime
) -> MutedRoom:
    """Mute a room until `until`, or unmute the room when `until` is None.

    Raises:
        RoomNotFound: The actor is no member of such a room.
        Invalid: `until` is in the past.
    """
    if until is not None and until <= now:
        raise Invalid.field("until", "in_past")
    room, inbox, kept = await _get_room_and_entry(uow, room_id, actor)
    is_new = until is not None and not inboxes.is_muted(kept, now)
    return MutedRoom(room, _put_entry(uow, inbox, room, kept, kept.having(muted_until=until), now), is_new)


async def pin_room(
    uow: UnitOfWork, room_id: RoomId, pinned: bool, *, actor: Actor, now: datetime
) -> tuple[Room, InboxEntry]:
    """Pin a room, or unpin the room. A pinned room keeps its first pinning time.

    Raises:
        RoomNotFound: The actor is no member of such a room.
        TooManyPinned: The actor has five pinned rooms.
    """
    room, inbox, kept = await _get_room_and_entry(uow, room_id, actor)
    if pinned and not kept.pinned_at and len(inboxes.compute_pinned_room_ids([inbox])) >= MAX_PINNED:
        raise TooManyPinned(most=MAX_PINNED)
    return room, _put_entry(
        uow, inbox, room, kept, kept.having(pinned_at=(kept.pinned_at or now) if pinned else None), now
    )


async def _get_room_and_entry(uow: UnitOfWork, room_id: RoomId, actor: Actor) -> tuple[Room, Inbox, InboxEntry]:
    """Get the room and the member's inbox entry. Admins who see the room without being members have no entry.

    Raises:
        RoomNotFound: The actor is no member of such a room.
    """
    uid = UserId(actor.id)
    room, found = await uow.get_many(store.room_ref(room_id), store.inbox_ref(uid))
    if room is None or uid not in room.members:
        raise RoomNotFound(room_id=room_id)
    inbox = found or Inbox(id=uid)
    return room, inbox, inboxes.entry_or_default(inbox, room, uid)


def _put_entry(
    uow: UnitOfWork, inbox: Inbox, room: Room, kept: InboxEntry, changed: InboxEntry, now: datetime
) -> InboxEntry:
    if changed != kept:
        inbox = inboxes.with_entry(inbox, room, changed, now=now)
        uow.put(store.inbox_ref(inbox.id), inbox)
        if room.id not in inbox.rooms:
            uow.verify(store.room_ref(room.id))
    return changed
