"""Time as people read it."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from shared.kernel.dates import format_date, format_moment, jakarta_date

EVENING = datetime(2026, 11, 26, 12, 5, tzinfo=UTC)


@pytest.mark.parametrize(
    ("zone", "locale", "said"),
    [
        ("Asia/Jakarta", "id", "26 November 2026 19.05 WIB"),
        ("Asia/Jakarta", "en", "26 November 2026 19:05 WIB"),
        ("Asia/Pontianak", "id", "26 November 2026 19.05 WIB"),
        ("Asia/Makassar", "id", "26 November 2026 20.05 WITA"),
        ("Asia/Jayapura", "en", "26 November 2026 21:05 WIT"),
        ("Asia/Singapore", "en", "26 November 2026 20:05 GMT+8"),
        ("Asia/Tokyo", "en", "26 November 2026 21:05 GMT+9"),
        ("Europe/Berlin", "en", "26 November 2026 13:05 GMT+1"),
        ("UTC", "en", "26 November 2026 12:05 UTC"),
    ],
)
def test_a_moment_is_said_in_the_readers_zone(zone: str, locale: str, said: str) -> None:
    """
    Indonesia's three zones have their own names, and only Indonesia's.
    """
    assert said == format_moment(EVENING, zone=ZoneInfo(zone), locale=locale)


def test_months_are_said_in_the_readers_language() -> None:
    """
    August is Agustus; an unknown language gets English.
    """
    august = datetime(2026, 8, 17, 3, 0, tzinfo=UTC)

    said = [format_moment(august, locale=locale).split()[1] for locale in ("id", "en", "xx")]

    assert said == ["Agustus", "August", "August"]


def test_the_business_date_is_jakartas() -> None:
    """
    At 17:00 UTC the next day has begun.
    """
    assert jakarta_date(datetime(2026, 11, 26, 16, 59, tzinfo=UTC)) == date(2026, 11, 26)
    assert jakarta_date(datetime(2026, 11, 26, 17, 0, tzinfo=UTC)) == date(2026, 11, 27)


def test_a_date_is_that_of_the_zone() -> None:
    """
    The evening in UTC is the next day in Jakarta.
    """
    late = datetime(2026, 8, 16, 17, 30, tzinfo=UTC)

    said = [format_date(late), format_date(late, locale="en"), format_date(late, zone=ZoneInfo("UTC"), locale="en")]

    assert said == ["17 Agustus 2026", "17 August 2026", "16 August 2026"]
