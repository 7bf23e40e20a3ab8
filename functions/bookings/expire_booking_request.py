"""The time to answer a request is over."""

from shared.bookings import actions
from shared.bookings.jobs import ExpireBookingRequest
from shared.runtime.context import Context
from shared.runtime.triggers import task


@task(ExpireBookingRequest)
async def expire_booking_request(job: ExpireBookingRequest, ctx: Context) -> None:
    """End a request that the expert has not answered: its time is free again."""
    await ctx.commit_final(actions.expire_booking_request, job.booking_id, now=ctx.now)
