"""HTTP: delete a review of the caller's."""

from shared.kernel.ids import Id
from shared.kernel.schemas import Request
from shared.reviews.errors import ReviewFinal, ReviewNotFound
from shared.reviews.schemas import OwnReviewView
from shared.runtime.context import Context
from shared.runtime.triggers import http
from shared.workflows import review_moderation


class DeleteReview(Request):
    """Body of `delete_review`."""

    review_id: Id
    """Id of the caller's review, from `get_my_review` or `list_my_reviews`."""


@http.post(who=("customer", "expert"), raises=(ReviewNotFound, ReviewFinal))
async def delete_review(body: DeleteReview, ctx: Context) -> OwnReviewView:
    """Delete a review that the caller has written; its words and its stars are gone for good.

    A sealed review may be written anew while the time to write lasts, a published one may not.
    """
    return OwnReviewView.of(await ctx.commit(review_moderation.delete_review, body.review_id, actor=ctx.actor))
