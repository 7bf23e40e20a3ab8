"""Actions on single reviews: answers, reports, decisions of admins, and deletion by the author."""

from datetime import datetime

from shared.contracts.events.reviews import ReviewRemoved, ReviewReplied, ReviewReported
from shared.kernel.actors import Actor
from shared.kernel.ids import SessionId
from shared.kernel.ports import UnitOfWork
from shared.reviews import moderation_rules, store
from shared.reviews.jobs import PublishReviews
from shared.reviews.models import (
    ReviewDecision,
    ReviewDecisionKind,
    ReviewReport,
    ReviewStatus,
    WrittenReview,
)
from shared.reviews.settings import ReviewSettings


def save_reply(
    uow: UnitOfWork, review: WrittenReview, text: str, *, actor: Actor, settings: ReviewSettings, now: datetime
) -> WrittenReview:
    """Save an expert's answer to a review. The same words again change nothing.

    Raises:
        ReviewNotFound: The review is not published, or is about another expert or a customer.
        ReplyFinal: The time to change the answer is over.
    """
    answered = moderation_rules.with_reply(review, text, settings, actor=actor, now=now)
    if answered is not review:
        uow.put(store.written_review_ref(review.id), answered)
    if review.reply is None:
        uow.emit(ReviewReplied(written_review=review.id, at=now))
    return answered


def save_report(
    uow: UnitOfWork, review: WrittenReview, report: ReviewReport, *, settings: ReviewSettings
) -> WrittenReview:
    """Save a report of a review. A repeated report by the same person changes nothing."""
    reported = moderation_rules.with_report(review, report, settings)
    if reported is not review:
        uow.put(store.written_review_ref(review.id), reported)
    if reported.reports and not review.reports:
        uow.emit(ReviewReported(review_id=review.review_id, reason=report.reason))
    return reported


def save_decision(uow: UnitOfWork, review: WrittenReview, decision: ReviewDecision) -> WrittenReview:
    """Save an admin's decision on a review. The decision that stands already changes nothing.

    Raises:
        ReviewFinal: The review is sealed, or was taken back, or its state does not allow the decision.
    """
    decided = moderation_rules.with_decision(review, decision)
    if decided is not review:
        uow.put(store.written_review_ref(review.id), decided)
        if decision.kind is ReviewDecisionKind.REMOVE:
            uow.emit(ReviewRemoved(written_review=review.id, at=decision.at))
    return decided


def delete_own_review(uow: UnitOfWork, review: WrittenReview, *, actor: Actor) -> WrittenReview:
    """Delete a review as its author. Of a published one a mark stays, so that nobody writes a second one.

    A sealed review leaves nothing, since nobody has read it: its author may write another one in time.

    Raises:
        ReviewNotFound: The actor has not written the review.
        ReviewFinal: An admin has removed the review, which stays as evidence.
    """
    deleted = moderation_rules.without_words(review, actor=actor)
    if review.status is ReviewStatus.SEALED:
        uow.delete(store.written_review_ref(review.id))
        uow.cancel_job(PublishReviews, SessionId(review.session_id or ""))
    elif deleted is not review:
        uow.put(store.written_review_ref(review.id), deleted)
    return deleted
