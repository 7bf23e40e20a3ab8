"""HTTP: create an upload for an assignment's file."""

from typing import Annotated

from pydantic import Field

from shared.assignments import actions, files
from shared.assignments.errors import DELIVERY_ERRORS
from shared.contracts.files import AttachmentType, FileStore, UploadView
from shared.kernel.ids import AssignmentId, UserId
from shared.kernel.schemas import Request
from shared.limits.errors import LimitReached
from shared.runtime.context import Context
from shared.runtime.triggers import http


class CreateAssignmentUpload(Request):
    """Body of `create_assignment_upload`."""

    assignment_id: AssignmentId
    """Id of something that the caller has ordered or is to deliver."""
    content_type: AttachmentType
    """Media type of the file that will be uploaded."""
    bytes: Annotated[int, Field(ge=1, le=files.MAX_FILE_BYTES, strict=True)]
    """Exact size of the file in bytes, at most 100 MiB; other sizes are refused."""


@http.post(
    who=("customer", "expert"),
    raises=(*DELIVERY_ERRORS, LimitReached),
)
async def create_assignment_upload(body: CreateAssignmentUpload, ctx: Context, storage: FileStore) -> UploadView:
    """Create an upload for a file of the brief (customer) or of a delivery (expert).

    The address works for 15 minutes. Upload the file there, then call `add_brief_file` or `deliver_assignment` within a
    day; otherwise the file is deleted.
    """
    upload_id = await ctx.commit(actions.open_upload, body.assignment_id, actor=ctx.actor, now=ctx.now)
    key = files.file_key(body.assignment_id, UserId(ctx.actor.id), upload_id)
    leave = await storage.presign_upload(
        key, content_type=body.content_type, size=body.bytes, now=ctx.now, lasts=files.UPLOAD_URL_TTL
    )
    return UploadView.of(upload_id, leave)
