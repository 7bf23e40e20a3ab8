"""HTTP: decide on a review as an admin."""

from shared.kernel.ids import Id, UserId
from shared.kernel.schemas import Line, Request
from shared.reviews.errors import ReviewFinal, ReviewNotFound
from shared.reviews.models import ReviewDecisionKind
from shared.reviews.schemas import ModeratedReviewView
from shared.runtime.context import Context
from shared.runtime.triggers import http
from shared.workflows import review_moderation


class DecideOnReview(Request):
    """Body of `decide_on_review`."""

    review_id: Id
    """Id of the review, from `list_reported_reviews`, `list_expert_reviews` or `get_expert`."""
    decision: ReviewDecisionKind
    """Decision: `keep` or `restore` shows the review, `hide` and `remove` take the review from view and rating.

    `remove_reply` removes the expert's answer alone.
    """
    reason: Line
    """Reason, which the author of a removed review reads; one line of 1 to 200 characters."""


@http.post(who="admin", admin_scope="moderator", raises=(ReviewNotFound, ReviewFinal))
async def decide_on_review(body: DecideOnReview, ctx: Context) -> ModeratedReviewView:
    """Decide on a review: keep, hide, remove or restore it; the rating follows in the same moment.

    The reports of the review are then answered, unless it is only hidden. The same decision again changes nothing.
    """
    decide, by = review_moderation.decide_on_review, UserId(ctx.actor.id)
    review = await ctx.commit(decide, body.review_id, body.decision, body.reason, by=by, now=ctx.now)
    return ModeratedReviewView.of(review)
