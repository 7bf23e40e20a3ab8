"""How amounts and moments are written."""

from datetime import datetime
from zoneinfo import ZoneInfo

JAKARTA = "Asia/Jakarta"


def format_rupiah(amount: int) -> str:
    """An amount as it is written in Indonesia."""
    return f"Rp{amount:,}".replace(",", ".")


def parse_moment(text: str) -> datetime:
    """The moment that a function has answered."""
    return datetime.fromisoformat(text)


def format_time(text: str, *, zone: str = JAKARTA, form: str = "%H:%M:%S") -> str:
    """A moment on the clocks of *zone*, with the zone's name: `19:04:31 WIB`."""
    local = parse_moment(text).astimezone(ZoneInfo(zone))
    return f"{local:{form}} {local.tzname()}"
