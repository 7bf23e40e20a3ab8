"""Event: report that a moved booking got no meeting link."""

from shared.contracts.events.bookings import BookingMoved
from shared.runtime.context import Context
from shared.runtime.triggers import on
from shared.workflows import missing_links


@on(BookingMoved)
async def report_dry_pool_when_booking_moved(event: BookingMoved, ctx: Context) -> None:
    """Alert once if the pool had no free meeting link at the new time. The two meet in a video room of ours."""
    await missing_links.report_missing_link(ctx, event.booking_id)
