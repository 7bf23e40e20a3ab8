"""Files. People put and fetch files by short-lived addresses; those that we write or clean pass through us."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import Annotated, ClassVar, Literal, Protocol, Self

from pydantic import StringConstraints

from shared.kernel.schemas import Moment, View
from shared.kernel.validation_messages import ValidationMessage

_MAX_NAME_LENGTH = 200

FileName = Annotated[
    str,
    StringConstraints(
        strip_whitespace=True,
        min_length=1,
        max_length=_MAX_NAME_LENGTH,
        # Nothing that leads to another folder, and nothing that lets `exe.gpj` be read as another ending.
        pattern=r"^[^/\\\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]+$",
    ),
    ValidationMessage("not_a_file_name", most=200),
]
"""Name of a file on people's devices."""


AttachmentType = Literal[
    "image/jpeg",
    "image/png",
    "image/webp",
    "image/gif",
    "application/pdf",
    "text/plain",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "application/zip",
    "application/x-zip-compressed",
    "audio/mpeg",
    "audio/mp4",
    "audio/x-m4a",
    "audio/ogg",
    "video/mp4",
]
"""Media types that may be attached. ZIP and M4A have two names, because some systems use their own."""


_FILE_ENDINGS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "application/epub+zip": (".epub",),
        "application/pdf": (".pdf",),
        "application/vnd.openxmlformats-officedocument.presentationml.presentation": (".pptx",),
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": (".xlsx",),
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document": (".docx",),
        "application/x-zip-compressed": (".zip",),
        "application/zip": (".zip",),
        "audio/mp4": (".m4a", ".mp4"),
        "audio/mpeg": (".mp3",),
        "audio/ogg": (".ogg", ".oga", ".opus"),
        "audio/x-m4a": (".m4a",),
        "image/gif": (".gif",),
        "image/jpeg": (".jpg", ".jpeg", ".jfif"),
        "image/png": (".png",),
        "image/webp": (".webp",),
        "text/plain": (".txt", ".text", ".log", ".md", ".csv"),
        "video/mp4": (".mp4", ".m4v"),
    }
)
"""Endings of the names of files, by media type. The first ending is added to a name that has none of them."""


def add_file_ending(name: str, content_type: str) -> str:
    """Return `name` with an ending of its media type.

    No program can be saved under the media type of a picture then. A name that ends rightly stays as it is: `CV.PDF`
    for `application/pdf`. `photo.exe` becomes `photo.exe.jpg` for `image/jpeg`. A name of 200 characters is shortened.
    A media type that only a newer version takes changes nothing.
    """
    endings = _FILE_ENDINGS.get(content_type)
    if endings is None:
        return name
    if name.lower().endswith(endings) and name.lower() not in endings:
        return name
    return name[: _MAX_NAME_LENGTH - len(endings[0])].rstrip() + endings[0]


@dataclass(frozen=True, slots=True)
class Download:
    """A file as an answer, saved as `name`. Each subclass sets its media type."""

    media_type: ClassVar[str] = "application/octet-stream"

    name: str
    content: bytes

    @property
    def headers(self) -> dict[str, str]:
        """Headers of the answer: browsers save the file instead of showing it."""
        return {"content-disposition": f'attachment; filename="{self.name}"'}


@dataclass(frozen=True, slots=True)
class HtmlPage(Download):
    """Page for a browser. The page may load nothing, and may call nothing but `connects_to`.

    Attributes:
        connects_to: Address that the page's script may call; empty for a page without a script.
        nonce: Random text that the page's own script and style carry.
        has_pictures: True if the page shows pictures that it holds itself.
    """

    media_type: ClassVar[str] = "text/html; charset=utf-8"

    connects_to: str
    nonce: str
    has_pictures: bool = False

    @property
    def headers(self) -> dict[str, str]:
        """Headers of the answer: browsers show the page, keep no copy, and tell its address to nobody."""
        own = f"'nonce-{self.nonce}'"
        sources = f"style-src {own}"
        if self.connects_to:
            sources = f"script-src {own}; {sources}; connect-src {self.connects_to}"
        if self.has_pictures:
            sources += "; img-src data:"
        return {
            "content-security-policy": f"default-src 'none'; {sources}; base-uri 'none'; frame-ancestors 'none'",
            "cache-control": "no-store",
            "referrer-policy": "no-referrer",
        }


class Pdf(Download):
    media_type = "application/pdf"


class PrivatePdf(Pdf):
    """PDF that lets its holder in somewhere, such as a ticket."""

    @property
    def headers(self) -> dict[str, str]:
        """Headers of the answer: browsers save the file, and keep no other copy."""
        return {**super().headers, "cache-control": "no-store", "referrer-policy": "no-referrer"}


class CalendarFile(Download):
    """RFC 5545."""

    media_type = "text/calendar"


@dataclass(frozen=True, slots=True)
class PresignedUpload:
    """Permission to upload one file, once: send exactly these headers with it, before `expires_at`."""

    url: str
    headers: Mapping[str, str]
    expires_at: datetime


class UploadView(View):
    """Permission to upload one file, once. A second `PUT` to the same address is answered with 412."""

    upload_id: str
    """Id of this upload, to name in the call that uses the file."""
    url: str
    """Address to send the file to, with one `PUT` of its bytes."""
    headers: dict[str, str]
    """HTTP headers to send with the `PUT`, exactly as given, by their names."""
    expires_at: Moment
    """Instant in UTC after which the address takes no file."""

    @classmethod
    def of(cls, upload_id: str, upload: PresignedUpload) -> Self:
        return cls(upload_id=upload_id, url=upload.url, headers=dict(upload.headers), expires_at=upload.expires_at)


@dataclass(frozen=True, slots=True)
class StoredFile:
    """Stored object under a key."""

    bytes: int
    content_type: str


class FileStore(Protocol):
    """Object storage.

    Raises:
        Unavailable: The storage does not answer.
        Refused: The storage does not accept the request.
    """

    async def presign_upload(
        self, key: str, *, content_type: str, size: int, now: datetime, lasts: timedelta
    ) -> PresignedUpload:
        """Create a link to upload a new file under `key`. An existing file is never replaced.

        Args:
            key: Path of the file in the bucket.
            content_type: Media type that the upload must have.
            size: Number of bytes that the upload must have.
            now: Time at which the call began.
            lasts: Time after which the link ends.
        """
        ...

    async def presign_download(self, key: str, *, name: str, lasts: timedelta, shown_as: str | None = None) -> str:
        """Create a short-lived link to the file under `key`, which browsers save as `name`."""
        ...

    def public_url(self, key: str) -> str:
        """Return the public URL of a file whose key begins with `public/`."""
        ...

    async def find_file(self, key: str) -> StoredFile | None:
        """Find the object under `key`; None if there is none."""
        ...

    async def read_file(self, key: str) -> bytes | None:
        """Read the whole file under `key` into memory; None if there is none."""
        ...

    async def write_file(self, key: str, content: bytes, *, content_type: str) -> None:
        """Write the file under `key`, in place of an earlier one."""
        ...

    async def delete_file(self, key: str) -> None:
        """Delete the file under `key`. A missing file is no error."""
        ...
