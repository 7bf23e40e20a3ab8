"""Task: cancel a booking of a suspended person."""

from shared.bookings.jobs import CancelBookingOfSuspended
from shared.runtime.context import Context
from shared.runtime.triggers import task
from shared.workflows import suspensions


@task(CancelBookingOfSuspended)
async def cancel_booking_of_suspended(job: CancelBookingOfSuspended, ctx: Context) -> None:
    """Cancel a booking of a suspended person with a full refund, or end its session if the meeting has begun.

    Nothing happens if the suspension ends before the meeting. A booking of an expert whom a new vetting has refused is
    cancelled too, unless the meeting has begun.
    """
    await ctx.commit_final(suspensions.cancel_booking_of_suspended, job, now=ctx.now)
