"""Time zones as people choose them, by their IANA name, and as people read them, by a label."""

import re
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Annotated
from zoneinfo import ZoneInfo

from pydantic import AfterValidator

from shared.kernel.validation_messages import ValidationMessage

# As IANA writes them; a system's own folders (`posix/…`, `right/…`) begin with a small letter.
_NAME = re.compile(r"UTC|[A-Z][A-Za-z]+(/[A-Z][A-Za-z0-9_+-]+){1,2}")


# All other abbreviations are those of several places, or no words: PST, IST, +08.
_PLAIN_LABELS = ("WIB", "WITA", "WIT", "UTC")


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


def format_zone_label(local: datetime) -> str:
    """Format the zone of a local time: `WIB`, `WITA`, `WIT` or `UTC`, elsewhere `GMT+8` or `GMT+5:30` (CLDR's form)."""
    name, offset = local.tzname(), local.utcoffset() or timedelta()
    if name in _PLAIN_LABELS:
        return name
    minutes = round(abs(offset) / timedelta(minutes=1))
    if minutes == 0:
        return "GMT"
    sign, (hours, rest) = "-" if offset < timedelta() else "+", divmod(minutes, 60)
    return f"GMT{sign}{hours}:{rest:02d}" if rest else f"GMT{sign}{hours}"
