"""When an expert may be booked: the rules alone, in every zone, over every change of the clocks."""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shared.catalogue import opening_hours
from shared.catalogue.errors import START_TIME_ERRORS, OutsideHours, StartsInPast, StartsOffQuarter, TooFar, TooSoon
from shared.catalogue.hours_models import WEEK, DateHours, DayHours, Hours, Span
from shared.catalogue.opening_hours import compute_free_slots, compute_open_quarters
from shared.contracts import slots
from shared.contracts.slots import QUARTER

ZONES = (
    "Asia/Jakarta",
    "Asia/Kathmandu",
    "Africa/Casablanca",
    "America/Havana",
    "America/New_York",
    "America/St_Johns",
    "Australia/Lord_Howe",
    "Australia/Sydney",
    "Europe/London",
    "Pacific/Apia",
    "Pacific/Chatham",
    "UTC",
)
# Around each of these, some zone of the above changes its clocks.
CHANGES = (
    date(2026, 3, 8),
    date(2026, 3, 29),
    date(2026, 4, 5),
    date(2026, 10, 4),
    date(2026, 10, 25),
    date(2026, 11, 1),
    date(2027, 2, 7),
    date(2028, 2, 29),
)

quarters_of_a_day = st.integers(0, 95)


def spoken(quarter: int) -> str:
    """A quarter of a day as a time of day."""
    return f"{quarter // 4:02d}:{quarter % 4 * 15:02d}"


@st.composite
def spans(draw: st.DrawFn) -> tuple[Span, ...]:
    """Up to three spans of a day, in order and apart."""
    bounds = sorted(draw(st.sets(st.integers(0, 96), min_size=0, max_size=6)))
    return tuple(
        Span(begins=spoken(begin), ends=spoken(end)) for begin, end in zip(bounds[::2], bounds[1::2], strict=False)
    )


@st.composite
def hours(draw: st.DrawFn) -> Hours:
    """Any hours: a week, a few exceptions near the changes, notice, horizon and buffer."""
    weekly = tuple(DayHours(day=day, spans=draw(spans())) for day in WEEK)
    dates = draw(st.sets(st.sampled_from(CHANGES), max_size=3))
    return Hours(
        weekly=weekly,
        exceptions=tuple(DateHours(date=day, spans=draw(spans())) for day in sorted(dates)),
        notice_minutes=draw(st.integers(0, 3 * 24 * 60)),
        horizon_days=draw(st.integers(1, 20)),
        buffer_minutes=draw(st.sampled_from((0, 15, 30, 45, 120))),
    )


moments = st.builds(
    lambda day, minutes, seconds: (
        datetime.combine(day, datetime.min.time(), UTC) + timedelta(minutes=minutes, seconds=seconds)
    ),
    st.sampled_from(CHANGES),
    st.integers(-6 * 24 * 60, 24 * 60),
    st.sampled_from((0, 0, 1, 59)),
)
minutes = st.sampled_from((15, 20, 30, 45, 50, 60, 90, 240, 480))
zones = st.sampled_from(ZONES)


def weekly(begins: str, ends: str) -> Hours:
    """The same hours every day."""
    span = Span(begins=begins, ends=ends)
    return Hours(weekly=tuple(DayHours(day=day, spans=(span,)) for day in WEEK), notice_minutes=0, horizon_days=180)


@settings(deadline=None)
@given(hours(), zones, moments, minutes, st.data())
def test_every_slot_that_is_offered_can_be_booked(
    hours: Hours, zone: str, now: datetime, minutes: int, data: st.DataObject
) -> None:
    """
    On a quarter, within hours, notice and horizon, clear of what is taken by the buffer, and of one another too.
    """
    begin = now + timedelta(hours=data.draw(st.integers(-48, 72)))
    end = begin + timedelta(hours=data.draw(st.integers(0, 31 * 24)))
    first = slots.floor_to_quarter(begin)
    taken = [first + QUARTER * n for n in data.draw(st.sets(st.integers(-96, 4 * 24 * 10), max_size=40))]

    found = list(compute_free_slots(hours, zone, minutes=minutes, begin=begin, end=end, taken=taken, now=now))

    room = QUARTER * len(slots.compute_quarters(first, minutes))
    for start in found:
        opening_hours.check_start_bookable(hours, zone, start, minutes, now)
        assert begin <= start < end
        assert not set(
            slots.compute_quarters(start - hours.buffer, int((room + 2 * hours.buffer).total_seconds()) // 60)
        ) & set(taken)
    assert all(later - earlier >= room + hours.buffer for earlier, later in pairwise(found))


@settings(deadline=None)
@given(hours(), zones, moments, minutes)
def test_what_could_be_booked_is_offered(hours: Hours, zone: str, now: datetime, minutes: int) -> None:
    """
    While nothing is taken, a quarter at which a meeting could begin overlaps something that is offered, or is within
    its buffer: nobody is told that there is no time when there is.
    """
    end = now + timedelta(days=4)

    found = list(compute_free_slots(hours, zone, minutes=minutes, begin=now, end=end, taken=(), now=now))

    room = QUARTER * len(slots.compute_quarters(slots.floor_to_quarter(now), minutes))
    quarter = slots.floor_to_quarter(now) + QUARTER
    while quarter < end:
        if bookable(hours, zone, quarter, minutes, now):
            assert any(abs(quarter - start) < room + hours.buffer for start in found)
        quarter += QUARTER


def bookable(hours: Hours, zone: str, starts_at: datetime, minutes: int, now: datetime) -> bool:
    """Whether the rules let a meeting begin there."""
    try:
        opening_hours.check_start_bookable(hours, zone, starts_at, minutes, now)
    except START_TIME_ERRORS:
        return False
    return True


@settings(deadline=None)
@given(hours(), zones, moments)
def test_a_quarter_is_open_when_the_wall_clock_says_so(hours: Hours, zone: str, begin: datetime) -> None:
    """
    Read the wall clock at each quarter of some days: open is what lies in a span of that date, and nothing else.
    """
    end = begin + timedelta(days=3)
    here = ZoneInfo(zone)

    found = list(compute_open_quarters(hours, here, begin, end))

    quarter, expected = slots.floor_to_quarter(begin), []
    while quarter < end:
        if quarter >= begin and open_on_the_wall(hours, quarter.astimezone(here)):
            expected.append(quarter)
        quarter += QUARTER
    assert found == expected


def open_on_the_wall(hours: Hours, local: datetime) -> bool:
    """What the hours say of a time on the expert's own clock."""
    exceptions = {one.date: one.spans for one in hours.exceptions}
    weekly = {one.day: one.spans for one in hours.weekly}
    clock = f"{local:%H:%M}"
    return any(span.begins <= clock < span.ends for span in exceptions.get(local.date(), weekly[WEEK[local.weekday()]]))


@pytest.mark.parametrize(
    ("zone", "day", "hours_open"),
    [
        ("America/New_York", date(2026, 3, 8), 23),
        ("America/New_York", date(2026, 11, 1), 25),
        ("Australia/Sydney", date(2026, 4, 5), 25),
        ("Australia/Sydney", date(2026, 10, 4), 23),
        ("Australia/Lord_Howe", date(2026, 4, 5), 24.5),
        ("Asia/Jakarta", date(2028, 2, 29), 24),
        ("America/Havana", date(2026, 3, 8), 23),
        ("America/Havana", date(2026, 11, 1), 25),
    ],
)
def test_a_day_has_as_many_hours_as_it_has(zone: str, day: date, hours_open: float) -> None:
    """
    Somebody who works all day works an hour less or more when the clocks change, and on a leap day too.
    """
    always = weekly("00:00", "24:00")
    here = ZoneInfo(zone)
    begin, end = (datetime.combine(d, datetime.min.time(), here).astimezone(UTC) for d in (day, day + timedelta(1)))

    found = list(compute_open_quarters(always, here, begin, end))

    assert len(found) == hours_open * 4


def test_over_midnight() -> None:
    """
    Where one day's hours end and the next day's begin at midnight, a meeting may go on.
    """
    late = weekly("00:00", "24:00")
    jakarta = ZoneInfo("Asia/Jakarta")

    assert opening_hours.is_within_hours(late, jakarta, datetime(2026, 11, 26, 23, 30, tzinfo=jakarta), 60)
    assert not opening_hours.is_within_hours(
        weekly("08:00", "24:00"), jakarta, datetime(2026, 11, 26, 23, 30, tzinfo=jakarta), 60
    )


NOW = datetime(2026, 11, 26, 5, 0, tzinfo=UTC)
DAYTIME = weekly("09:00", "17:00").having(notice_minutes=120, horizon_days=30)


@pytest.mark.parametrize(
    ("starts_at", "error"),
    [
        ("2026-11-26T04:45:00Z", StartsInPast),
        ("2026-11-26T05:00:00Z", StartsInPast),
        ("2026-11-26T07:10:00Z", StartsOffQuarter),
        ("2026-11-26T07:00:30Z", StartsOffQuarter),
        ("2026-11-26T06:45:00Z", TooSoon),
        ("2026-12-26T05:15:00Z", TooFar),
        ("2026-11-27T01:45:00Z", OutsideHours),
        ("2026-11-27T09:15:00Z", OutsideHours),
        ("2026-11-27T10:00:00Z", OutsideHours),
    ],
)
def test_why_a_time_cannot_be_had(starts_at: str, error: type[Exception]) -> None:
    """
    Each reason has its own code, and blames the same field.
    """
    moment = datetime.fromisoformat(starts_at)

    with pytest.raises(error) as raised:
        opening_hours.check_start_bookable(DAYTIME, "Asia/Jakarta", moment, 60, NOW)

    assert [one.field for one in raised.value.errors] == ["starts_at"]  # type: ignore[attr-defined]


@pytest.mark.parametrize("starts_at", ["2026-11-26T07:00:00Z", "2026-12-26T05:00:00Z", "2026-11-27T09:00:00Z"])
def test_the_last_moments_that_can_be_had(starts_at: str) -> None:
    """
    Exactly at the notice, exactly at the horizon, exactly until closing time.
    """
    opening_hours.check_start_bookable(DAYTIME, "Asia/Jakarta", datetime.fromisoformat(starts_at), 60, NOW)

    assert bookable(DAYTIME, "Asia/Jakarta", datetime.fromisoformat(starts_at), 60, NOW)


def test_an_exception_replaces_the_day() -> None:
    """
    A date with hours of its own has these and not the week's; one without any is closed.
    """
    given = DAYTIME.having(
        exceptions=(
            DateHours(date=date(2026, 11, 27), spans=(Span(begins="20:00", ends="21:00"),)),
            DateHours(date=date(2026, 11, 28)),
        )
    )
    begin = datetime(2026, 11, 26, 17, tzinfo=UTC)

    found = list(
        compute_free_slots(
            given, "Asia/Jakarta", minutes=60, begin=begin, end=begin + timedelta(days=2), taken=(), now=NOW
        )
    )

    assert found == [datetime(2026, 11, 27, 13, tzinfo=UTC)]
