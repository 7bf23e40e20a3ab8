"""Being there: typing, and online. Both are leases, so that nothing has to be tidied up for them to be right."""

from datetime import datetime

from shared.chat import rules, store
from shared.chat.models import Participant, Presence
from shared.kernel.actors import Actor
from shared.kernel.ids import RoomId, UserId
from shared.kernel.ports import UnitOfWork


async def set_typing(uow: UnitOfWork, room_id: RoomId, typing: bool, *, actor: Actor, now: datetime) -> Participant:
    """Let the others see for five seconds that one is typing, or that one is not.

    Raises `RoomNotFound`, `Blocked`, `RoomClosed`.
    """
    ref = store.participant_ref(room_id, actor.id)
    found, place = await uow.get_many(store.room_ref(room_id), ref)
    room = store.check_room_access_or_blocked(found, room_id, actor)
    rules.check_writable(room, now)
    was = place or Participant(id=UserId(actor.id), name=rules.compute_display_name(room, actor))
    typist = was.having(typing_until=now + rules.TYPING_TTL if typing else None)
    if typist != was:
        uow.put(ref, typist)
    return typist


async def update_presence(uow: UnitOfWork, uid: UserId, online: bool, *, now: datetime) -> Presence:
    """Keep that somebody is online from now on for 90 seconds, or no longer is."""
    until = now + rules.ONLINE_TTL if online else now
    presence = Presence(id=uid, online_until=until, seen_at=now, expire_at=now + rules.PRESENCE_RETENTION)
    uow.put(store.presence_ref(uid), presence)
    return presence
