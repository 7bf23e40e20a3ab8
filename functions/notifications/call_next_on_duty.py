"""Task: go on with a call to the admins on duty."""

from shared.notifications.jobs import CallNextOnDuty
from shared.runtime.context import Context
from shared.runtime.triggers import task
from shared.workflows import duty_calls


@task(CallNextOnDuty, per_second=50)
async def call_next_on_duty(job: CallNextOnDuty, ctx: Context) -> None:
    """Call the next channel or the next admin about somebody in danger, until an admin has answered."""
    await duty_calls.call_next_on_duty(ctx, job)
