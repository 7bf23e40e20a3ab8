"""Published reviews, and the ratings that follow from them: both change in one commit."""

from typing import TypeVar

from shared.catalogue import store
from shared.catalogue.models import Expert, ProductReview, Review
from shared.catalogue.product_models import Product
from shared.kernel.ids import ProductId, UserId
from shared.kernel.ports import Ref, UnitOfWork

RatedT = TypeVar("RatedT", Expert, Product)
ReviewT = TypeVar("ReviewT", Review, ProductReview)


async def show_review(uow: UnitOfWork, review: Review) -> None:
    """Show a review on the page of its expert, or replace the one that is shown, and count its stars."""
    await _replace_review(uow, store.review_ref(review.id), store.expert_ref(review.expert), review)


async def hide_review(uow: UnitOfWork, id: str, expert_id: UserId) -> None:
    """Take a review from the page of its expert, and its stars from the rating; nothing if it is not shown."""
    await _replace_review(uow, store.review_ref(id), store.expert_ref(expert_id), None)


async def show_product_review(uow: UnitOfWork, review: ProductReview) -> None:
    """Show a review of a product, or replace the one that is shown, and count its stars."""
    rated = store.product_ref(review.expert, review.product)
    await _replace_review(uow, store.product_review_ref(review.id), rated, review)


async def hide_product_review(uow: UnitOfWork, id: str, expert_id: UserId, product_id: ProductId) -> None:
    """Take a review from its product, and its stars from the rating; nothing if it is not shown."""
    await _replace_review(uow, store.product_review_ref(id), store.product_ref(expert_id, product_id), None)


async def _replace_review(uow: UnitOfWork, place: Ref[ReviewT], rated: Ref[RatedT], review: ReviewT | None) -> None:
    """Save or delete a shown review, and count its stars for the expert or the product, if that still exists."""
    shown, subject = await uow.get_many(place, rated)
    if review is not None:
        uow.put(place, review)
    elif shown is not None:
        uow.delete(place)
    before, after = shown.stars if shown else None, review.stars if review else None
    if subject is not None and before != after:
        uow.put(rated, with_stars_counted(subject, before=before, after=after))


def with_stars_counted(subject: RatedT, *, before: int | None, after: int | None) -> RatedT:
    """Return an expert or a product with the stars of one review replaced.

    Args:
        subject: Expert or product whose rating changes.
        before: Stars of the review that are counted so far; None for a review that was not shown.
        after: Stars to count instead; None for a review that is shown no more.
    """
    total = subject.rating_sum + (after or 0) - (before or 0)
    count = subject.rating_count + (after is not None) - (before is not None)
    return subject.having(rating_sum=total, rating_count=count, rating=compute_rating(total, count))


def compute_rating(total: int, count: int) -> int:
    """Compute the average of `count` reviews with `total` stars, times 100 and rounded; 0 without reviews."""
    return (200 * total + count) // (2 * count) if count else 0
