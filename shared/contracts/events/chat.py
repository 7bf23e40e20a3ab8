"""Events of the chat."""

from shared.kernel.ids import Id, RoomId
from shared.kernel.schemas import Event


class MessageReported(Event):
    """Somebody has reported a message; what it says is in the report alone."""

    report_id: Id
    room_id: RoomId
    reason: str
