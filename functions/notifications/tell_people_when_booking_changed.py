"""Event: people are told of a change of a booking."""

from shared.contracts.events.bookings import BookingChanged
from shared.runtime.context import Context
from shared.runtime.triggers import on
from shared.workflows.announcements import booking_announcements


@on(BookingChanged)
async def tell_people_when_booking_changed(event: BookingChanged, ctx: Context) -> None:
    """Tell the customer and the expert of a change of their booking, each on the channels that they chose."""
    await ctx.commit(booking_announcements.tell_people_when_booking_changed, event, now=ctx.now)
