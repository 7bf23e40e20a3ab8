"""Files. Those that people put or fetch do not pass through us: they are led to where they may; those we write do."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import ClassVar, Protocol


@dataclass(frozen=True, slots=True)
class Download:
    """A file as an answer, to be kept as *name*; each kind knows its media type."""

    media_type: ClassVar[str] = "application/octet-stream"

    name: str
    content: bytes


class Pdf(Download):
    media_type = "application/pdf"


class CalendarFile(Download):
    """RFC 5545."""

    media_type = "text/calendar"


@dataclass(frozen=True, slots=True)
class Leave:
    """Leave to put one file: send exactly these headers with it, before it is too late."""

    url: str
    headers: Mapping[str, str]
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class Stored:
    """What lies under a key."""

    bytes: int
    content_type: str


class FileStore(Protocol):
    """Raises `Unavailable` when the storage does not answer, a `Refused` when it will not."""

    async def upload(self, key: str, *, content_type: str, size: int, now: datetime, lasts: timedelta) -> Leave:
        """Leave to put a file of this type and of exactly *size* bytes under *key*."""
        ...

    async def download(self, key: str, *, name: str, lasts: timedelta) -> str:
        """Where the file under *key* is to be had for a short time, to be kept as *name*."""
        ...

    def public_url(self, key: str) -> str:
        """Where anybody finds what lies under *key*, if that begins with `public/`."""
        ...

    async def look(self, key: str) -> Stored | None:
        """What lies under *key*; None when nothing does."""
        ...

    async def delete(self, key: str) -> None:
        """Forget what lies under *key*. A second time, nothing."""
        ...
