"""Event: report that a confirmed booking got no meeting link."""

from shared.contracts.events.bookings import BookingConfirmed
from shared.runtime.context import Context
from shared.runtime.triggers import on
from shared.workflows import missing_links


@on(BookingConfirmed)
async def report_dry_pool_when_booking_confirmed(event: BookingConfirmed, ctx: Context) -> None:
    """Alert once if the pool had no free meeting link for a meeting by video. The two meet in a video room of ours."""
    await missing_links.report_missing_link(ctx, event.booking_id)
