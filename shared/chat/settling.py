"""Rooms that have long been closed leave their members' inboxes, which would grow for ever."""

from datetime import datetime, timedelta

from shared.chat import inboxes, store
from shared.chat.jobs import SettleRoom
from shared.chat.models import Room
from shared.kernel.ids import RoomId
from shared.kernel.ports import UnitOfWork

_KEPT = timedelta(days=7)


def in_time(uow: UnitOfWork, room: Room) -> None:
    """Have *room* settled a week after it closes, if it closes at all."""
    if room.closes_at is not None:
        uow.schedule(SettleRoom(room_id=room.id), at=room.closes_at + _KEPT, key=room.id, precise=False)


async def settle(uow: UnitOfWork, room_id: RoomId, *, now: datetime) -> None:
    """Let a room go from the inboxes, if it has been closed for a week; one that has more time has its own job."""
    ref = store.room_ref(room_id)
    room = await uow.get(ref)
    if room is None or room.open_at(now - _KEPT):
        return
    found = await uow.get_all([store.inbox_ref(uid) for uid in room.members])
    for inbox in found:
        if inbox is not None and (settled := inboxes.archived(inbox, room)) != inbox:
            uow.put(store.inbox_ref(inbox.id), settled)
    uow.verify(ref)
