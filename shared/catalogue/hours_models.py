"""Entities of an expert's opening times."""

from datetime import date, timedelta
from typing import Annotated, Literal

from pydantic import Field, PlainSerializer, StringConstraints

from shared.kernel.schemas import Entity
from shared.kernel.stored_choices import UnknownAs, Unreadable
from shared.kernel.validation_messages import ValidationMessage

Date = Annotated[date, PlainSerializer(date.isoformat)]
"""Calendar date; stored as text, since Firestore has instants only."""
TimeOfDay = Annotated[
    str,
    StringConstraints(pattern=r"^(([01][0-9]|2[0-3]):(00|15|30|45)|24:00)$"),
    ValidationMessage("not_a_quarter_time"),
]
"""Time on a wall clock, on a quarter of an hour; `24:00` ends a day."""
Weekday = Annotated[
    Literal["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"], UnknownAs(Unreadable)
]
WEEK: tuple[Weekday, ...] = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


class Span(Entity):
    """A span of opening time within a day, on the expert's clock."""

    begins: TimeOfDay
    """Start of the span on the expert's clock, a quarter of an hour such as `09:00`."""
    ends: TimeOfDay
    """End of the span on the expert's clock, a quarter of an hour such as `17:00`; `24:00` ends the day."""


class DayHours(Entity):
    """Opening times of a weekday."""

    day: Weekday
    """English name of the weekday, in small letters."""
    spans: Annotated[tuple[Span, ...], Field(max_length=8)] = ()
    """Opening times of this weekday, at most 8 spans; closed without any."""


class DateHours(Entity):
    """Opening times of one date, instead of those of its weekday. Without spans, the expert does not work."""

    date: Date
    """Calendar date in the expert's time zone, as `2026-12-25`."""
    spans: Annotated[tuple[Span, ...], Field(max_length=8)] = ()
    """Opening times of this date, at most 8 spans; without any, nobody can book on that date."""


class Hours(Entity):
    """Opening times of an expert, in the expert's time zone. An expert without any cannot be booked."""

    weekly: Annotated[tuple[DayHours, ...], Field(max_length=7)] = ()
    """Opening times by weekday, at most 7 entries; weekdays that are left out are closed."""
    exceptions: Annotated[tuple[DateHours, ...], Field(max_length=400)] = ()
    """Opening times of single dates, at most 400; each replaces what its weekday says."""
    notice_minutes: Annotated[int, Field(ge=0, le=7 * 24 * 60, strict=True)] = 120
    """Minutes before a meeting by which it must be booked, 0 to 10,080; 120 by default."""
    horizon_days: Annotated[int, Field(ge=1, le=180, strict=True)] = 60
    """Days ahead of today that can be booked, 1 to 180; 60 by default."""
    buffer_minutes: Annotated[int, Field(ge=0, le=120, multiple_of=15, strict=True)] = 0
    """Minutes kept free before and after each meeting, 0 to 120 in steps of 15; 0 by default."""

    @property
    def notice(self) -> timedelta:
        """Time before a meeting by which the meeting must be booked."""
        return timedelta(minutes=self.notice_minutes)

    @property
    def horizon(self) -> timedelta:
        """Time from now in which meetings can be booked."""
        return timedelta(days=self.horizon_days)

    @property
    def buffer(self) -> timedelta:
        """Time kept free before and after each meeting."""
        return timedelta(minutes=self.buffer_minutes)
