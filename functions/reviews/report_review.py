"""HTTP: report a review."""

from shared.kernel.ids import Id
from shared.kernel.schemas import Request, Text
from shared.limits.errors import LimitReached
from shared.reviews.errors import ReviewNotFound
from shared.reviews.models import ReviewReportReason
from shared.reviews.schemas import AcceptedReportView
from shared.runtime.context import Context
from shared.runtime.triggers import http
from shared.workflows import review_moderation


class ReportReview(Request):
    """Body of `report_review`."""

    review_id: Id
    """Id of somebody else's review, from `get_expert`, `list_expert_reviews` or `list_received_reviews`."""
    reason: ReviewReportReason
    """Kind of harm that the caller sees in the review."""
    notes: Text = ""
    """Explanation for the admins, at most 5,000 characters; empty by default."""


@http.post(who=("customer", "expert"), raises=(ReviewNotFound, LimitReached))
async def report_review(body: ReportReview, ctx: Context) -> AcceptedReportView:
    """Report a review to the admins. A repeated report of the same review changes nothing.

    Reports of several people hide the review until an admin decides, if these have proven an address or a number.
    """
    report = review_moderation.report_review
    review = await ctx.commit(report, body.review_id, body.reason, body.notes, actor=ctx.actor, now=ctx.now)
    return AcceptedReportView(review_id=review.review_id)
