"""Calendar file of an event for which somebody has tickets: ICS (RFC 5545), in the time zone of the venue."""

from zoneinfo import ZoneInfo

from shared.tickets.models import Ticket, TicketEvent

_METHOD = "PUBLISH"
CALENDAR_CONTENT_TYPE = f"text/calendar; method={_METHOD}"
"""Media type of the file in a mail; its method is that of the file, as RFC 6047 demands."""


def render_calendar_file(event: TicketEvent, ticket: Ticket) -> bytes:
    """Render an event as an ICS file, in the language of the ticket. The file names no person.

    The UID stays the same for the tickets of an order. SEQUENCE grows when the event is saved, so a calendar replaces
    the older entry.
    """
    import icalendar

    zone = ZoneInfo(event.zone)
    entry = icalendar.Event()
    entry.add("uid", f"{ticket.order_id}-{event.id}@temani")
    entry.add("sequence", int(event.saved_at.timestamp()) // 60)
    entry.add("dtstamp", event.saved_at)
    entry.add("dtstart", event.starts_at.astimezone(zone))
    entry.add("dtend", event.ends_at.astimezone(zone))
    entry.add("summary", event.name)
    entry.add("location", event.venue)
    entry.add("description", f"{event.format_start(ticket.locale)}\n{ticket.order_id}")
    entry.add("status", "CONFIRMED")
    calendar = icalendar.Calendar()
    calendar.add("prodid", "-//Temani//Tickets//ID")
    calendar.add("version", "2.0")
    calendar.add("method", _METHOD)
    calendar.add_component(entry)
    calendar.add_missing_timezones()
    file: bytes = calendar.to_ical()
    return file
