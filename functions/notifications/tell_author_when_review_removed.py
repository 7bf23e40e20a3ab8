"""Event: an author is told of a removal."""

from shared.contracts.events.reviews import ReviewRemoved
from shared.runtime.context import Context
from shared.runtime.triggers import on
from shared.workflows.announcements import review_announcements


@on(ReviewRemoved)
async def tell_author_when_review_removed(event: ReviewRemoved, ctx: Context) -> None:
    """Tell the author of a review why an admin has removed the review, unless it was restored since."""
    await ctx.commit(review_announcements.tell_author_of_removal, event.written_review, now=ctx.now)
