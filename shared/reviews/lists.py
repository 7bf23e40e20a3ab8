"""Lists of reviews: those that a person has written or got, and those that admins look into."""

from typing import Literal

from shared.kernel.actors import Actor
from shared.kernel.paging import Page
from shared.kernel.ports import Reader
from shared.reviews import store
from shared.reviews.models import ReviewStatus
from shared.reviews.schemas import ModeratedReviewView, OwnReviewView, ReceivedReviewView

ReviewQueue = Literal["reported", "hidden", "removed"]
"""Queue of reviews for admins."""


async def list_written_reviews(reader: Reader, *, actor: Actor, cursor: str | None, limit: int) -> Page[OwnReviewView]:
    """List the reviews that a person has written, the latest first."""
    rows = await store.list_reviews_by_author(reader, actor, cursor=cursor, limit=limit)
    return rows.to_page(OwnReviewView.of)


async def list_received_reviews(
    reader: Reader, *, actor: Actor, cursor: str | None, limit: int
) -> Page[ReceivedReviewView]:
    """List the published reviews that a person has got, the latest first."""
    rows = await store.list_reviews_of_recipient(reader, actor, cursor=cursor, limit=limit)
    return rows.to_page(ReceivedReviewView.of)


async def list_reviews_in_queue(
    reader: Reader, queue: ReviewQueue, *, cursor: str | None, limit: int
) -> Page[ModeratedReviewView]:
    """List the reviews that were reported and wait for an admin, or those that are not shown."""
    if queue == "reported":
        rows = await store.list_reported_reviews(reader, cursor=cursor, limit=limit)
    else:
        rows = await store.list_reviews_in_status(reader, ReviewStatus(queue), cursor=cursor, limit=limit)
    return rows.to_page(ModeratedReviewView.of)
