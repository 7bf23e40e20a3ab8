"""Rooms that have long been closed leave their members' inboxes, which would grow for ever."""

from datetime import datetime, timedelta

from shared.chat import inboxes, store
from shared.chat.jobs import ArchiveClosedRoom
from shared.chat.models import Room
from shared.kernel.ids import RoomId
from shared.kernel.ports import UnitOfWork

_RETENTION = timedelta(days=7)


def schedule_room_archiving(uow: UnitOfWork, room: Room) -> None:
    """Have *room* settled a week after it closes, if it closes at all."""
    if room.closes_at is not None:
        uow.schedule(ArchiveClosedRoom(room_id=room.id), at=room.closes_at + _RETENTION, key=room.id, precise=False)


async def archive_closed_room(uow: UnitOfWork, room_id: RoomId, *, now: datetime) -> None:
    """Let a room go from the inboxes, if it has been closed for a week; one that has more time has its own job."""
    ref = store.room_ref(room_id)
    room = await uow.get(ref)
    if room is None or room.is_open_at(now - _RETENTION):
        return
    found = await uow.get_all([store.inbox_ref(uid) for uid in room.members])
    for inbox in found:
        if inbox is not None and (settled := inboxes.with_archived_room(inbox, room)) != inbox:
            uow.put(store.inbox_ref(inbox.id), settled)
    uow.verify(ref)
