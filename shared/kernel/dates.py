"""Dates and times as people read them: stored in UTC, shown in a person's zone, counted in Jakarta's dates."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from shared.kernel.zones import format_zone_label

JAKARTA = ZoneInfo("Asia/Jakarta")

_MONTHS = {
    "id": "Januari Februari Maret April Mei Juni Juli Agustus September Oktober November Desember".split(),
    "en": "January February March April May June July August September October November December".split(),
}


def jakarta_date(moment: datetime) -> date:
    """Return the business date of `moment`."""
    return moment.astimezone(JAKARTA).date()


def format_date(moment: datetime, *, zone: ZoneInfo = JAKARTA, locale: str = "id") -> str:
    """Write the date of `moment` as documents print it: `26 November 2026`."""
    local = moment.astimezone(zone)
    return f"{local.day} {_MONTHS.get(locale, _MONTHS['en'])[local.month - 1]} {local.year}"


def format_moment(moment: datetime, *, zone: ZoneInfo = JAKARTA, locale: str = "id") -> str:
    """Write `moment` as messages print it: `26 November 2026 19.00 WIB`, `26 November 2026 19:00 WIB`."""
    local = moment.astimezone(zone)
    separator = "." if locale == "id" else ":"
    day = format_date(moment, zone=zone, locale=locale)
    return f"{day} {local.hour:02d}{separator}{local.minute:02d} {format_zone_label(local)}"
