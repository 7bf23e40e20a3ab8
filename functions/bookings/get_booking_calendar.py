"""HTTP: download a booking as a calendar file."""

from shared.bookings import calendar_file, store
from shared.bookings.errors import BookingNotFound
from shared.contracts.files import CalendarFile
from shared.kernel.ids import BookingId
from shared.kernel.schemas import Request
from shared.runtime.context import Context
from shared.runtime.triggers import http


class GetBookingCalendar(Request):
    """Query of `get_booking_calendar`."""

    booking_id: BookingId
    """Id of the booking to export, from `list_my_bookings`."""


@http.get(who=("customer", "expert"), raises=(BookingNotFound,))
async def get_booking_calendar(query: GetBookingCalendar, ctx: Context) -> CalendarFile:
    """Download a booking as an ICS file (RFC 5545) for the caller's calendar.

    After a change, download the file again: the calendar then updates its event.

    Raises:
        BookingNotFound: The booking does not exist, or the caller has no part in it.
    """
    booking, _ = await ctx.read(store.access_booking, query.booking_id, ctx.actor)
    return CalendarFile(
        calendar_file.build_calendar_filename(booking),
        calendar_file.render_calendar_file(booking, organizer=ctx.runtime.settings.mail_from),
    )
