"""Get leave to attach a file."""

from typing import Annotated

from pydantic import Field

from shared.chat import attachments
from shared.chat.errors import AttachmentRefused, Blocked, LeaveEnded, RoomClosed, RoomNotFound
from shared.chat.message_schemas import AttachmentType
from shared.contracts.calls import identify_member
from shared.contracts.files import FileName, FileStore, UploadView
from shared.kernel.ids import RoomId
from shared.kernel.schemas import Request
from shared.runtime.context import Context
from shared.runtime.triggers import http


class CreateAttachmentUpload(Request):
    """`bytes` is exactly how large the file is."""

    room_id: RoomId
    """Id of the room to whose message the file will be attached, from `list_rooms`."""
    name: FileName
    """Name of the file on the sender's device, 1 to 200 characters without slashes."""
    content_type: AttachmentType
    """Media type of the file that will be uploaded."""
    bytes: Annotated[int, Field(ge=1, le=attachments.MAX_BYTES, strict=True)]
    """Exact size of the file in bytes; other sizes are refused, and admins may set a lower limit."""


@http.post(
    who=("customer", "expert", "admin"),
    raises=(RoomNotFound, Blocked, RoomClosed, AttachmentRefused, LeaveEnded),
)
async def create_attachment_upload(body: CreateAttachmentUpload, ctx: Context, storage: FileStore) -> UploadView:
    """Get leave to upload a file, for a quarter of an hour; then name it to `send_message`, within a day."""
    me = identify_member(ctx.actor, body.room_id)
    upload = await ctx.commit(
        attachments.create_upload, body.room_id, body.content_type, body.bytes, actor=me, now=ctx.now
    )
    return UploadView.of(upload.id, await attachments.sign_upload_url(storage, upload, now=ctx.now))
