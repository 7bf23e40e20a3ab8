"""Events of the chat."""

from shared.kernel.ids import Id, RoomId
from shared.kernel.schemas import Event


class MessageReported(Event):
    """A message was reported. Its content is in the report alone."""

    report_id: Id
    room_id: RoomId
    reason: str
