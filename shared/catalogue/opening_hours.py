"""Rules of opening hours: from the expert's wall clock to quarters of an hour in UTC, which all time zones share."""

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from shared.catalogue.errors import OutsideHours, StartsInPast, StartsOffQuarter, TooFar, TooSoon
from shared.catalogue.hours_models import WEEK, Hours, Span
from shared.contracts import slots
from shared.contracts.slots import QUARTER

_DAY = timedelta(days=1)
START_TIME_FIELD = "starts_at"


def check_start_bookable(hours: Hours, zone: str, starts_at: datetime, minutes: int, now: datetime) -> None:
    """Check that a meeting may begin at `starts_at`, whether or not that time is taken.

    Args:
        hours: Opening hours of the expert.
        zone: IANA time zone of the expert.
        starts_at: Wanted start.
        minutes: Length of the meeting in minutes.
        now: Present instant.

    Raises:
        StartsInPast: The start is not in the future.
        StartsOffQuarter: The start is not on a quarter of an hour.
        TooSoon: The start is sooner than the expert's notice.
        TooFar: The start is beyond the expert's horizon.
        OutsideHours: The meeting is not within the opening hours.
    """
    check_start_of_expert(hours, starts_at, now)
    if starts_at < now + hours.notice:
        raise TooSoon.field(START_TIME_FIELD, "too_soon", notice_minutes=hours.notice_minutes)
    if not is_within_hours(hours, ZoneInfo(zone), starts_at, minutes):
        raise OutsideHours.field(START_TIME_FIELD, "outside_hours")


def check_start_of_expert(hours: Hours, starts_at: datetime, now: datetime) -> None:
    """Check that an expert may open a date at `starts_at`, whatever the opening hours and the notice.

    Args:
        hours: Opening hours of the expert.
        starts_at: Start that the expert wants.
        now: Present instant.

    Raises:
        StartsInPast: The start is not in the future.
        StartsOffQuarter: The start is not on a quarter of an hour.
        TooFar: The start is beyond the expert's horizon.
    """
    if starts_at <= now:
        raise StartsInPast.field(START_TIME_FIELD, "in_past")
    if not slots.is_quarter_aligned(starts_at):
        raise StartsOffQuarter.field(START_TIME_FIELD, "off_quarter")
    if starts_at > now + hours.horizon:
        raise TooFar.field(START_TIME_FIELD, "too_far", horizon_days=hours.horizon_days)


def is_within_hours(hours: Hours, zone: ZoneInfo, starts_at: datetime, minutes: int) -> bool:
    """Return whether the expert works during the whole meeting, also over midnight."""
    wanted = slots.compute_quarters(starts_at, minutes)
    return set(wanted) <= set(compute_open_quarters(hours, zone, wanted[0], wanted[-1] + QUARTER))


def compute_open_quarters(hours: Hours, zone: ZoneInfo, begin: datetime, end: datetime) -> Iterator[datetime]:
    """Compute the quarters from `begin` until before `end` in which the expert works, in order."""
    exceptions = {one.date: one.spans for one in hours.exceptions}
    weekly = {one.day: one.spans for one in hours.weekly}
    day, last = begin.astimezone(zone).date(), end.astimezone(zone).date()
    while day <= last:
        spans = exceptions.get(day, weekly.get(WEEK[day.weekday()], ()))
        yield from (one for one in _quarters_of_day(day, spans, zone) if begin <= one < end)
        day += _DAY


def _quarters_of_day(day: date, spans: Sequence[Span], zone: ZoneInfo) -> list[datetime]:
    """Compute the open quarters of one date. An hour that the clocks skip is missing, a repeated hour counts twice."""
    wanted = {n for span in spans for n in range(_quarter_index(span.begins), _quarter_index(span.ends))}
    midnight = datetime.combine(day, time.min, zone)
    if midnight.utcoffset() == (midnight + _DAY).utcoffset():
        # Fast path: on nearly all days the UTC offset does not change.
        return [midnight.astimezone(UTC) + QUARTER * n for n in sorted(wanted)]
    walls = [datetime.combine(day, time(n // 4, n % 4 * 15)) for n in wanted]
    moments = {(wall.replace(tzinfo=zone, fold=fold).astimezone(UTC), wall) for wall in walls for fold in (0, 1)}
    return sorted(moment for moment, wall in moments if moment.astimezone(zone).replace(tzinfo=None) == wall)


def _quarter_index(time_of_day: str) -> int:
    """Compute the number of the quarter that begins at `time_of_day`, from 0 at midnight."""
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
    """Compute the free starts of meetings from `begin` until before `end`, each as early as the previous one allows.

    All of them could be booked together: the buffer lies between any two of them, and between them and `taken`.

    Args:
        hours: Opening hours of the expert.
        zone: IANA time zone of the expert.
        minutes: Length of a meeting in minutes.
        begin: First instant at which a meeting may begin.
        end: Instant before which the last meeting must begin.
        taken: Quarters that other bookings have.
        now: Present instant, from which notice and horizon count.
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
    """Return `quarters`, and the quarters within the buffer before and after each."""
    around = range(-(buffer // QUARTER), buffer // QUARTER + 1)
    return {quarter + QUARTER * step for quarter in quarters for step in around}
