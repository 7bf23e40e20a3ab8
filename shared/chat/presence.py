"""Typing and presence. Both are leases, which end by themselves when an app stops renewing."""

from datetime import datetime

from shared.chat import open_rooms, rules, store
from shared.chat.models import Participant, Presence
from shared.chat.settings import ChatSettings
from shared.kernel.actors import Actor
from shared.kernel.ids import RoomId, UserId
from shared.kernel.ports import UnitOfWork


async def set_typing(uow: UnitOfWork, room_id: RoomId, typing: bool, *, actor: Actor, now: datetime) -> Participant:
    """Set or clear the typing lease of the actor, which lasts five seconds.

    Raises:
        RoomNotFound: The actor does not see such a room.
        Blocked: One of the two people has blocked the other.
        RoomClosed: The room is closed.
        TooFast: The actor exceeds the rate limit of the room.
    """
    ref = store.participant_ref(room_id, actor.id)
    found, place, settings = await uow.get_many(store.room_ref(room_id), ref, store.SETTINGS)
    room = store.check_room_access_or_blocked(found, room_id, actor)
    rules.check_writable(room, now)
    was = place or Participant(id=UserId(actor.id), name=rules.compute_display_name(room, actor))
    if typing:
        calm_at, status = rules.compute_calm_time(was.calm_at, settings or ChatSettings(), now)
        uow.report_limit(status)
        typist = was.having(typing_until=now + rules.TYPING_TTL, calm_at=calm_at)
    else:
        typist = was.having(typing_until=None)
    if typist != was:
        uow.put(ref, typist)
    return typist


async def update_presence(
    uow: UnitOfWork, uid: UserId, connection: str, online: bool, *, room_id: RoomId | None = None, now: datetime
) -> Presence:
    """Renew the presence of a person for 90 seconds, or end the presence of one connection now.

    Args:
        uow: Unit of work that carries the change.
        uid: Id of the person.
        connection: Id of the browser tab or app that calls.
        online: False to end the presence of the connection.
        room_id: Room that the connection shows; None without one.
        now: Time of the call.
    """
    ref, rooms_ref = store.presence_ref(uid), open_rooms.open_rooms_ref(uid)
    earlier, shown = await uow.get_many(ref, rooms_ref)
    presence = rules.renew_presence(earlier, uid, connection, online, now)
    uow.put(ref, presence)
    renewed = open_rooms.renew_open_room(shown, uid, connection, room_id if online else None, now)
    if renewed is not None:
        uow.put(rooms_ref, renewed)
    return presence
