"""When an expert may be booked: opening hours on their wall clock, as quarters of an hour that all the world shares."""

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from shared.catalogue.errors import OutsideHours, StartsInPast, StartsOffQuarter, TooFar, TooSoon
from shared.catalogue.models import WEEK, Hours, Span
from shared.contracts import slots
from shared.contracts.slots import QUARTER

_DAY = timedelta(days=1)
START_TIME_FIELD = "starts_at"


def check_start_bookable(hours: Hours, zone: str, starts_at: datetime, minutes: int, now: datetime) -> None:
    """Whether a meeting may begin at *starts_at*; each reason against it is an `Invalid` that names `starts_at`."""
    if starts_at <= now:
        raise StartsInPast.field(START_TIME_FIELD, "is in the past")
    if not slots.is_quarter_aligned(starts_at):
        raise StartsOffQuarter.field(START_TIME_FIELD, "is not on a quarter of an hour")
    if starts_at < now + hours.notice:
        raise TooSoon.field(START_TIME_FIELD, "is sooner than the expert's notice", notice_minutes=hours.notice_minutes)
    if starts_at > now + hours.horizon:
        raise TooFar.field(START_TIME_FIELD, "is later than the expert plans", horizon_days=hours.horizon_days)
    if not is_within_hours(hours, ZoneInfo(zone), starts_at, minutes):
        raise OutsideHours.field(START_TIME_FIELD, "is outside of the expert's hours")


def is_within_hours(hours: Hours, zone: ZoneInfo, starts_at: datetime, minutes: int) -> bool:
    """Whether the expert works through all of a meeting, be it over midnight."""
    wanted = slots.compute_quarters(starts_at, minutes)
    return set(wanted) <= set(compute_open_quarters(hours, zone, wanted[0], wanted[-1] + QUARTER))


def compute_open_quarters(hours: Hours, zone: ZoneInfo, begin: datetime, end: datetime) -> Iterator[datetime]:
    """The quarters from *begin* until before *end* in which the expert works, in order."""
    exceptions = {one.date: one.spans for one in hours.exceptions}
    weekly = {one.day: one.spans for one in hours.weekly}
    day, last = begin.astimezone(zone).date(), end.astimezone(zone).date()
    while day <= last:
        spans = exceptions.get(day, weekly.get(WEEK[day.weekday()], ()))
        yield from (one for one in _quarters_of_day(day, spans, zone) if begin <= one < end)
        day += _DAY


def _quarters_of_day(day: date, spans: Sequence[Span], zone: ZoneInfo) -> list[datetime]:
    """The quarters of one date: an hour that the clocks skip is not there, one that they repeat is there twice."""
    wanted = {n for span in spans for n in range(_quarter_index(span.begins), _quarter_index(span.ends))}
    midnight = datetime.combine(day, time.min, zone)
    if midnight.utcoffset() == (midnight + _DAY).utcoffset():
        # No clock is changed on this day, as on nearly all: then one look at the zone is enough.
        return [midnight.astimezone(UTC) + QUARTER * n for n in sorted(wanted)]
    walls = [datetime.combine(day, time(n // 4, n % 4 * 15)) for n in wanted]
    moments = {(wall.replace(tzinfo=zone, fold=fold).astimezone(UTC), wall) for wall in walls for fold in (0, 1)}
    return sorted(moment for moment, wall in moments if moment.astimezone(zone).replace(tzinfo=None) == wall)


def _quarter_index(time_of_day: str) -> int:
    """Which quarter of its day begins at *time_of_day*."""
    hour, minute = time_of_day.split(":")
    return int(hour) * 4 + int(minute) // 15


def compute_free_slots(
    hours: Hours,
    zone: str,
    *,
    minutes: int,
    begin: datetime,
    end: datetime,
    taken: Sequence[datetime],
    now: datetime,
) -> Iterator[datetime]:
    """Where meetings of *minutes* can begin from *begin* until before *end*: each as early as the one before allows.

    All of them could be had together: between two of them, and between them and what is *taken*, lies the buffer.
    """
    first = max(begin, now + hours.notice, now + timedelta(microseconds=1))
    last = min(end, now + hours.horizon + timedelta(microseconds=1))
    room = QUARTER * len(slots.compute_quarters(slots.floor_to_quarter(first), minutes))
    blocked = _with_buffer(taken, hours.buffer)
    begun, awaited, resume = None, first, first
    for quarter in compute_open_quarters(hours, ZoneInfo(zone), first, last + room):
        if quarter < resume or quarter in blocked:
            begun = None
            continue
        if begun is None or quarter != awaited:
            begun = quarter
        if begun >= last:
            return
        awaited = quarter + QUARTER
        if awaited - begun == room:
            yield begun
            begun, resume = None, awaited + hours.buffer


def _with_buffer(quarters: Sequence[datetime], buffer: timedelta) -> set[datetime]:
    """These quarters, and as many before and after each as the buffer takes."""
    around = range(-(buffer // QUARTER), buffer // QUARTER + 1)
    return {quarter + QUARTER * step for quarter in quarters for step in around}
