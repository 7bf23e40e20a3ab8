"""A calendar file, read as a calendar reads it."""

from dataclasses import dataclass
from datetime import datetime

from icalendar import Calendar


@dataclass(frozen=True)
class CalendarEvent:
    """What a calendar would show, and whether the file is to put it there (`PUBLISH`) or away (`CANCEL`)."""

    method: str
    uid: str
    sequence: int
    starts_at: datetime
    place: str | None


def read_event(file: bytes) -> CalendarEvent:
    """The one event of *file*."""
    calendar = Calendar.from_ical(file)
    (event,) = calendar.walk("VEVENT")
    return CalendarEvent(
        method=str(calendar["method"]),
        uid=str(event["uid"]),
        sequence=int(str(event["sequence"])),
        starts_at=event.decoded("dtstart"),
        place=str(event["location"]) if "location" in event else None,
    )
