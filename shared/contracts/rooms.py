"""Contract of rooms: how a room's id tells that the room is a person's support room."""

from typing import Any

SUPPORT_PREFIX = "support-"


def concerns_support_room(request: Any) -> bool:
    """Return whether a request names a support room as `room_id`. Suspended people may use these rooms."""
    return str(getattr(request, "room_id", "")).startswith(SUPPORT_PREFIX)
