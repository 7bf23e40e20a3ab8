"""Answers, reports, removals and deletions of reviews, with what the catalogue shows of them, in one commit."""

from datetime import datetime

from shared.catalogue import store as catalogue
from shared.catalogue.models import Review
from shared.contracts.calls import identify_caller
from shared.identity import store as identity
from shared.identity.contact_proofs import has_proven_contact
from shared.kernel.actors import Actor
from shared.kernel.ids import Id, RoomId, SessionId, UserId
from shared.kernel.ports import Reader, UnitOfWork
from shared.limits import actions as limits
from shared.limits.subjects import person_limits_ref
from shared.reviews import moderation, moderation_rules, store
from shared.reviews.errors import ReviewNotFound
from shared.reviews.models import (
    ReviewDecision,
    ReviewDecisionKind,
    ReviewReport,
    ReviewReportReason,
    ReviewStatus,
    ReviewTopic,
    WrittenReview,
)
from shared.workflows import review_publication


async def reply_to_review(uow: UnitOfWork, review_id: Id, text: str, *, actor: Actor, now: datetime) -> WrittenReview:
    """Answer a review as its expert, or change the answer for a while.

    Raises:
        ReviewNotFound: The review is not published, or is about another expert or a customer.
        ReplyFinal: The time to change the answer is over.
        LimitReached: The actor has written too much within an hour.
    """
    review = await _get_review(uow, review_id)
    settings = await store.get_review_settings(uow)
    answered = moderation.save_reply(uow, review, text, actor=actor, settings=settings, now=now)
    if answered is not review:
        limit = (await limits.get_limit_settings(uow)).reviews
        await limits.count_act(uow, person_limits_ref(actor.id), limit, now=now)
        await review_publication.update_shown_reviews(uow, [answered])
    return answered


async def report_review(
    uow: UnitOfWork, review_id: Id, reason: ReviewReportReason, notes: str, *, actor: Actor, now: datetime
) -> WrittenReview:
    """Report a review that somebody else has written. A repeated report by the same person changes nothing.

    Raises:
        ReviewNotFound: The review cannot be read, or it is about a customer who is not the actor.
        Invalid: The actor has written the review.
        LimitReached: The actor has reported too much within a day.
    """
    review = await _get_review(uow, review_id)
    moderation_rules.check_reportable(review, actor)
    # In a call, and only there, the reporter is known by an alias.
    me = identify_caller(actor, RoomId(review.session_id or ""))
    account = await uow.get(identity.user_ref(actor.id))
    can_hide = has_proven_contact(actor, account)
    report = ReviewReport(reporter=UserId(me.id), reason=reason, notes=notes, at=now, can_hide=can_hide)
    reported = moderation.save_report(uow, review, report, settings=await store.get_review_settings(uow))
    if reported is not review:
        limit = (await limits.get_limit_settings(uow)).review_reports
        await limits.count_act(uow, person_limits_ref(actor.id), limit, now=now)
        await review_publication.update_shown_reviews(uow, [reported])
    return reported


async def decide_on_review(
    uow: UnitOfWork, review_id: Id, kind: ReviewDecisionKind, reason: str, *, by: UserId, now: datetime
) -> WrittenReview:
    """Decide on a review as an admin, and change what everybody reads and the rating in the same commit.

    Raises:
        ReviewNotFound: No review has this id.
        ReviewFinal: The review is sealed, or was taken back, or its state does not allow the decision.
    """
    decision = ReviewDecision(kind=kind, reason=reason, by=by, at=now)
    decided = moderation.save_decision(uow, await _get_review(uow, review_id), decision)
    await review_publication.update_shown_reviews(uow, [decided])
    return decided


async def delete_review(uow: UnitOfWork, review_id: Id, *, actor: Actor) -> WrittenReview:
    """Delete a review as its author.

    Raises:
        ReviewNotFound: The actor has not written the review.
        ReviewFinal: An admin has removed the review, which stays as evidence.
    """
    deleted = moderation.delete_own_review(uow, await _get_review(uow, review_id), actor=actor)
    await review_publication.update_shown_reviews(uow, [deleted])
    return deleted


async def _get_review(reader: Reader, review_id: Id) -> WrittenReview:
    """Get a review by the id under which people know it; an earlier version has stored published ones alone.

    Raises:
        ReviewNotFound: No review has this id.
    """
    if (found := await store.find_review(reader, review_id)) is not None:
        return found
    shown = await reader.get(catalogue.review_ref(review_id))
    if shown is None or shown.review_id is not None:
        raise ReviewNotFound(review_id=review_id)
    return _review_from_shown(shown)


def _review_from_shown(shown: Review) -> WrittenReview:
    return WrittenReview(
        **shown.model_dump(include={"id", "expert", "customer", "stars", "text", "reply", "replied_at"}),
        review_id=shown.id,
        topic=ReviewTopic.EXPERT,
        session_id=SessionId(shown.id),
        author=shown.customer,
        author_name=shown.customer_name,
        recipient=shown.expert,
        recipient_name="",
        status=ReviewStatus.PUBLISHED,
        closes_at=shown.created_at,
        written_at=shown.created_at,
        published_at=shown.created_at,
    )
