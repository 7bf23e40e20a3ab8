"""Task: remind a customer to write a review."""

from shared.reviews.jobs import RemindOfReview
from shared.runtime.context import Context
from shared.runtime.triggers import task
from shared.workflows.announcements import review_announcements


@task(RemindOfReview)
async def remind_of_review(job: RemindOfReview, ctx: Context) -> None:
    """Remind the customer of a session to write a review, once, unless the review is there."""
    await ctx.commit_final(review_announcements.remind_customer_of_review, job.session_id, now=ctx.now)
