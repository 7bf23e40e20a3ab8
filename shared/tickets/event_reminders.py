"""Reminders of an event for those who hold tickets: which are due, and which are still current. Pure, told the time."""

from datetime import datetime, timedelta

from shared.kernel.stored_choices import StoredEnum
from shared.tickets.models import EventStatus, Ticket, TicketEvent, TicketStatus


class EventReminder(StoredEnum):
    """Reminder of an event.

    Attributes:
        DAY: Reminder 24 hours before the start.
        HOUR: Reminder one hour before the start.
    """

    DAY = "day"
    HOUR = "hour"
    UNKNOWN = "unknown"


LEAD_TIMES = {EventReminder.DAY: timedelta(hours=24), EventReminder.HOUR: timedelta(hours=1)}
"""Time before the start at which each reminder is due."""

# A reminder that is later than this would be confused with the next one, or come when people are on their way.
_LATENESS = {EventReminder.DAY: timedelta(hours=3), EventReminder.HOUR: timedelta(minutes=30)}
_STATUSES = (EventStatus.PUBLISHED, EventStatus.CLOSED)


def compute_due_starts(reminder: EventReminder, *, at: datetime) -> tuple[datetime, datetime]:
    """Compute when the events begin whose reminder is due at `at`: behind the first instant, up to the second."""
    last = at + LEAD_TIMES[reminder]
    return last - _LATENESS[reminder], last


def is_due(event: TicketEvent, reminder: EventReminder, *, at: datetime) -> bool:
    """Return whether the holders of tickets are to be reminded now, and have not been of this start."""
    first, last = compute_due_starts(reminder, at=at)
    is_near = first < event.starts_at <= last
    return event.status in _STATUSES and is_near and event.reminded.get(reminder) != event.starts_at


def with_reminder(event: TicketEvent, reminder: EventReminder) -> TicketEvent:
    """Return the event whose holders are being reminded of its present start."""
    return event.having(reminded={**event.reminded, reminder: event.starts_at})


def compute_end(reminder: EventReminder, starts_at: datetime) -> datetime:
    """Compute the instant from which a reminder is worthless: the next one is due, or the event begins."""
    return starts_at - LEAD_TIMES[EventReminder.HOUR] if reminder is EventReminder.DAY else starts_at


def is_current(event: TicketEvent | None, reminder: EventReminder, starts_at: datetime, *, now: datetime) -> bool:
    """Return whether the event still begins at `starts_at`, and it is not too late to say so."""
    if event is None or event.status not in _STATUSES or event.starts_at != starts_at:
        return False
    return now < compute_end(reminder, starts_at)


def is_unused(ticket: Ticket) -> bool:
    """Return whether a ticket admits somebody who has not come yet."""
    return ticket.status is TicketStatus.VALID and ticket.check_in is None


def wants_reminder(ticket: Ticket, reminder: EventReminder, starts_at: datetime) -> bool:
    """Return whether the holder of a ticket is reminded: it was there when the reminder was due, and is unused."""
    return is_unused(ticket) and ticket.issued_at <= starts_at - LEAD_TIMES[reminder]
