"""HTTP function that gives an upload URL for an attachment."""

from typing import Annotated

from pydantic import Field

from shared.chat import attachments
from shared.chat.errors import AttachmentRefused, Blocked, LeaveEnded, RoomClosed, RoomNotFound
from shared.contracts.calls import identify_member
from shared.contracts.files import AttachmentType, FileName, FileStore, UploadView
from shared.contracts.support import concerns_support_room
from shared.kernel.ids import RoomId, UserId
from shared.kernel.schemas import Request
from shared.limits.errors import LimitReached
from shared.runtime.context import Context
from shared.runtime.triggers import http
from shared.workflows import expert_activity


class CreateAttachmentUpload(Request):
    """Body of `create_attachment_upload`."""

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
    open_to_suspended=concerns_support_room,
    audited=False,
    raises=(RoomNotFound, Blocked, RoomClosed, AttachmentRefused, LeaveEnded, LimitReached),
)
async def create_attachment_upload(body: CreateAttachmentUpload, ctx: Context, storage: FileStore) -> UploadView:
    """Get a URL to upload the file of a message. The URL works for 15 minutes.

    After the upload, send the file with `send_message` within a day; otherwise the file is deleted.
    A repeated call with the same `Idempotency-Key` gives the same upload, until the 15 minutes are over.
    """
    me = identify_member(ctx.actor, body.room_id)
    action = expert_activity.with_lease_renewed(attachments.create_upload, me, body.room_id, now=ctx.now)
    upload = await ctx.commit(
        action, body.room_id, body.content_type, body.bytes, actor=me, account=UserId(ctx.actor.id), now=ctx.now
    )
    return UploadView.of(upload.id, await attachments.sign_upload_url(storage, upload, now=ctx.now))
