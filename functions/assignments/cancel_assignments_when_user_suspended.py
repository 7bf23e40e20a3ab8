"""Event: cancel the assignments of a suspended person."""

from shared.contracts.events.people import UserSuspended
from shared.runtime.context import Context
from shared.runtime.triggers import on
from shared.workflows import assignment_ends


@on(UserSuspended)
async def cancel_assignments_when_user_suspended(event: UserSuspended, ctx: Context) -> None:
    """Schedule the cancellation of the undelivered assignments of a suspended customer or expert, with full refunds."""
    await ctx.commit(assignment_ends.schedule_cancellations_of_suspended, event.user_id)
