"""Views of opening times and of free times."""

from datetime import date, datetime, timedelta
from typing import Self
from zoneinfo import ZoneInfo

from shared.catalogue.hours_models import Hours
from shared.kernel.schemas import Moment, View


class SpanView(View):
    """A span of opening time within a day."""

    begins: str
    """Start of the span on the expert's clock, such as `09:00`."""
    ends: str
    """End of the span on the expert's clock, such as `17:00`; `24:00` ends the day."""


class DayView(View):
    """Opening times of a weekday."""

    day: str
    """English name of the weekday, in small letters."""
    spans: list[SpanView]
    """Opening times of this weekday; empty when the expert does not work."""


class DateView(View):
    """Opening times of one date."""

    date: date
    """Calendar date in the expert's time zone, as `2026-12-25`."""
    spans: list[SpanView]
    """Opening times of this date; empty when the expert does not work."""


class HoursView(View):
    """All opening times of an expert, on the clock of the expert's time zone."""

    weekly: list[DayView]
    """Opening times by weekday; weekdays that are not named are closed."""
    exceptions: list[DateView]
    """Opening times of single dates; each replaces what its weekday says."""
    notice_minutes: int
    """Minutes before a meeting by which it must be booked."""
    horizon_days: int
    """Days ahead of today that can be booked."""
    buffer_minutes: int
    """Minutes kept free before and after each meeting."""

    @classmethod
    def of(cls, hours: Hours) -> Self:
        """Build the view of `hours`."""
        return cls.model_validate(hours.model_dump())


class FreeSlot(View):
    """A time at which a service can be booked."""

    starts_at: Moment
    """Start of the free time, an RFC 3339 instant in UTC, for `request_booking`."""
    ends_at: Moment
    """End of the free time, an RFC 3339 instant in UTC."""
    local: datetime
    """Start of the free time with the UTC offset of the viewer's time zone."""

    @classmethod
    def at(cls, moment: datetime, minutes: int, zone: ZoneInfo) -> "FreeSlot":
        # Without validation, for speed: a month has hundreds of slots, all computed here.
        """Build the free time that begins at `moment`."""
        return cls.model_construct(
            starts_at=moment, ends_at=moment + timedelta(minutes=minutes), local=moment.astimezone(zone)
        )

    @property
    def local_date(self) -> date:
        """Date of the start on the viewer's clock."""
        return self.local.date()


class FreeDay(View):
    """The free times of one calendar date. Dates without free times are left out."""

    date: date
    """Calendar date in the viewer's time zone, as `2026-11-26`."""
    slots: list[FreeSlot]
    """Free times that begin on this date, the earliest first."""
