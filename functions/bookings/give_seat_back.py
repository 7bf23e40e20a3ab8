"""Task: pay a seat at a date that was cancelled back."""

from shared.bookings.jobs import GiveSeatBack
from shared.runtime.context import Context
from shared.runtime.triggers import task
from shared.workflows import group_seats


@task(GiveSeatBack)
async def give_seat_back(job: GiveSeatBack, ctx: Context) -> None:
    """Cancel a seat at a date that was cancelled, with a full refund."""
    await ctx.commit_final(group_seats.give_seat_back, job, now=ctx.now)
