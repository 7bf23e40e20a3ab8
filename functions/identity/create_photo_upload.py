"""HTTP: create an upload for a photo."""

from typing import Annotated

from pydantic import Field

from shared.contracts.files import FileStore, UploadView
from shared.contracts.pictures import MAX_PICTURE_BYTES, PICTURE_UPLOAD_URL_TTL, PictureType
from shared.identity import photos
from shared.identity.errors import NotRegistered
from shared.kernel.ids import UserId
from shared.kernel.schemas import Request
from shared.limits.errors import IdentityNeeded, LimitReached
from shared.runtime.context import Context
from shared.runtime.triggers import http


class CreatePhotoUpload(Request):
    """Body of `create_photo_upload`."""

    content_type: PictureType
    """Media type of the photo that will be uploaded."""
    bytes: Annotated[int, Field(ge=1, le=MAX_PICTURE_BYTES, strict=True)]
    """Exact size of the photo in bytes; larger uploads are refused."""


@http.post(who=("customer", "expert", "admin"), audited=False, raises=(NotRegistered, IdentityNeeded, LimitReached))
async def create_photo_upload(body: CreatePhotoUpload, ctx: Context, storage: FileStore) -> UploadView:
    """Create an upload for the caller's photo.

    The address works for 15 minutes. Upload the file there, then call `set_my_photo` within two days.

    Raises:
        NotRegistered: The caller has not registered.
        IdentityNeeded: The caller is anonymous, and has no photo.
        LimitReached: The caller has uploaded too many files.
    """
    upload_id = await ctx.commit(photos.open_photo_upload, actor=ctx.actor, now=ctx.now)
    key = photos.photo_upload_key(UserId(ctx.actor.id), upload_id)
    leave = await storage.presign_upload(
        key, content_type=body.content_type, size=body.bytes, now=ctx.now, lasts=PICTURE_UPLOAD_URL_TTL
    )
    return UploadView.of(upload_id, leave)
