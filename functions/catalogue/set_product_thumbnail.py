"""HTTP: set the thumbnail of a product."""

from shared.catalogue import thumbnails
from shared.catalogue.errors import ExpertNotFound, ProductNotFound, UploadMissing, UploadRefused
from shared.catalogue.product_schemas import ProductView
from shared.contracts.files import FileStore
from shared.contracts.pictures import PictureCleaner
from shared.kernel.ids import Id, ProductId, UserId
from shared.kernel.schemas import Request
from shared.runtime.context import Context
from shared.runtime.triggers import http


class SetProductThumbnail(Request):
    """Body of `set_product_thumbnail`."""

    product_id: ProductId
    """Id of the caller's product, from `save_product`."""
    upload_id: Id | None
    """Id of the finished upload, from `create_thumbnail_upload`; null to show no picture."""


@http.post(
    who="expert",
    raises=(ExpertNotFound, ProductNotFound, UploadMissing, UploadRefused),
    memory="1Gi",
    concurrency=1,
    timeout=120,
)
async def set_product_thumbnail(
    body: SetProductThumbnail, ctx: Context, storage: FileStore, pictures: PictureCleaner
) -> ProductView:
    """Show the uploaded picture with a product of the caller's.

    Hidden data, such as the place of a shot, is removed first. The previous picture is deleted a day later.
    A repeated call changes nothing.

    Raises:
        ExpertNotFound: The caller is not an expert.
        ProductNotFound: The caller has no product with this id.
        UploadMissing: The file has not been uploaded yet.
        UploadRefused: The file has a type or a size that is not allowed, or is no picture that can be read.
    """
    await ctx.check_account()
    uid = UserId(ctx.actor.id)
    shown = await thumbnails.publish_thumbnail(storage, pictures, uid, body.product_id, body.upload_id)
    return ProductView.of(await ctx.commit(thumbnails.set_product_thumbnail, uid, body.product_id, shown, now=ctx.now))
