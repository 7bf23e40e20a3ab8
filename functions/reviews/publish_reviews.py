"""Task: publish the sealed reviews of a session."""

from shared.reviews.jobs import PublishReviews
from shared.runtime.context import Context
from shared.runtime.triggers import task
from shared.workflows import review_publication


@task(PublishReviews)
async def publish_reviews(job: PublishReviews, ctx: Context) -> None:
    """Publish the reviews of a session at the end of the time to write, unless both sides have written before."""
    await ctx.commit_final(review_publication.publish_due_reviews, job.session_id, now=ctx.now)
