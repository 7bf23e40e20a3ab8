"""Time zones as people choose them: by their IANA name."""

import re
from functools import lru_cache
from typing import Annotated
from zoneinfo import ZoneInfo

from pydantic import AfterValidator

from shared.kernel.validation_messages import ValidationMessage

# As IANA writes them; a system's own folders (`posix/…`, `right/…`) begin with a small letter.
_NAME = re.compile(r"UTC|[A-Z][A-Za-z]+(/[A-Z][A-Za-z0-9_+-]+){1,2}")


@lru_cache(maxsize=600)
def _known(name: str) -> bool:
    if len(name) > 60 or _NAME.fullmatch(name) is None:
        return False
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        return False
    return True


def find_zone(name: str) -> ZoneInfo | None:
    """Find the zone with an IANA name; None if the name is not known here."""
    return ZoneInfo(name) if _known(name) else None


def _zone(name: str) -> str:
    if not _known(name):
        raise ValueError(name)
    return name


Zone = Annotated[str, AfterValidator(_zone), ValidationMessage("not_a_time_zone")]
"""An IANA time zone."""
