"""Files of experts': where they may put them, and what may lie there."""

from datetime import timedelta
from typing import Literal, get_args

from shared.catalogue.errors import UploadMissing, UploadRefused
from shared.kernel.files import Stored
from shared.kernel.ids import ProductId, UserId

PhotoType = Literal["image/jpeg", "image/png", "image/webp"]
ProductType = Literal["application/pdf", "application/epub+zip", "application/zip", "video/mp4", "audio/mpeg"]

PHOTO_TYPES: tuple[str, ...] = get_args(PhotoType)
PRODUCT_TYPES: tuple[str, ...] = get_args(ProductType)
LARGEST_PHOTO = 5 * 1024 * 1024
LARGEST_PRODUCT = 2 * 1024 * 1024 * 1024
UPLOAD_LASTS = timedelta(minutes=15)
# Whoever has just been led to a file finishes with it first.
FORGET_AFTER = timedelta(days=1)


def photo_key(uid: UserId, upload_id: str) -> str:
    """Where a photo lies: for anybody to see."""
    return f"public/photos/{uid}/{upload_id}"


def product_key(uid: UserId, product_id: ProductId, upload_id: str) -> str:
    """Where a product's file lies: for nobody to see without leave."""
    return f"products/{uid}/{product_id}/{upload_id}"


def photo(found: Stored | None) -> Stored:
    """What lies there, if it may be a photo. Raises `UploadMissing`, `UploadRefused`."""
    return _fits(found, PHOTO_TYPES, LARGEST_PHOTO)


def product(found: Stored | None) -> Stored:
    """What lies there, if it may be a product's file. Raises `UploadMissing`, `UploadRefused`."""
    return _fits(found, PRODUCT_TYPES, LARGEST_PRODUCT)


def _fits(found: Stored | None, types: tuple[str, ...], largest: int) -> Stored:
    if found is None:
        raise UploadMissing()
    if found.content_type not in types:
        raise UploadRefused(content_type=found.content_type, allowed=list(types))
    if not 0 < found.bytes <= largest:
        raise UploadRefused(bytes=found.bytes, most=largest)
    return found
