"""Decisions about answers, reports and removals of reviews: pure, told the time."""

from datetime import datetime

from shared.kernel.actors import Actor
from shared.kernel.errors import Invalid
from shared.reviews.errors import ReplyFinal, ReviewFinal, ReviewNotFound
from shared.reviews.models import (
    ReviewDecision,
    ReviewDecisionKind,
    ReviewReport,
    ReviewStatus,
    ReviewTopic,
    WrittenReview,
)
from shared.reviews.settings import ReviewSettings

MAX_REPORTS = 50
"""Most reports that a review keeps; further ones tell nothing new."""

_Status = ReviewStatus
_Kind = ReviewDecisionKind
_TARGETS = {
    _Kind.KEEP: (_Status.PUBLISHED, (_Status.PUBLISHED, _Status.HIDDEN)),
    _Kind.HIDE: (_Status.HIDDEN, (_Status.PUBLISHED, _Status.HIDDEN)),
    _Kind.REMOVE: (_Status.REMOVED, (_Status.PUBLISHED, _Status.HIDDEN, _Status.REMOVED)),
    _Kind.RESTORE: (_Status.PUBLISHED, (_Status.PUBLISHED, _Status.HIDDEN, _Status.REMOVED)),
}
"""State to which each decision leads, and the states from which it does."""


def check_reportable(review: WrittenReview, actor: Actor) -> None:
    """Check that a person may report a review: it can be read, and somebody else has written it.

    Raises:
        ReviewNotFound: The review cannot be read, or it is about a customer who is not the actor.
        Invalid: The actor has written the review.
    """
    if review.author in actor.member_ids:
        raise Invalid.field("review_id", "own_review")
    is_concerned = review.topic is not ReviewTopic.CUSTOMER or review.recipient in actor.member_ids
    if review.status not in (_Status.PUBLISHED, _Status.HIDDEN) or not is_concerned:
        raise ReviewNotFound(review_id=review.review_id)


def with_report(review: WrittenReview, report: ReviewReport, settings: ReviewSettings) -> WrittenReview:
    """Return the review with a report; many reports hide it until an admin decides.

    Each person counts once, and accounts without any proof hide nothing: anybody can open hundreds of them. A review
    that an admin has kept is not hidden by reports again.
    """
    if any(one.reporter == report.reporter for one in review.reports):
        return review
    kept = review.reports
    if len(kept) >= MAX_REPORTS:
        weak = [one for one in kept[1:] if not one.can_hide]
        if not weak or not report.can_hide:
            return review
        kept = tuple(one for one in kept if one is not weak[-1])
    reports = (*kept, report)
    was_kept = review.decision is not None and review.decision.kind in (_Kind.KEEP, _Kind.RESTORE)
    hides = 0 < settings.hide_after_reports <= sum(one.can_hide for one in reports) and not was_kept
    status = _Status.HIDDEN if hides else review.status
    return review.having(reports=reports, status=status, version=review.version + 1)


def with_decision(review: WrittenReview, decision: ReviewDecision) -> WrittenReview:
    """Return the review as an admin has decided. The decision that stands already changes nothing.

    Raises:
        ReviewFinal: The review is sealed, or was taken back, or its state does not allow the decision.
    """
    if decision.kind is _Kind.REMOVE_REPLY:
        return _without_reply(review, decision)
    target, sources = _TARGETS.get(decision.kind, (review.status, ()))
    if review.status not in sources:
        raise ReviewFinal(review_status=review.status)
    stands = review.decision is not None and review.decision.kind is decision.kind
    if stands and review.status is target and (decision.kind is _Kind.HIDE or not review.reports):
        return review
    reports = review.reports if decision.kind is _Kind.HIDE else ()
    return review.having(status=target, reports=reports, decision=decision, version=review.version + 1)


def _without_reply(review: WrittenReview, decision: ReviewDecision) -> WrittenReview:
    if review.reply is None:
        return review
    return review.having(reply=None, replied_at=None, reports=(), decision=decision, version=review.version + 1)


def with_reply(
    review: WrittenReview, text: str, settings: ReviewSettings, *, actor: Actor, now: datetime
) -> WrittenReview:
    """Return the review with the expert's answer, or with other words of the answer for a while.

    Raises:
        ReviewNotFound: The review is not published, or is about another expert or a customer.
        ReplyFinal: The time to change the answer is over.
    """
    is_own = review.expert == actor.id and review.topic in (ReviewTopic.EXPERT, ReviewTopic.PRODUCT)
    if not is_own or not review.is_published:
        raise ReviewNotFound(review_id=review.review_id)
    if review.reply == text:
        return review
    if review.reply is not None and (review.replied_at is None or now >= review.replied_at + settings.reply_edit_time):
        raise ReplyFinal()
    return review.having(reply=text, replied_at=review.replied_at or now, version=review.version + 1)


def without_words(review: WrittenReview, *, actor: Actor) -> WrittenReview:
    """Return the review as its author takes it back: its words and the answer are gone for good.

    Raises:
        ReviewNotFound: The actor has not written the review.
        ReviewFinal: An admin has removed the review, which stays as evidence.
    """
    if review.author not in actor.member_ids:
        raise ReviewNotFound(review_id=review.review_id)
    if review.status is _Status.DELETED:
        return review
    if review.status not in (_Status.SEALED, _Status.PUBLISHED, _Status.HIDDEN, _Status.VOID):
        raise ReviewFinal(review_status=review.status)
    return review.having(
        status=_Status.DELETED, text="", reply=None, replied_at=None, reports=(), version=review.version + 1
    )
