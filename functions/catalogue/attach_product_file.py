"""HTTP: attach an uploaded file to a product."""

from shared.catalogue import files, product_parts
from shared.catalogue.errors import PART_ERRORS, UploadMissing, UploadRefused
from shared.catalogue.product_models import ProductPartId
from shared.catalogue.product_schemas import ProductView
from shared.contracts.files import FileName, FileStore
from shared.kernel.ids import Id, ProductId, UserId
from shared.kernel.public_texts import PublicLine
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
    part_id: ProductPartId | None = None
    """Id of the part whose file or link is replaced; leave out for a new part, or for the only one."""
    title: PublicLine | None = None
    """Title of the part, one line of 1 to 200 characters; a title without `part_id` adds a part."""


@http.post(who="expert", raises=(*PART_ERRORS, UploadMissing, UploadRefused))
async def attach_product_file(body: AttachProductFile, ctx: Context, storage: FileStore) -> ProductView:
    """Attach an uploaded file to a product of the caller's.

    With `part_id` the file replaces what the part had. With a title alone it becomes the last part of a course.
    Without both it becomes the only part of the product. A replaced file is deleted a day later. A repeated call
    changes nothing more.

    Raises:
        ExpertNotFound: The caller is not an expert.
        ProductNotFound: The caller has no product with this id.
        ProductPartNotFound: The product has no part with this id.
        TooManyParts: The product has as many parts as allowed.
        UploadMissing: The file has not been uploaded yet.
        UploadRefused: The file has a type or a size that is not allowed.
    """
    await ctx.check_account()
    uid = UserId(ctx.actor.id)
    key = files.product_key(uid, body.product_id, body.upload_id)
    stored = files.check_product_upload(await storage.find_file(key))
    content = product_parts.part_from_file(key, body.file_name, stored, now=ctx.now)
    product = await ctx.commit(
        product_parts.attach_part, uid, body.product_id, content, body.part_id, body.title, now=ctx.now
    )
    return ProductView.of(product)
