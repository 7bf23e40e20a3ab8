"""The support as people know it: one sender with one id, whichever admin writes."""

from dataclasses import replace
from typing import Any

from shared.kernel.actors import Actor
from shared.kernel.ids import RoomId, SessionId, UserId

SUPPORT_ID = UserId("temani-support")
"""Id of the support in its rooms. No account has this id."""
_SUPPORT_PREFIX = "support-"


def is_support_room_id(id: RoomId | SessionId) -> bool:
    """Return whether `id` is the id of a support room."""
    return id.startswith(_SUPPORT_PREFIX)


def as_support(actor: Actor) -> Actor:
    """Return the admin known as the support alone; `admin` keeps the uid for the record that admins see."""
    return replace(actor, id=SUPPORT_ID, name=None, email=None, phone=None, admin=UserId(actor.id))


def concerns_support_room(request: Any) -> bool:
    """Return whether a request names a support room as `room_id`. Suspended people may use these rooms."""
    return is_support_room_id(getattr(request, "room_id", RoomId("")))
