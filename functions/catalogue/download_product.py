"""HTTP: download a product that was bought."""

from shared.catalogue import files, grants, product_parts
from shared.catalogue.errors import NotGranted, ProductNotFound, ProductPartNotFound
from shared.catalogue.product_models import ProductPartId
from shared.catalogue.product_schemas import DownloadView
from shared.contracts.files import FileStore
from shared.kernel.ids import ProductId, UserId
from shared.kernel.schemas import Request
from shared.runtime.context import Context
from shared.runtime.triggers import http


class DownloadProduct(Request):
    """Body of `download_product`."""

    product_id: ProductId
    """Id of a product that the caller has bought, from the page of its expert."""
    part_id: ProductPartId | None = None
    """Id of a part of the product, from `parts` of an earlier answer; the first part when left out."""


@http.post(who=("customer", "expert"), raises=(NotGranted, ProductNotFound, ProductPartNotFound))
async def download_product(body: DownloadProduct, ctx: Context, storage: FileStore) -> DownloadView:
    """Get the address of a part of a product that the caller has bought, and count the download.

    The address of a file works for 5 minutes. Call again for a new one. `parts` lists all parts that the caller has
    bought. An expert can look at the parts of an own product, which is not counted.

    Raises:
        NotGranted: The caller has not bought the product, or the payment was refunded.
        ProductNotFound: The product has no parts.
        ProductPartNotFound: The product has no part with this id.
    """
    bought = await ctx.read(product_parts.get_bought_product, UserId(ctx.actor.id), body.product_id)
    part = bought.choose_part(body.part_id)
    url = part.link or await storage.presign_download(part.key or "", name=part.saved_as, lasts=files.DOWNLOAD_URL_TTL)
    await ctx.commit(grants.increment_downloads, bought.grant)
    return DownloadView.of(part, bought.parts, url=url, expires_at=ctx.now + files.DOWNLOAD_URL_TTL)
