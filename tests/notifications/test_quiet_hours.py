"""Quiet hours on the person's own clock: over midnight, and over both changes of the clock."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.notifications.quiet_hours import QuietHours, find_quiet_end

JAKARTA = ZoneInfo("Asia/Jakarta")
BERLIN = ZoneInfo("Europe/Berlin")
ZONES = ("Asia/Jakarta", "Asia/Jayapura", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu")
START = datetime(2026, 1, 1, tzinfo=UTC)
NIGHT = QuietHours(begins="22:00", ends="07:00")


@pytest.mark.parametrize(
    ("hours", "zone", "at", "end"),
    [
        (NIGHT, JAKARTA, "2026-11-26T23:30+07:00", "2026-11-27T07:00+07:00"),
        (NIGHT, JAKARTA, "2026-11-27T01:30+07:00", "2026-11-27T07:00+07:00"),
        (NIGHT, JAKARTA, "2026-11-26T22:00+07:00", "2026-11-27T07:00+07:00"),
        (NIGHT, JAKARTA, "2026-11-27T07:00+07:00", None),
        (NIGHT, JAKARTA, "2026-11-26T21:59+07:00", None),
        (QuietHours(begins="12:00", ends="13:00"), JAKARTA, "2026-11-26T12:30+07:00", "2026-11-26T13:00+07:00"),
        (QuietHours(begins="12:00", ends="13:00"), JAKARTA, "2026-11-26T13:30+07:00", None),
        # The clock jumps from 2:00 to 3:00 on 29 March: the window ends with the jump.
        (QuietHours(begins="22:00", ends="02:30"), BERLIN, "2026-03-29T01:00+01:00", "2026-03-29T03:00+02:00"),
        # The clock goes back from 3:00 to 2:00 on 25 October: the window ends with the second 2:30.
        (QuietHours(begins="22:00", ends="02:30"), BERLIN, "2026-10-25T02:10+02:00", "2026-10-25T02:30+01:00"),
        (NIGHT, BERLIN, "2026-03-29T00:00+01:00", "2026-03-29T07:00+02:00"),
    ],
)
def test_a_window_ends_on_the_persons_clock(hours: QuietHours, zone: ZoneInfo, at: str, end: str | None) -> None:
    """
    The end is the next time at which the person's clock shows the window's end.
    """
    found = find_quiet_end(hours, zone, at=datetime.fromisoformat(at))

    assert found == (datetime.fromisoformat(end) if end else None)


def test_equal_times_are_no_window() -> None:
    """
    A window from seven to seven holds nothing; it does not hold everything.
    """
    hours = QuietHours(begins="07:00", ends="07:00")

    assert find_quiet_end(hours, JAKARTA, at=datetime(2026, 11, 26, 0, 0, tzinfo=UTC)) is None


clock_times = st.times().map(lambda time: f"{time:%H:%M}")


@given(
    st.builds(QuietHours, begins=clock_times, ends=clock_times),
    st.sampled_from(ZONES),
    st.integers(min_value=0, max_value=730 * 24 * 60).map(lambda minutes: START + timedelta(minutes=minutes)),
)
def test_every_window_ends_within_two_days_outside_of_itself(hours: QuietHours, name: str, at: datetime) -> None:
    """
    In any zone and on any day, a window ends later, soon, and outside of the window; just before, it still holds.
    """
    zone = ZoneInfo(name)
    end = find_quiet_end(hours, zone, at=at)

    assert (end is None) == (not hours.is_quiet_at(at, zone))
    if end is not None:
        assert at < end <= at + timedelta(hours=26)
        assert not hours.is_quiet_at(end, zone)
        assert hours.is_quiet_at(end - timedelta(minutes=1), zone)
