"""A booking for the caller's own calendar."""

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
    """Give the booking as an ICS file; taken again after a change, it changes the event that is there."""
    booking, _ = await ctx.read(store.access_booking, query.booking_id, ctx.actor)
    return CalendarFile(
        calendar_file.build_calendar_filename(booking),
        calendar_file.render_calendar_file(booking, organizer=ctx.runtime.settings.mail_from),
    )
