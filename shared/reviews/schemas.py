"""Views of reviews: what authors, recipients and admins see."""

from datetime import datetime
from typing import Any, Self

from shared.contracts.reviews import HeldSessionKind, ReviewSide
from shared.kernel.ids import Id, OrderId, ProductId, SessionId, UserId
from shared.kernel.schemas import Moment, View
from shared.reviews import rules
from shared.reviews.models import (
    ReviewDecisionKind,
    ReviewReportReason,
    ReviewStatus,
    ReviewTopic,
    WrittenReview,
)


class ReceivedReviewView(View):
    """A published review as the person sees it who got the review."""

    review_id: Id
    """Id of the review, for `reply_to_review` and `report_review`."""
    topic: ReviewTopic
    """Thing or person that the review is about: the `expert`, the `customer`, or a `product` of the expert."""
    session_id: SessionId | None
    """Id of the session that the review is about, of a call or a booking; null for a product."""
    order_id: OrderId | None
    """Id of the order that paid for the product; null for a session."""
    product_id: ProductId | None
    """Id of the product that the review is about; null for a session."""
    author_name: str
    """Name that the review shows; in a call the pseudonym of that session."""
    stars: int
    """Rating, 1 to 5 stars."""
    text: str
    """Review in the author's words; may be empty."""
    reply: str | None
    """Answer in the expert's words; null when there is no answer."""
    replied_at: Moment | None
    """Instant in UTC of the answer; null when there is no answer."""
    published_at: Moment
    """Instant in UTC at which the review was published."""

    @classmethod
    def of(cls, review: WrittenReview) -> Self:
        """Build the view of `review`, which was published."""
        published_at = review.published_at or review.written_at
        return cls(**_common_fields(review), author_name=review.author_name, published_at=published_at)


class OwnReviewView(View):
    """A review as its author sees it."""

    review_id: Id
    """Random id of the review, for `delete_review`; it tells nothing of session and author."""
    topic: ReviewTopic
    """Thing or person that the review is about: the `expert`, the `customer`, or a `product` of the expert."""
    session_id: SessionId | None
    """Id of the session that the review is about, of a call or a booking; null for a product."""
    order_id: OrderId | None
    """Id of the order that paid for the product; null for a session."""
    product_id: ProductId | None
    """Id of the product that the review is about; null for a session."""
    recipient_name: str
    """Name of the person or product that the review is about."""
    author_name: str
    """Name that the review shows; in a call the pseudonym of that session."""
    stars: int
    """Rating, 1 to 5 stars."""
    text: str
    """Review in the author's words; may be empty."""
    status: ReviewStatus
    """State of the review: `sealed`, `published`, `hidden` or `removed` by us, or `deleted` by its author.

    `void` means that the session turned out not to have taken place, or the product was paid back.
    """
    removal_reason: str | None
    """Reason for which an admin removed the review; null when the review was not removed."""
    reply: str | None
    """Answer in the expert's words; null when there is no answer."""
    replied_at: Moment | None
    """Instant in UTC of the answer; null when there is no answer."""
    closes_at: Moment
    """Instant in UTC from which the review cannot be changed any more, whoever else has written."""
    written_at: Moment
    """Instant in UTC at which the review was first written."""
    published_at: Moment | None
    """Instant in UTC at which the review was published; null while sealed."""

    @classmethod
    def of(cls, review: WrittenReview) -> Self:
        """Build the view of `review`."""
        same = review.model_dump(
            include={"recipient_name", "author_name", "status", "closes_at", "written_at", "published_at"}
        )
        is_removed = review.status is ReviewStatus.REMOVED and review.decision is not None
        reason = review.decision.reason if is_removed and review.decision else None
        return cls(**_common_fields(review), **same, removal_reason=reason)


class ReviewToWriteView(View):
    """A session or assignment that the caller can still review."""

    session_id: SessionId
    """Id for `write_review`: of the call's session, of the booking, or of the assignment."""
    kind: HeldSessionKind
    """Way in which it was sold: `booking`, `call`, or `assignment` for a service without a meeting."""
    side: ReviewSide
    """Side of the caller: `customer` or `expert`."""
    recipient_name: str
    """Name of the person whom the review would be about; of the customer of a call the pseudonym."""
    ended_at: Moment
    """Instant in UTC of the end."""
    closes_at: Moment
    """Instant in UTC at which the time to write ends."""


class SessionReviewsView(View):
    """Reviews of a session as one of its two sides sees them."""

    session_id: SessionId
    """Id of the session, of a call or a booking."""
    side: ReviewSide
    """Side of the caller in the session: `customer` or `expert`."""
    closes_at: Moment
    """Instant in UTC at which the time to write ends, the same for both sides."""
    can_write: bool
    """True if `write_review` takes a review of the session now, or other words for the caller's."""
    mine: OwnReviewView | None
    """Review that the caller has written; null when there is none."""
    theirs: ReceivedReviewView | None
    """Review that the other side has written; null until it is published."""

    @classmethod
    def of(
        cls,
        session_id: SessionId,
        side: ReviewSide,
        mine: WrittenReview | None,
        theirs: WrittenReview | None,
        *,
        closes_at: datetime,
        now: datetime,
    ) -> Self:
        """Build the view for `side`."""
        can_write = now < closes_at if mine is None else rules.can_change_review(mine, theirs, now=now)
        return cls(
            session_id=session_id,
            side=side,
            closes_at=closes_at,
            can_write=can_write,
            mine=OwnReviewView.of(mine) if mine else None,
            theirs=ReceivedReviewView.of(theirs) if theirs and theirs.is_published else None,
        )


class ReviewReportView(View):
    """A report of a review, for admins."""

    reporter: UserId
    """Id of the person who reported, or the alias that the person has in the call."""
    reason: ReviewReportReason
    """Kind of harm that the person sees in the review."""
    notes: str
    """Explanation by the person; may be empty."""
    at: Moment
    """Instant in UTC of the report."""
    can_hide: bool
    """True if the report counts towards hiding the review; false from an account without any proof."""


class ReviewDecisionView(View):
    """The latest decision of an admin about a review."""

    kind: ReviewDecisionKind
    """Decision of the admin."""
    reason: str
    """Reason in the words of the admin."""
    by: UserId
    """Id of the admin who decided."""
    at: Moment
    """Instant in UTC of the decision."""


class ModeratedReviewView(View):
    """A review as admins see it."""

    review_id: Id
    """Random id of the review, for `decide_on_review`; it tells nothing of session and author."""
    topic: ReviewTopic
    """Thing or person that the review is about: the `expert`, the `customer`, or a `product` of the expert."""
    session_id: SessionId | None
    """Id of the session that the review is about, of a call or a booking; null for a product."""
    order_id: OrderId | None
    """Id of the order that paid for the product; null for a session."""
    product_id: ProductId | None
    """Id of the product that the review is about; null for a session."""
    expert_id: UserId
    """Id of the expert of the session, or of the seller of the product."""
    customer_id: UserId
    """Id of the customer; in a call the alias of that session."""
    author_name: str
    """Name that the review shows; in a call the pseudonym of that session."""
    stars: int
    """Rating, 1 to 5 stars."""
    text: str
    """Review in the author's words; may be empty."""
    reply: str | None
    """Answer in the expert's words; null when there is no answer."""
    replied_at: Moment | None
    """Instant in UTC of the answer; null when there is no answer."""
    status: ReviewStatus
    """State of the review: `published`, `hidden` or `removed`."""
    written_at: Moment
    """Instant in UTC at which the review was first written."""
    reports: list[ReviewReportView]
    """Reports since the latest decision, at most 50, the oldest first."""
    decision: ReviewDecisionView | None
    """Latest decision of an admin; null before the first."""

    @classmethod
    def of(cls, review: WrittenReview) -> Self:
        """Build the view of `review`."""
        same = review.model_dump(include={"author_name", "status", "written_at", "reports", "decision"})
        return cls(**_common_fields(review), **same, expert_id=review.expert, customer_id=review.customer)


class AcceptedReportView(View):
    """A report that was accepted."""

    review_id: Id
    """Id of the review that was reported."""


def _common_fields(review: WrittenReview) -> dict[str, Any]:
    return review.model_dump(
        include={"review_id", "topic", "session_id", "order_id", "product_id", "stars", "text", "reply", "replied_at"}
    )
