"""Payloads of the chat's tasks."""

from typing import ClassVar

from shared.kernel.ids import Id, MessageId, RoomId
from shared.kernel.schemas import Job, Moment


class ExpireUpload(Job):
    """Task to delete an upload permission and its file, if no message has used the permission."""

    queue: ClassVar[str] = "storage"
    room_id: RoomId
    upload_id: Id
    key: str
    opened_at: Moment


class DeleteAttachment(Job):
    """Task to delete a file that no message carries any more.

    With `room_id` and `message_id`, the file stays as long as that message carries the file.
    """

    queue: ClassVar[str] = "storage"
    key: str
    room_id: RoomId | None = None
    message_id: MessageId | None = None


class CleanPicture(Job):
    """Task to remove hidden data from a picture that was sent in a call. `key` is the storage key of the original."""

    queue: ClassVar[str] = "storage"
    room_id: RoomId
    message_id: MessageId
    upload_id: Id
    key: str


class ArchiveClosedRoom(Job):
    """Task to drop a room from its members' inboxes, once the room has been closed for a week."""

    queue: ClassVar[str] = "chat"
    room_id: RoomId


class AnnounceMessages(Job):
    """Task to tell the members of a room of new messages.

    Attributes:
        room_id: Room of the messages.
        seq: Number of the first message to tell of; later ones are told of too.
    """

    queue: ClassVar[str] = "chat-news"
    room_id: RoomId
    seq: int


class AnswerCrisis(Job):
    """Task to show the hotlines in a room, alert a supervisor and stop the session's clock.

    The payload carries no text of the message.
    """

    queue: ClassVar[str] = "crisis"

    room_id: RoomId
    raised_at: Moment | None = None
