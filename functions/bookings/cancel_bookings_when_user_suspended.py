"""Event that cancels the bookings of a suspended person."""

from shared.contracts.events.people import UserSuspended
from shared.runtime.context import Context
from shared.runtime.triggers import on
from shared.workflows import suspensions


@on(UserSuspended)
async def cancel_bookings_when_user_suspended(event: UserSuspended, ctx: Context) -> None:
    """Schedule the cancellation of the open bookings of a suspended customer or expert, each with a full refund."""
    await ctx.commit(suspensions.schedule_booking_cancellations, event.user_id)
