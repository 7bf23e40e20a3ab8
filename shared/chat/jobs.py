"""Work for later."""

from typing import ClassVar

from shared.kernel.ids import Id, MessageId, RoomId
from shared.kernel.schemas import Job, Moment


class ExpireUpload(Job):
    """Take back leave to attach a file, if no message has used it."""

    queue: ClassVar[str] = "storage"
    room_id: RoomId
    upload_id: Id
    key: str
    opened_at: Moment


class DeleteAttachment(Job):
    """Forget a file that no message carries any more; if `message_id` (in `room_id`) does, it stays."""

    queue: ClassVar[str] = "storage"
    key: str
    room_id: RoomId | None = None
    message_id: MessageId | None = None


class ArchiveClosedRoom(Job):
    """Let a room go from its members' inboxes, if it has long been closed."""

    queue: ClassVar[str] = "chat"
    room_id: RoomId


class AnswerCrisis(Job):
    """Show the hotlines in a room, wake a supervisor, and stop the session's clock. It carries nothing of the text."""

    queue: ClassVar[str] = "crisis"

    room_id: RoomId
