"""Pictures whose hidden data must not reach other people: place and time of the shot, camera, owner, comments."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from types import MappingProxyType
from typing import Literal, Protocol

PICTURE_ENDINGS: Mapping[str, str] = MappingProxyType({"image/jpeg": "jpg", "image/png": "png", "image/webp": "webp"})
"""Media types of the pictures that can be cleaned, with the ending of their files."""

PictureType = Literal["image/jpeg", "image/png", "image/webp"]
"""Media type of a photo of a person, or of a thumbnail."""

MAX_PICTURE_BYTES = 5 * 1024 * 1024
PICTURE_UPLOAD_URL_TTL = timedelta(minutes=15)

PictureFault = Literal["unreadable", "too_large"]
"""Reason why a picture cannot be cleaned: no readable picture of a known type, or more than 50 megapixels."""

UNCLEANED_PREFIX = "uncleaned/"
"""Prefix of the storage keys of uploaded originals. The bucket deletes a file below this prefix after two days."""


@dataclass(frozen=True, slots=True)
class PictureCopy:
    """Picture without hidden data.

    Attributes:
        content: Bytes of the file.
        content_type: Media type of the file, one of `PICTURE_ENDINGS`.
    """

    content: bytes
    content_type: str


class PictureCleaner(Protocol):
    """Removes hidden data from pictures."""

    async def clean_picture(self, content: bytes) -> PictureCopy | PictureFault:
        """Draw the picture anew, without any data but the visible pixels.

        The orientation and the colours stay as they were seen. A picture longer than 4,096 pixels is reduced.
        Of an animation the first picture remains.
        """
        ...
