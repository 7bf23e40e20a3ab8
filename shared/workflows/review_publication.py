"""Publication of reviews: the review, its copy for everybody and the rating change in one commit."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from shared.catalogue import reviews as shown_reviews
from shared.catalogue.models import ProductReview, Review
from shared.kernel.ids import ProductId, SessionId
from shared.kernel.ports import UnitOfWork
from shared.reviews import actions
from shared.reviews.models import ReviewTopic, WrittenReview
from shared.workflows import held_sessions


async def publish_due_reviews(uow: UnitOfWork, session_id: SessionId, *, now: datetime) -> None:
    """Publish the sealed reviews of a session whose time to write is over.

    If the session turned out not to have taken place, nobody ever reads them.
    """
    is_held = await held_sessions.find_held_session(uow, session_id) is not None
    await update_shown_reviews(uow, await actions.publish_due_reviews(uow, session_id, is_held=is_held, now=now))


async def void_reviews(uow: UnitOfWork, session_id: SessionId) -> None:
    """Take the reviews of a session from view and rating, because a side was absent after all."""
    await update_shown_reviews(uow, await actions.void_session_reviews(uow, session_id))


async def restore_reviews(uow: UnitOfWork, session_id: SessionId) -> None:
    """Show the reviews of a session again that were void, because both sides came after all."""
    await update_shown_reviews(uow, await actions.restore_session_reviews(uow, session_id))


async def update_shown_reviews(uow: UnitOfWork, changed: Iterable[WrittenReview]) -> None:
    """Let the catalogue show each published review of an expert, and no other one, with the rating that follows.

    Reviews of customers are shown to the two sides alone.
    """
    for review in changed:
        if review.topic is ReviewTopic.EXPERT:
            await _update_expert_review(uow, review)
        elif review.topic is ReviewTopic.PRODUCT and review.product_id is not None:
            await _update_product_review(uow, review, review.product_id)


async def _update_expert_review(uow: UnitOfWork, review: WrittenReview) -> None:
    if review.is_published:
        await shown_reviews.show_review(uow, Review(**_list_shown_fields(review)))
    else:
        await shown_reviews.hide_review(uow, review.id, review.expert)


async def _update_product_review(uow: UnitOfWork, review: WrittenReview, product_id: ProductId) -> None:
    if review.is_published:
        await shown_reviews.show_product_review(uow, ProductReview(**_list_shown_fields(review), product=product_id))
    else:
        await shown_reviews.hide_product_review(uow, review.id, review.expert, product_id)


def _list_shown_fields(review: WrittenReview) -> dict[str, Any]:
    """List the fields of the copy that everybody may read: nothing that names the author's account in calls."""
    same = review.model_dump(include={"id", "review_id", "expert", "customer", "stars", "text", "reply", "replied_at"})
    created_at = review.published_at or review.written_at
    return same | {"customer_name": review.author_name, "created_at": created_at}
