"""Archiving of closed rooms: a room leaves the inboxes a week after closing, so that inboxes stay small."""

from datetime import datetime, timedelta

from shared.chat import inboxes, store
from shared.chat.jobs import ArchiveClosedRoom
from shared.chat.models import Room
from shared.kernel.ids import RoomId
from shared.kernel.ports import UnitOfWork

_RETENTION = timedelta(days=7)


def schedule_room_archiving(uow: UnitOfWork, room: Room) -> None:
    """Schedule the archiving of `room` a week after its closing time, if there is one."""
    if room.closes_at is not None:
        uow.schedule(ArchiveClosedRoom(room_id=room.id), at=room.closes_at + _RETENTION, key=room.id, precise=False)


async def archive_closed_room(uow: UnitOfWork, room_id: RoomId, *, now: datetime) -> None:
    """Drop a room from the inboxes of its members, if the room has been closed for a week.

    A room with a later closing time has its own task for that time.
    """
    ref = store.room_ref(room_id)
    room = await uow.get(ref)
    if room is None or room.is_open_at(now - _RETENTION):
        return
    found = await uow.get_all([store.inbox_ref(uid) for uid in room.members])
    for inbox in found:
        if inbox is not None and (settled := inboxes.with_archived_room(inbox, room)) != inbox:
            uow.put(store.inbox_ref(inbox.id), settled)
    uow.verify(ref)
