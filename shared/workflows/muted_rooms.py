"""Muting of rooms, which the statistics of notifications count."""

from datetime import datetime

from shared.chat import mute_and_pin
from shared.chat.inbox_models import InboxEntry
from shared.chat.models import Room
from shared.kernel.actors import Actor
from shared.kernel.ids import RoomId
from shared.kernel.ports import UnitOfWork
from shared.notifications import opt_outs


async def mute_room(
    uow: UnitOfWork, room_id: RoomId, until: datetime | None, *, actor: Actor, now: datetime
) -> tuple[Room, InboxEntry]:
    """Mute a room until `until`, or unmute the room when `until` is None. A room that is muted anew is counted.

    Raises:
        RoomNotFound: The actor is no member of such a room.
        Invalid: `until` is in the past.
    """
    muted = await mute_and_pin.mute_room(uow, room_id, until, actor=actor, now=now)
    if muted.is_new:
        role = actor.role if actor.role in ("expert", "admin") else "customer"
        opt_outs.record_muted_room(uow, role=role, now=now)
    return muted.room, muted.kept
