"""Labels of time zones as people read them."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo, available_timezones

import pytest

from shared.kernel.zones import format_zone_label

INDONESIA = ("Asia/Jakarta", "Asia/Pontianak", "Asia/Makassar", "Asia/Ujung_Pandang", "Asia/Jayapura")


def list_moments() -> Iterator[datetime]:
    """List a moment of every season from 1900 to 2040."""
    moment = datetime(1900, 1, 1, tzinfo=UTC)
    while moment.year < 2040:
        yield moment
        moment += timedelta(days=91)


def label(zone: str, moment: datetime) -> str:
    """Return the label of a zone at a moment."""
    return format_zone_label(moment.astimezone(ZoneInfo(zone)))


def test_every_zone_has_a_plain_label_that_tells_its_offset() -> None:
    """No zone on earth is called by an ambiguous or numeric abbreviation, and each label tells the present offset."""
    wrong = []
    for zone in sorted(available_timezones()):
        for moment in list_moments():
            local = moment.astimezone(ZoneInfo(zone))
            said, offset = format_zone_label(local), local.utcoffset() or timedelta()
            form = re.fullmatch(r"GMT(?:([+-])(\d{1,2})(?::([0-5]\d))?)?", said)
            if form is None:
                known = {"WIB": 7, "WITA": 8, "WIT": 9, "UTC": 0}
                # The three zones of Indonesia have had other offsets under the same names.
                right = said in known and (offset == timedelta(hours=known[said]) or zone in INDONESIA)
            else:
                sign, hours, minutes = form.groups(default="0")
                told = timedelta(hours=int(hours), minutes=int(minutes)) * (-1 if sign == "-" else 1)
                right = abs(told - offset) < timedelta(minutes=1)
            if not right:
                wrong.append(f"{zone} {moment:%Y-%m-%d}: {said} for {offset}")

    assert wrong == []


def test_only_indonesia_has_indonesias_labels() -> None:
    """WIB, WITA and WIT are the zones of Indonesia and of nowhere else."""
    found = {
        zone
        for zone in available_timezones()
        for moment in (datetime(1990, 1, 1, tzinfo=UTC), datetime(2026, 7, 1, tzinfo=UTC))
        if label(zone, moment) in ("WIB", "WITA", "WIT")
    }

    assert found == set(INDONESIA)


@pytest.mark.parametrize(
    ("zone", "year", "said"),
    [
        ("Asia/Jakarta", 1910, "GMT+7:07"),
        ("Asia/Jakarta", 1943, "GMT+9"),
        ("Asia/Jakarta", 1970, "WIB"),
        ("Asia/Jakarta", 2026, "WIB"),
        ("Asia/Pontianak", 1970, "WITA"),
        ("Asia/Pontianak", 1990, "WIB"),
        ("Asia/Makassar", 1943, "GMT+9"),
        ("Asia/Makassar", 2026, "WITA"),
        ("Asia/Jayapura", 1950, "GMT+9:30"),
        ("Asia/Jayapura", 2026, "WIT"),
        ("Asia/Manila", 2026, "GMT+8"),
        ("Asia/Singapore", 2026, "GMT+8"),
        ("Asia/Kolkata", 2026, "GMT+5:30"),
        ("America/Los_Angeles", 2026, "GMT-8"),
        ("Europe/London", 2026, "GMT"),
        ("UTC", 2026, "UTC"),
    ],
)
def test_a_label_is_the_one_of_its_year(zone: str, year: int, said: str) -> None:
    """Pontianak was on central time until 1988, and Japan's time held in the war; elsewhere the offset is told."""
    assert label(zone, datetime(year, 1, 15, tzinfo=UTC)) == said


def test_summer_time_is_told() -> None:
    """The label is that of the moment, not of the zone."""
    assert label("Europe/Berlin", datetime(2026, 7, 1, tzinfo=UTC)) == "GMT+2"
