"""Task: remind a side of an assignment of what is due."""

from shared.assignments.jobs import RemindOfAssignment
from shared.runtime.context import Context
from shared.runtime.triggers import task
from shared.workflows.announcements import assignment_announcements


@task(RemindOfAssignment)
async def remind_of_assignment(job: RemindOfAssignment, ctx: Context) -> None:
    """Remind the expert of a delivery that is due, or the customer of a delivery that soon counts as accepted.

    Nothing happens if the step is over. `advance_assignments` reminds if this task is lost.
    """
    await ctx.commit_final(assignment_announcements.remind_of_assignment, job.assignment_id, now=ctx.now)
