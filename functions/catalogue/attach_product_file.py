"""HTTP: attach an uploaded file to a product."""

from shared.catalogue import files, services_and_products
from shared.catalogue.errors import ExpertNotFound, ProductNotFound, UploadMissing, UploadRefused
from shared.catalogue.schemas import ProductView
from shared.contracts.files import FileName, FileStore
from shared.kernel.ids import Id, ProductId, UserId
from shared.kernel.schemas import Request
from shared.runtime.context import Context
from shared.runtime.triggers import http


class AttachProductFile(Request):
    """Body of `attach_product_file`."""

    product_id: ProductId
    """Id of the caller's product, from `save_product`."""
    upload_id: Id
    """Id of the finished upload, from `create_product_upload`."""
    file_name: FileName
    """Name under which buyers save the file, 1 to 200 characters without slashes."""


@http.post(who="expert", raises=(ExpertNotFound, ProductNotFound, UploadMissing, UploadRefused))
async def attach_product_file(body: AttachProductFile, ctx: Context, storage: FileStore) -> ProductView:
    """Attach an uploaded file to a product of the caller's.

    The file replaces the previous one, which is deleted a day later. A repeated call changes nothing more.

    Raises:
        ExpertNotFound: The caller is not an expert.
        ProductNotFound: The caller has no product with this id.
        UploadMissing: The file has not been uploaded yet.
        UploadRefused: The file has a type or a size that is not allowed.
    """
    await ctx.check_account()
    uid, name = UserId(ctx.actor.id), body.file_name
    key = files.product_key(uid, body.product_id, body.upload_id)
    stored = files.check_product_upload(await storage.find_file(key))
    product = await ctx.commit(
        services_and_products.attach_product_file, uid, body.product_id, key=key, name=name, stored=stored, now=ctx.now
    )
    return ProductView.of(product)
