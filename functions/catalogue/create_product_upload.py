"""HTTP: create an upload for a product's file."""

from typing import Annotated

from pydantic import Field

from shared.catalogue import files, uploads
from shared.catalogue.errors import ProductNotFound
from shared.catalogue.files import ProductType
from shared.contracts.files import FileStore, UploadView
from shared.kernel.ids import ProductId, UserId
from shared.kernel.schemas import Request
from shared.limits.errors import LimitReached
from shared.runtime.context import Context
from shared.runtime.triggers import http


class CreateProductUpload(Request):
    """Body of `create_product_upload`."""

    product_id: ProductId
    """Id of the caller's product, from `save_product`."""
    content_type: ProductType
    """Media type of the file that will be uploaded."""
    bytes: Annotated[int, Field(ge=1, le=files.MAX_PRODUCT_BYTES, strict=True)]
    """Exact size of the file in bytes; other sizes are refused."""


@http.post(who="expert", raises=(ProductNotFound, LimitReached))
async def create_product_upload(body: CreateProductUpload, ctx: Context, storage: FileStore) -> UploadView:
    """Create an upload for the file of a product of the caller's.

    The address works for 15 minutes. Upload the file there, then call `attach_product_file`.

    Raises:
        ProductNotFound: The caller has no product with this id.
        LimitReached: The caller has uploaded too many files.
    """
    uid = UserId(ctx.actor.id)
    upload_id = await ctx.commit(uploads.open_product_upload, uid, body.product_id, now=ctx.now)
    key = files.product_key(uid, body.product_id, upload_id)
    return await uploads.presign_upload(
        storage, upload_id, key, content_type=body.content_type, size=body.bytes, now=ctx.now
    )
