"""Event: a person is told of a review."""

from shared.contracts.events.reviews import ReviewPublished
from shared.runtime.context import Context
from shared.runtime.triggers import on
from shared.workflows.announcements import review_announcements


@on(ReviewPublished)
async def tell_person_when_review_published(event: ReviewPublished, ctx: Context) -> None:
    """Tell the expert or the customer of a published review, each on the channels that they chose."""
    await ctx.commit(review_announcements.tell_recipient_of_review, event.written_review, now=ctx.now)
