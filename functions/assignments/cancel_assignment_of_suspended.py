"""Task: cancel an assignment of a suspended person."""

from shared.assignments.jobs import CancelAssignmentOfSuspended
from shared.runtime.context import Context
from shared.runtime.triggers import task
from shared.workflows import assignment_ends


@task(CancelAssignmentOfSuspended)
async def cancel_assignment_of_suspended(job: CancelAssignmentOfSuspended, ctx: Context) -> None:
    """Cancel an undelivered assignment of a suspended person with a full refund.

    Nothing happens if the suspension ends before the delivery is due. One of an expert whom a new vetting has refused
    is cancelled too.
    """
    await ctx.commit_final(assignment_ends.cancel_assignment_of_suspended, job, now=ctx.now)
