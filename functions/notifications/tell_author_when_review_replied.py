"""Event: an author is told of an answer."""

from shared.contracts.events.reviews import ReviewReplied
from shared.runtime.context import Context
from shared.runtime.triggers import on
from shared.workflows.announcements import review_announcements


@on(ReviewReplied)
async def tell_author_when_review_replied(event: ReviewReplied, ctx: Context) -> None:
    """Tell the author of a review that the expert has answered."""
    await ctx.commit(review_announcements.tell_author_of_reply, event.written_review, now=ctx.now)
