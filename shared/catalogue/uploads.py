"""Uploads of experts: the ids of products' files and thumbnails to come, within the limit of uploads."""

import asyncio
from datetime import datetime

from shared.catalogue import files, store
from shared.contracts.files import FileStore, UploadView
from shared.kernel.ids import Id, ProductId, UserId
from shared.kernel.ports import UnitOfWork
from shared.limits.actions import count_act, get_limit_settings
from shared.limits.settings import SETTINGS
from shared.limits.subjects import person_limits_ref


async def open_product_upload(uow: UnitOfWork, uid: UserId, product_id: ProductId, *, now: datetime) -> Id:
    """Count an upload of a product's file, and return its id.

    Raises:
        ProductNotFound: The person has no product with this id.
        LimitReached: The person has uploaded too many files.
    """
    await asyncio.gather(store.get_product(uow, uid, product_id), uow.prefetch(SETTINGS, person_limits_ref(uid)))
    return await _open_upload(uow, uid, now=now)


async def presign_upload(
    storage: FileStore, upload_id: Id, key: str, *, content_type: str, size: int, now: datetime
) -> UploadView:
    """Presign the address to which the file of an upload is sent.

    Args:
        key: Key of the file in the storage.
        size: Exact size of the file in bytes.
    """
    leave = await storage.presign_upload(key, content_type=content_type, size=size, now=now, lasts=files.UPLOAD_URL_TTL)
    return UploadView.of(upload_id, leave)


async def _open_upload(uow: UnitOfWork, uid: UserId, *, now: datetime) -> Id:
    settings = await get_limit_settings(uow)
    await count_act(uow, person_limits_ref(uid), settings.uploads, now=now)
    return Id.new(uow.random_below)
