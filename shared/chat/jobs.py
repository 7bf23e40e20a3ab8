"""Work for later."""

from typing import ClassVar

from shared.kernel.ids import Id, RoomId
from shared.kernel.schemas import Job


class ForgetUpload(Job):
    """Take back leave to attach a file, if no message has used it."""

    queue: ClassVar[str] = "storage"
    room_id: RoomId
    upload_id: Id


class DeleteAttachment(Job):
    """Forget a file that no message carries any more."""

    queue: ClassVar[str] = "storage"
    key: str
