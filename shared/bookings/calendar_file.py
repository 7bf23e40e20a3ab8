"""Calendar files of bookings: ICS (RFC 5545) that follows a booking when it is moved or cancelled."""

from shared.bookings import place_names
from shared.bookings.models import Booking
from shared.contracts.bookings import BookingStatus
from shared.contracts.people import Locale
from shared.kernel.quoted_words import quote_name, quote_text, quote_words

_NOTES_LIMIT = 1_000
_CANCELLED = (BookingStatus.CANCELLED, BookingStatus.REJECTED, BookingStatus.EXPIRED)
_AGREED = (BookingStatus.CONFIRMED, BookingStatus.COMPLETED, BookingStatus.NO_SHOW)


def build_calendar_filename(booking: Booking) -> str:
    """Build the file name of the booking's calendar file."""
    return f"{booking.id}.ics"


def build_invitation_type(booking: Booking) -> str:
    """Build the media type of the file in a mail. Its method is that of the file, as RFC 6047 demands.

    The type has no `charset`: SendGrid refuses a second parameter, and a calendar is UTF-8 by itself.
    """
    return f"text/calendar; method={_find_method(booking, is_invitation=True)}"


def render_calendar_file(
    booking: Booking, *, organizer: str, attendee: str | None = None, locale: Locale | None = None
) -> bytes:
    """Render a booking as an ICS file with one event.

    The UID stays the same. SEQUENCE grows with each change, so a calendar replaces the older event.

    Args:
        organizer: E-mail address of the organizer, from which calendars accept a cancellation.
        attendee: E-mail address to which the file is mailed: an invitation, which the recipient's calendar adds by
            itself. None for a file that a person downloads.
        locale: Language of the name of a room of ours; that of the booking by default.
    """
    import icalendar

    event = icalendar.Event()
    event.add("uid", f"{booking.id}@temani")
    event.add("sequence", booking.version)
    event.add("dtstamp", booking.changed_at)
    event.add("dtstart", booking.starts_at)
    event.add("dtend", booking.ends_at)
    names = map(quote_name, (booking.offer.expert_name, booking.contact.full_name))
    event.add("summary", f"{quote_name(booking.offer.name)}: {', '.join(names)}")
    event.add("description", _description(booking))
    event.add("status", _status(booking))
    # Calendars ignore a cancellation without an organizer.
    event.add("organizer", icalendar.vCalAddress(f"mailto:{organizer}"))
    if attendee is not None:
        # The booking is agreed, and nobody reads answers to the organizer's address.
        answered = {"partstat": "ACCEPTED", "rsvp": "FALSE"}
        event.add("attendee", icalendar.vCalAddress(f"mailto:{attendee}"), parameters=answered)
    meeting = booking.meeting if booking.status is BookingStatus.CONFIRMED else None
    if meeting is not None:
        room = place_names.find_place_name(booking, locale or booking.locale)
        if (location := meeting.address or meeting.url or room) is not None:
            event.add("location", location)
    if meeting is not None and meeting.url is not None:
        event.add("url", meeting.url)
    calendar = icalendar.Calendar()
    calendar.add("prodid", "-//Temani//Bookings//ID")
    calendar.add("version", "2.0")
    calendar.add("method", _find_method(booking, is_invitation=attendee is not None))
    calendar.add_component(event)
    file: bytes = calendar.to_ical()
    return file


def _find_method(booking: Booking, *, is_invitation: bool) -> str:
    if booking.status in _CANCELLED:
        return "CANCEL"
    return "REQUEST" if is_invitation else "PUBLISH"


def _status(booking: Booking) -> str:
    if booking.status in _CANCELLED:
        return "CANCELLED"
    return "CONFIRMED" if booking.status in _AGREED else "TENTATIVE"


def _description(booking: Booking) -> str:
    told = (quote_text(booking.topic), quote_words(booking.notes, limit=_NOTES_LIMIT), str(booking.id))
    return "\n".join(line for line in told if line)
