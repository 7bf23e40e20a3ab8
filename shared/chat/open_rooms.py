"""Rooms that people have open on a screen. Nothing rings for a message that its reader is looking at.

The document is the person's own: presence, which others see, would tell who is in which call.
"""

from datetime import datetime, timedelta

from shared.chat import rules
from shared.kernel.frozen_values import FrozenDict, FrozenMap
from shared.kernel.ids import RoomId, UserId
from shared.kernel.ports import Ref
from shared.kernel.schemas import Entity, Moment

_RETENTION = timedelta(days=1)


class OpenRoom(Entity):
    """Room that one connection has open.

    Attributes:
        room_id: Id of the room.
        until: End of the lease in UTC.
    """

    room_id: RoomId
    until: Moment


class OpenRooms(Entity):
    """Rooms that the screens of one person show. No app can read the document.

    Attributes:
        id: Id of the person, the uid also in calls.
        screens: Open room by the connection that shows the room: a browser tab or an app.
        expire_at: Instant in UTC, a day later, after which TTL deletes the document.
    """

    id: UserId
    screens: FrozenMap[str, OpenRoom] = FrozenDict()
    expire_at: Moment

    def is_open(self, room_id: RoomId, now: datetime) -> bool:
        """Return whether a screen shows the room at `now`."""
        return any(screen.room_id == room_id and now < screen.until for screen in self.screens.values())


def open_rooms_ref(uid: str) -> Ref[OpenRooms]:
    """Build the reference to the rooms that a person has open."""
    return Ref(f"open_rooms/{uid}", OpenRooms)


def renew_open_room(
    earlier: OpenRooms | None, uid: UserId, connection: str, room_id: RoomId | None, now: datetime
) -> OpenRooms | None:
    """Renew the lease of the room that one connection shows; None if there is nothing to save.

    Args:
        earlier: Open rooms of the person before; None before the first.
        uid: Id of the person.
        connection: Id of the browser tab or app that calls.
        room_id: Room that the connection shows; None if it shows none, or has left.
        now: Time of the call.
    """
    before = earlier.screens if earlier else {}
    screens = {id: screen for id, screen in before.items() if screen.until > now and id != connection}
    if room_id is None:
        # What has ended by itself is deleted with the next change.
        return earlier.having(screens=screens) if earlier and connection in before else None
    kept = sorted(screens.items(), key=lambda item: item[1].until)[-(rules.MAX_CONNECTIONS - 1) :]
    shown = {**dict(kept), connection: OpenRoom(room_id=room_id, until=now + rules.ONLINE_TTL)}
    return OpenRooms(id=uid, screens=FrozenDict(shown), expire_at=now + _RETENTION)
