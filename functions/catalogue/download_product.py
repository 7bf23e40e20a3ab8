"""HTTP: download a product that was bought."""

from shared.catalogue import files, grants
from shared.catalogue import store as catalogue
from shared.catalogue.errors import NotGranted, ProductNotFound
from shared.catalogue.schemas import DownloadView
from shared.contracts.files import FileStore, add_file_ending
from shared.kernel.ids import ProductId, UserId
from shared.kernel.schemas import Request
from shared.runtime.context import Context
from shared.runtime.triggers import http


class DownloadProduct(Request):
    """Body of `download_product`."""

    product_id: ProductId
    """Id of a product that the caller has bought, from the page of its expert."""


@http.post(who=("customer", "expert"), raises=(NotGranted, ProductNotFound))
async def download_product(body: DownloadProduct, ctx: Context, storage: FileStore) -> DownloadView:
    """Get a download address of a product that the caller has bought, and count the download.

    The address works for 5 minutes. Call again for a new one.

    Raises:
        NotGranted: The caller has not bought the product, or the payment was refunded.
        ProductNotFound: The product has no file any more.
    """
    grant = await ctx.read(grants.get_active_grant, UserId(ctx.actor.id), body.product_id)
    file = await ctx.read(catalogue.get_product_file, grant.expert, grant.product)
    # Files of older versions have names of any ending.
    name = add_file_ending(file.name, file.content_type)
    url = await storage.presign_download(file.key, name=name, lasts=files.DOWNLOAD_URL_TTL)
    await ctx.commit(grants.increment_downloads, grant.customer, grant.product)
    return DownloadView(url=url, filename=name, bytes=file.bytes, expires_at=ctx.now + files.DOWNLOAD_URL_TTL)
