"""Actions of reviews of sessions. Workflows combine them with the catalogue, which shows what is published."""

from collections.abc import Sequence
from datetime import datetime

from shared.contracts.events.reviews import ReviewPublished
from shared.contracts.reviews import HeldSession, ReviewSide
from shared.kernel.ids import Id, SessionId
from shared.kernel.ports import UnitOfWork
from shared.reviews import rules, store
from shared.reviews.jobs import PublishReviews
from shared.reviews.models import ReviewStatus, WrittenReview
from shared.reviews.settings import ReviewSettings

VOIDABLE = (ReviewStatus.SEALED, ReviewStatus.PUBLISHED, ReviewStatus.HIDDEN)
"""States in which a review is, or may come, before the eyes of others."""


async def write_session_review(
    uow: UnitOfWork,
    session: HeldSession,
    side: ReviewSide,
    stars: int,
    text: str,
    *,
    settings: ReviewSettings,
    now: datetime,
) -> list[WrittenReview]:
    """Write the review of one side of a session, or change its words; return the reviews that changed, own one first.

    The commit that carries the second review publishes both. The same words again change nothing.

    Raises:
        ReviewFinal: The other side has written since, or the review was taken from view.
        ReviewWindowOver: The time to write and change reviews of the session is over.
    """
    known, other = await store.get_session_reviews(uow, session.id, side)
    if known is not None and rules.has_same_words(known, stars, text):
        return []
    if known is not None:
        name = session.customer_name if side == "customer" else session.expert_name
        own = rules.with_words(known, other, stars, text, name=name, now=now)
    else:
        rules.check_window_open(rules.compute_window_end(session, other, settings), now=now)
        id = Id.new(uow.random_below)
        own = rules.review_from_session(session, side, other, settings, review_id=id, stars=stars, text=text, now=now)
    is_due = other is not None or not own.double_blind
    changed = [own, other] if other is not None and other.status is ReviewStatus.SEALED else [own]
    saved = [_save_review(uow, one, publish=is_due, now=now) for one in changed]
    _arrange_publication(uow, session.id, own, is_first=known is None, is_due=is_due)
    if other is None:
        # The other side, writing at the same moment, must find this review.
        uow.verify(store.session_review_ref(session.id, "expert" if side == "customer" else "customer"))
    return saved


def _save_review(uow: UnitOfWork, review: WrittenReview, *, publish: bool, now: datetime) -> WrittenReview:
    if publish and review.status is ReviewStatus.SEALED:
        review = rules.with_publication(review, now=now)
        uow.emit(ReviewPublished(written_review=review.id, at=now))
    uow.put(store.written_review_ref(review.id), review)
    return review


def _arrange_publication(
    uow: UnitOfWork, session_id: SessionId, own: WrittenReview, *, is_first: bool, is_due: bool
) -> None:
    """Schedule the end of the time to write with the first review; the second one needs no schedule any more."""
    if is_due and own.double_blind:
        uow.cancel_job(PublishReviews, session_id)
    elif is_first and not is_due:
        uow.schedule(PublishReviews(session_id=session_id), at=own.closes_at, key=session_id, precise=False)


async def publish_due_reviews(
    uow: UnitOfWork, session_id: SessionId, *, is_held: bool, now: datetime
) -> Sequence[WrittenReview]:
    """Publish the sealed reviews of a session whose time to write is over, and return the reviews that changed.

    Args:
        uow: Unit of work.
        session_id: Session of the reviews.
        is_held: False if the session turned out not to have taken place; its reviews are then void.
        now: Present instant.
    """
    both = await store.get_session_reviews(uow, session_id, "customer")
    due = [one for one in both if one and one.status is ReviewStatus.SEALED and not one.is_open_at(now)]
    if is_held:
        return [_save_review(uow, one, publish=True, now=now) for one in due]
    void = [rules.without_occasion(one) for one in due]
    for one in void:
        uow.put(store.written_review_ref(one.id), one)
    return void


async def restore_session_reviews(uow: UnitOfWork, session_id: SessionId) -> Sequence[WrittenReview]:
    """Take the void reviews of a session back to what they were before; return those that changed."""
    both = await store.get_session_reviews(uow, session_id, "customer")
    restored = [rules.with_occasion(one) for one in both if one is not None and one.status is ReviewStatus.VOID]
    for one in restored:
        uow.put(store.written_review_ref(one.id), one)
    return restored


async def void_session_reviews(uow: UnitOfWork, session_id: SessionId) -> Sequence[WrittenReview]:
    """Take the reviews of a session from view that turned out not to have taken place; return those that changed."""
    both = await store.get_session_reviews(uow, session_id, "customer")
    void = [rules.without_occasion(one) for one in both if one is not None and one.status in VOIDABLE]
    for one in void:
        uow.put(store.written_review_ref(one.id), one)
    return void
