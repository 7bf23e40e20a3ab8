"""HTTP: create an upload for a product's thumbnail."""

from typing import Annotated

from pydantic import Field

from shared.catalogue import files, uploads
from shared.catalogue.errors import ProductNotFound
from shared.contracts.files import FileStore, UploadView
from shared.contracts.pictures import MAX_PICTURE_BYTES, PictureType
from shared.kernel.ids import ProductId, UserId
from shared.kernel.schemas import Request
from shared.limits.errors import LimitReached
from shared.runtime.context import Context
from shared.runtime.triggers import http


class CreateThumbnailUpload(Request):
    """Body of `create_thumbnail_upload`."""

    product_id: ProductId
    """Id of the caller's product, from `save_product`."""
    content_type: PictureType
    """Media type of the picture that will be uploaded."""
    bytes: Annotated[int, Field(ge=1, le=MAX_PICTURE_BYTES, strict=True)]
    """Exact size of the picture in bytes; larger uploads are refused."""


@http.post(who="expert", raises=(ProductNotFound, LimitReached))
async def create_thumbnail_upload(body: CreateThumbnailUpload, ctx: Context, storage: FileStore) -> UploadView:
    """Create an upload for the thumbnail of a product of the caller's.

    The address works for 15 minutes. Upload the picture there, then call `set_product_thumbnail` within two days.

    Raises:
        ProductNotFound: The caller has no product with this id.
        LimitReached: The caller has uploaded too many files.
    """
    uid = UserId(ctx.actor.id)
    upload_id = await ctx.commit(uploads.open_product_upload, uid, body.product_id, now=ctx.now)
    key = files.thumbnail_upload_key(uid, body.product_id, upload_id)
    return await uploads.presign_upload(
        storage, upload_id, key, content_type=body.content_type, size=body.bytes, now=ctx.now
    )
