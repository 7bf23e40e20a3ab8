"""Files of experts: keys in the storage, and checks of uploads."""

from datetime import timedelta
from typing import Literal, get_args

from shared.catalogue.errors import UploadMissing, UploadRefused
from shared.contracts.files import StoredFile
from shared.contracts.pictures import MAX_PICTURE_BYTES, UNCLEANED_PREFIX, PictureType
from shared.kernel.ids import ProductId, UserId

ProductType = Literal["application/pdf", "application/epub+zip", "application/zip", "video/mp4", "audio/mpeg"]

PICTURE_TYPES: tuple[str, ...] = get_args(PictureType)
PRODUCT_TYPES: tuple[str, ...] = get_args(ProductType)
MAX_PRODUCT_BYTES = 2 * 1024 * 1024 * 1024
UPLOAD_URL_TTL = timedelta(minutes=15)
DOWNLOAD_URL_TTL = timedelta(minutes=5)


def thumbnail_key(uid: UserId, product_id: ProductId, upload_id: str) -> str:
    """Build the storage key of the clean thumbnail of a product, which is public."""
    return f"public/thumbnails/{uid}/{product_id}/clean-{upload_id}"


def thumbnail_upload_key(uid: UserId, product_id: ProductId, upload_id: str) -> str:
    """Build the storage key of an uploaded thumbnail, which is private: the picture may tell where it was taken."""
    return f"{UNCLEANED_PREFIX}thumbnails/{uid}/{product_id}/{upload_id}"


def product_key(uid: UserId, product_id: ProductId, upload_id: str) -> str:
    """Build the storage key of a product's file, which is private."""
    return f"products/{uid}/{product_id}/{upload_id}"


def check_picture_upload(found: StoredFile | None) -> StoredFile:
    """Check that the stored file may be a published picture, and return the file.

    Raises:
        UploadMissing: The file does not exist.
        UploadRefused: The file has another type than `PICTURE_TYPES`, is empty, or exceeds 5 MiB.
    """
    return _check_upload(found, PICTURE_TYPES, MAX_PICTURE_BYTES)


def check_product_upload(found: StoredFile | None) -> StoredFile:
    """Check that the stored file may be a product's file, and return the file.

    Raises:
        UploadMissing: The file does not exist.
        UploadRefused: The file has another type than `PRODUCT_TYPES`, is empty, or exceeds 2 GiB.
    """
    return _check_upload(found, PRODUCT_TYPES, MAX_PRODUCT_BYTES)


def _check_upload(found: StoredFile | None, types: tuple[str, ...], largest: int) -> StoredFile:
    if found is None:
        raise UploadMissing()
    if found.content_type not in types:
        raise UploadRefused(content_type=found.content_type, allowed=list(types))
    if not 0 < found.bytes <= largest:
        raise UploadRefused(bytes=found.bytes, most=largest)
    return found
