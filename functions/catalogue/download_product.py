"""Download what one has bought."""

from shared.catalogue import files, grants
from shared.catalogue import store as catalogue
from shared.catalogue.errors import NotGranted, ProductNotFound
from shared.catalogue.schemas import DownloadView
from shared.contracts.files import FileStore
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
    """Give a short-lived address of the file of a product that the caller has bought, and count it."""
    grant = await ctx.read(grants.get_active_grant, UserId(ctx.actor.id), body.product_id)
    file = await ctx.read(catalogue.get_product_file, grant.expert, grant.product)
    url = await storage.presign_download(file.key, name=file.name, lasts=files.DOWNLOAD_URL_TTL)
    await ctx.commit(grants.increment_downloads, grant.customer, grant.product)
    return DownloadView(url=url, filename=file.name, bytes=file.bytes, expires_at=ctx.now + files.DOWNLOAD_URL_TTL)
