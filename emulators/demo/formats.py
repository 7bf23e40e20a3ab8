"""Formats of amounts and times."""

from datetime import datetime
from zoneinfo import ZoneInfo

from shared.kernel.zones import format_zone_label

JAKARTA = "Asia/Jakarta"


def format_rupiah(amount: int) -> str:
    """Format an amount in whole rupiah: `Rp150.000`."""
    return f"Rp{amount:,}".replace(",", ".")


def parse_moment(text: str) -> datetime:
    """Parse a time in a function's response."""
    return datetime.fromisoformat(text)


def format_time(text: str, *, zone: str = JAKARTA, form: str = "%H:%M:%S") -> str:
    """Format a time in the time zone `zone`: `19:04:31 WIB`."""
    local = parse_moment(text).astimezone(ZoneInfo(zone))
    return f"{local:{form}} {format_zone_label(local)}"
