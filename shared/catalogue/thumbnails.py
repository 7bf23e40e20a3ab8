"""Thumbnails of products: small public pictures on the page of an expert."""

from datetime import datetime
from typing import NamedTuple

from shared.catalogue import files, jobs
from shared.catalogue.expert_offers import get_expert_with_offers, save_product_and_listing
from shared.catalogue.product_models import Product
from shared.catalogue.published_pictures import publish_picture
from shared.contracts.files import FileStore
from shared.contracts.pictures import PictureCleaner
from shared.kernel.ids import ProductId, UserId
from shared.kernel.ports import UnitOfWork


class PublishedThumbnail(NamedTuple):
    """A thumbnail whose clean copy is public.

    Attributes:
        upload_id: Id of the upload.
        url: Public address of the copy.
    """

    upload_id: str
    url: str


async def publish_thumbnail(
    storage: FileStore, pictures: PictureCleaner, uid: UserId, product_id: ProductId, upload_id: str | None
) -> PublishedThumbnail | None:
    """Publish a copy of an uploaded thumbnail without hidden data; None for no upload.

    Raises:
        UploadMissing: The file has not been uploaded yet, or was deleted.
        UploadRefused: The file has a type or a size that is not allowed, or is no picture that can be read.
    """
    if upload_id is None:
        return None
    upload_key = files.thumbnail_upload_key(uid, product_id, upload_id)
    key = files.thumbnail_key(uid, product_id, upload_id)
    url = await publish_picture(storage, pictures, upload_key=upload_key, key=key, upload_id=upload_id)
    return PublishedThumbnail(upload_id, url)


async def set_product_thumbnail(
    uow: UnitOfWork, uid: UserId, product_id: ProductId, thumbnail: PublishedThumbnail | None, *, now: datetime
) -> Product:
    """Set another thumbnail, or none, and delete the uploaded original. The previous copy is deleted a day later.

    Raises:
        ExpertNotFound: The person has never applied.
        ProductNotFound: The product does not exist.
    """
    offers = await get_expert_with_offers(uow, uid)
    product = offers.get_product(product_id)
    key = files.thumbnail_key(uid, product_id, thumbnail.upload_id) if thumbnail else None
    if product.thumbnail_key == key and product.thumbnail_url == (thumbnail.url if thumbnail else None):
        return product
    if product.thumbnail_key is not None:
        jobs.schedule_file_deletion(uow, product.thumbnail_key, now=now)
    if thumbnail is not None and key is not None:
        jobs.cancel_file_deletion(uow, key)
        uow.schedule(jobs.DeleteFile(key=files.thumbnail_upload_key(uid, product_id, thumbnail.upload_id)))
    changed = product.having(thumbnail_url=thumbnail.url if thumbnail else None, thumbnail_key=key, saved_at=now)
    return save_product_and_listing(uow, offers, changed, now=now)
