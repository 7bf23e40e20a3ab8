"""HTTP: answer a review."""

from typing import Annotated

from pydantic import Field

from shared.kernel.ids import Id
from shared.kernel.public_texts import PublicTextWithoutLinks
from shared.kernel.schemas import Request
from shared.limits.errors import LimitReached
from shared.reviews.errors import ReplyFinal, ReviewNotFound
from shared.reviews.schemas import ReceivedReviewView
from shared.runtime.context import Context
from shared.runtime.triggers import http
from shared.workflows import review_moderation


class ReplyToReview(Request):
    """Body of `reply_to_review`."""

    review_id: Id
    """Id of the published review to answer, from `list_received_reviews`."""
    text: Annotated[PublicTextWithoutLinks, Field(min_length=1, max_length=1_000)]
    """Answer that everybody reads, 1 to 1,000 characters. Contact details and links are masked."""


@http.post(who="expert", raises=(ReviewNotFound, ReplyFinal, LimitReached))
async def reply_to_review(body: ReplyToReview, ctx: Context) -> ReceivedReviewView:
    """Answer a review of a session or product of the caller's, once; for two days the answer can be changed."""
    reply = review_moderation.reply_to_review
    return ReceivedReviewView.of(await ctx.commit(reply, body.review_id, body.text, actor=ctx.actor, now=ctx.now))
