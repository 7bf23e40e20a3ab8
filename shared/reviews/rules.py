"""Decisions about reviews: pure, told the time."""

from datetime import datetime

from shared.contracts.reviews import HeldSession, ReviewSide
from shared.kernel.ids import Id
from shared.reviews.errors import ReviewFinal, ReviewWindowOver
from shared.reviews.models import ReviewStatus, ReviewTopic, WrittenReview, session_review_id
from shared.reviews.settings import ReviewSettings

_Status = ReviewStatus


def review_from_session(
    session: HeldSession,
    side: ReviewSide,
    other: WrittenReview | None,
    settings: ReviewSettings,
    *,
    review_id: Id,
    stars: int,
    text: str,
    now: datetime,
) -> WrittenReview:
    """Create the sealed review that a side of a session writes. Terms are those of the other side's review, if any."""
    by_customer = side == "customer"
    return WrittenReview(
        id=session_review_id(session.id, side),
        review_id=review_id,
        topic=ReviewTopic.EXPERT if by_customer else ReviewTopic.CUSTOMER,
        session_id=session.id,
        expert=session.expert,
        customer=session.customer,
        author=session.customer_account if by_customer else session.expert,
        author_name=session.customer_name if by_customer else session.expert_name,
        recipient=session.expert if by_customer else session.customer_account,
        recipient_name=session.expert_name if by_customer else session.customer_name,
        stars=stars,
        text=text,
        status=_Status.SEALED,
        double_blind=other.double_blind if other else settings.double_blind,
        closes_at=compute_window_end(session, other, settings),
        written_at=now,
    )


def compute_window_end(session: HeldSession, other: WrittenReview | None, settings: ReviewSettings) -> datetime:
    """Compute the end of the time to write, which is the same for both sides."""
    return other.closes_at if other else session.ended_at + settings.window


def check_window_open(closes_at: datetime, *, now: datetime) -> None:
    """Check that the time to write and change lasts.

    Raises:
        ReviewWindowOver: The time is over.
    """
    if now >= closes_at:
        raise ReviewWindowOver.field("session_id", "review_window_over", closes_at=closes_at)


def can_change_review(review: WrittenReview, other: WrittenReview | None, *, now: datetime) -> bool:
    """Return whether the author may change the review of a session: until the other side has written."""
    return other is None and review.status in (_Status.SEALED, _Status.PUBLISHED) and review.is_open_at(now)


def with_words(
    review: WrittenReview, other: WrittenReview | None, stars: int, text: str, *, name: str, now: datetime
) -> WrittenReview:
    """Return the review of a session with other words. The name is that of today.

    Raises:
        ReviewFinal: The other side has written, or the review was taken from view.
        ReviewWindowOver: The time to change reviews is over.
    """
    if other is not None or review.status not in (_Status.SEALED, _Status.PUBLISHED):
        raise ReviewFinal(review_status=review.status)
    check_window_open(review.closes_at, now=now)
    return review.having(stars=stars, text=text, author_name=name, version=review.version + 1)


def has_same_words(review: WrittenReview, stars: int, text: str) -> bool:
    """Return whether the review stands as it is sent again; a review that was taken back does not."""
    return (review.stars, review.text) == (stars, text) and review.status is not _Status.DELETED


def with_publication(review: WrittenReview, *, now: datetime) -> WrittenReview:
    """Return a sealed review published."""
    return review.having(status=_Status.PUBLISHED, published_at=now, version=review.version + 1)


def without_occasion(review: WrittenReview) -> WrittenReview:
    """Return a review that nobody reads any more: its session did not take place, or its product was paid back."""
    return review.having(status=_Status.VOID, version=review.version + 1)


def with_occasion(review: WrittenReview) -> WrittenReview:
    """Return a void review as it was before: published, hidden by reports, or still sealed."""
    shown = _Status.HIDDEN if review.reports else _Status.PUBLISHED
    status = shown if review.published_at is not None else _Status.SEALED
    return review.having(status=status, version=review.version + 1)


def shorten_name(name: str) -> str:
    """Shorten a name for everybody to read: `Budi Santoso Putra` is shown as `Budi P.`."""
    first, *rest = name.split() or [name]
    return f"{first} {rest[-1][0]}." if rest else first
