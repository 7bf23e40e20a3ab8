"""Task: expire a booking request."""

from shared.bookings import actions
from shared.bookings.jobs import ExpireBookingRequest
from shared.runtime.context import Context
from shared.runtime.triggers import task


@task(ExpireBookingRequest)
async def expire_booking_request(job: ExpireBookingRequest, ctx: Context) -> None:
    """Expire a request that the expert has not answered in time, and release its time."""
    await ctx.commit_final(actions.expire_booking_request, job.booking_id, now=ctx.now)
