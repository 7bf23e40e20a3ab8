"""Parsing of calendar files (iCalendar)."""

from dataclasses import dataclass
from datetime import datetime

from icalendar import Calendar


@dataclass(frozen=True)
class CalendarEvent:
    """Event in a calendar file.

    Attributes:
        method: `REQUEST` or `PUBLISH` to add the event, `CANCEL` to remove it.
        uid: Id of the event in all its versions.
        sequence: Version of the event.
        starts_at: Start of the event.
        place: Location, or None.
    """

    method: str
    uid: str
    sequence: int
    starts_at: datetime
    place: str | None


def read_event(file: bytes) -> CalendarEvent:
    """Return the only event in `file`."""
    calendar = Calendar.from_ical(file)
    (event,) = calendar.walk("VEVENT")
    return CalendarEvent(
        method=str(calendar["method"]),
        uid=str(event["uid"]),
        sequence=int(str(event["sequence"])),
        starts_at=event.decoded("dtstart"),
        place=str(event["location"]) if "location" in event else None,
    )
