"""HTTP: create an upload for a photo."""

from typing import Annotated

from pydantic import Field

from shared.catalogue import files, uploads
from shared.catalogue.errors import ExpertNotFound
from shared.catalogue.files import PhotoType
from shared.contracts.files import FileStore, UploadView
from shared.kernel.ids import UserId
from shared.kernel.schemas import Request
from shared.limits.errors import LimitReached
from shared.runtime.context import Context
from shared.runtime.triggers import http


class CreatePhotoUpload(Request):
    """Body of `create_photo_upload`."""

    content_type: PhotoType
    """Media type of the photo that will be uploaded."""
    bytes: Annotated[int, Field(ge=1, le=files.MAX_PHOTO_BYTES, strict=True)]
    """Exact size of the photo in bytes; larger uploads are refused."""


@http.post(who="expert", raises=(ExpertNotFound, LimitReached))
async def create_photo_upload(body: CreatePhotoUpload, ctx: Context, storage: FileStore) -> UploadView:
    """Create an upload for the caller's photo.

    The address works for 15 minutes. Upload the file there, then call `set_expert_photo` within two days.

    Raises:
        ExpertNotFound: The caller is not an expert.
        LimitReached: The caller has uploaded too many files.
    """
    uid = UserId(ctx.actor.id)
    upload_id = await ctx.commit(uploads.open_photo_upload, uid, now=ctx.now)
    key = files.photo_upload_key(uid, upload_id)
    leave = await storage.presign_upload(
        key, content_type=body.content_type, size=body.bytes, now=ctx.now, lasts=files.UPLOAD_URL_TTL
    )
    return UploadView.of(upload_id, leave)
