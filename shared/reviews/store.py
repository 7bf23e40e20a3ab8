"""Paths and queries of reviews."""

from datetime import UTC, datetime

from shared.contracts.reviews import ReviewSide
from shared.kernel.actors import Actor
from shared.kernel.ids import Id, SessionId
from shared.kernel.paging import Rows, list_rows
from shared.kernel.ports import Query, Reader, Ref
from shared.reviews.errors import ReviewNotFound
from shared.reviews.models import ReviewStatus, WrittenReview, session_review_id
from shared.reviews.settings import REVIEW_SETTINGS, ReviewSettings

SETTINGS = REVIEW_SETTINGS.ref
_LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)


def written_review_ref(id: str) -> Ref[WrittenReview]:
    """Build the reference of a review in any state."""
    return Ref(f"written_reviews/{id}", WrittenReview)


def session_review_ref(session_id: SessionId, side: ReviewSide) -> Ref[WrittenReview]:
    """Build the reference of the review that one side of a session has written."""
    return written_review_ref(session_review_id(session_id, side))


async def get_review_settings(reader: Reader) -> ReviewSettings:
    """Get the settings of reviews, or the defaults."""
    return await reader.get(SETTINGS) or ReviewSettings()


async def get_session_reviews(
    reader: Reader, session_id: SessionId, side: ReviewSide
) -> tuple[WrittenReview | None, WrittenReview | None]:
    """Get the reviews of a session: that of a side, and that of the other side; None for one that is not written."""
    other: ReviewSide = "expert" if side == "customer" else "customer"
    return await reader.get_many(session_review_ref(session_id, side), session_review_ref(session_id, other))


async def find_review(reader: Reader, review_id: Id) -> WrittenReview | None:
    """Find a review by the id under which people know the review."""
    found = await reader.query(Query("written_reviews", WrittenReview).matching("review_id", "==", review_id).first(1))
    return await reader.get(written_review_ref(found[0].id)) if found else None


async def get_written_review(reader: Reader, id: str) -> WrittenReview:
    """Get a review in any state without a check of the caller, for our own machines.

    Raises:
        ReviewNotFound: No review has this id.
    """
    found = await reader.get(written_review_ref(id))
    if found is None:
        raise ReviewNotFound()
    return found


async def list_overdue_reviews(reader: Reader, *, at: datetime, limit: int) -> list[WrittenReview]:
    """List the reviews that are sealed although their time is over, the longest overdue first."""
    query = Query("written_reviews", WrittenReview).matching("sealed_until", "<=", at).order_by("sealed_until")
    return await reader.query(query.first(limit))


async def list_reviews_by_author(
    reader: Reader, actor: Actor, *, cursor: str | None, limit: int
) -> Rows[WrittenReview]:
    """List the reviews that a person has written under the account or in calls, the latest first."""
    query = Query("written_reviews", WrittenReview).matching("author", "in", list(actor.member_ids))
    query = query.order_by("written_at", "desc").order_by("id", "desc")
    return await list_rows(reader, query, cursor=cursor, limit=limit)


async def list_reviews_of_recipient(
    reader: Reader, actor: Actor, *, cursor: str | None, limit: int
) -> Rows[WrittenReview]:
    """List the published reviews that a person has got, the latest first."""
    query = Query("written_reviews", WrittenReview).matching("recipient", "in", list(actor.member_ids))
    query = query.matching("status", "==", ReviewStatus.PUBLISHED)
    query = query.order_by("published_at", "desc").order_by("id", "desc")
    return await list_rows(reader, query, cursor=cursor, limit=limit)


async def list_reviews_in_status(
    reader: Reader, status: ReviewStatus, *, cursor: str | None, limit: int
) -> Rows[WrittenReview]:
    """List the reviews in one status, the latest written first."""
    query = Query("written_reviews", WrittenReview).matching("status", "==", status)
    query = query.order_by("written_at", "desc").order_by("id", "desc")
    return await list_rows(reader, query, cursor=cursor, limit=limit)


async def list_reported_reviews(reader: Reader, *, cursor: str | None, limit: int) -> Rows[WrittenReview]:
    """List the reviews that were reported since an admin last decided, the longest waiting first."""
    query = Query("written_reviews", WrittenReview).matching("reported_at", ">", _LONG_AGO)
    query = query.order_by("reported_at").order_by("id")
    return await list_rows(reader, query, cursor=cursor, limit=limit)
