"""Quiet hours: a window of the day, on the person's own clock, in which nothing rings."""

from datetime import UTC, datetime, time, timedelta
from typing import Annotated
from zoneinfo import ZoneInfo

from pydantic import StringConstraints

from shared.kernel.schemas import Entity
from shared.kernel.validation_messages import ValidationMessage

ClockTime = Annotated[
    str, StringConstraints(pattern=r"^([01][0-9]|2[0-3]):[0-5][0-9]$"), ValidationMessage("not_a_clock_time")
]
"""Time of day on a clock of 24 hours, such as `22:00`."""

_DAY = timedelta(days=1)
_MINUTE = timedelta(minutes=1)


class QuietHours(Entity):
    """Window in which notifications wait, except critical ones. Equal times mean that there is no window."""

    begins: ClockTime
    """Time of day at which the window begins, on the person's clock, such as `22:00`."""
    ends: ClockTime
    """Time of day at which the window ends, such as `07:00`; earlier than `begins` if the window spans midnight."""

    def is_quiet_at(self, at: datetime, zone: ZoneInfo) -> bool:
        """Return whether the clock in `zone` stands within the window at `at`."""
        begins, ends, clock = _parse(self.begins), _parse(self.ends), at.astimezone(zone).time()
        if begins == ends:
            return False
        return begins <= clock < ends if begins < ends else clock >= begins or clock < ends


def find_quiet_end(hours: QuietHours | None, zone: ZoneInfo, *, at: datetime) -> datetime | None:
    """Find the instant at which the window around `at` ends; None outside of the window.

    Where clocks are put back, the window ends with the second of the two equal times. Where clocks are put forward over
    the end, the window ends with the first time that exists.
    """
    if hours is None or not hours.is_quiet_at(at, zone):
        return None
    ends, local = _parse(hours.ends), at.astimezone(zone)
    for days in range(3):
        wall = datetime.combine(local.date() + days * _DAY, ends, tzinfo=zone)
        end = max(wall.replace(fold=fold).astimezone(UTC) for fold in (0, 1))
        while end > at and not hours.is_quiet_at(end - _MINUTE, zone):
            end -= _MINUTE
        if end > at:
            return end
    raise AssertionError("a window of one day ends within two days")


def _parse(text: str) -> time:
    return time.fromisoformat(text)
