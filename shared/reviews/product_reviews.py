"""Reviews of bought products: published at once, and open to changes for a while."""

from datetime import datetime

from shared.contracts.events.reviews import ReviewPublished
from shared.contracts.reviews import ProductPurchase
from shared.kernel.ids import Id, OrderId, ProductId
from shared.kernel.ports import UnitOfWork
from shared.reviews import rules, store
from shared.reviews.actions import VOIDABLE
from shared.reviews.errors import ReviewFinal, ReviewWindowOver
from shared.reviews.models import ReviewStatus, ReviewTopic, WrittenReview, product_review_id
from shared.reviews.settings import ReviewSettings


async def write_product_review(
    uow: UnitOfWork, bought: ProductPurchase, stars: int, text: str, *, settings: ReviewSettings, now: datetime
) -> tuple[WrittenReview, bool]:
    """Write a buyer's review of a product, or change its words; return the review, and True if it has changed.

    Raises:
        ReviewFinal: The review was taken from view.
        ReviewWindowOver: The time to change the review is over.
    """
    place = store.written_review_ref(product_review_id(bought.order, bought.product))
    known = await uow.get(place)
    if known is not None and rules.has_same_words(known, stars, text):
        return known, False
    if known is None:
        id = Id.new(uow.random_below)
        review = _review_from_purchase(bought, settings, review_id=id, stars=stars, text=text, now=now)
        uow.emit(ReviewPublished(written_review=review.id, at=now))
    else:
        review = _with_words(known, stars, text, name=bought.customer_name, now=now)
    uow.put(place, review)
    return review, True


async def void_product_review(uow: UnitOfWork, order_id: OrderId, product_id: ProductId) -> WrittenReview | None:
    """Take the review of a product from view whose price was paid back in full; None if there is none to take."""
    place = store.written_review_ref(product_review_id(order_id, product_id))
    known = await uow.get(place)
    if known is None or known.status not in VOIDABLE:
        return None
    void = rules.without_occasion(known)
    uow.put(place, void)
    return void


def _review_from_purchase(
    bought: ProductPurchase, settings: ReviewSettings, *, review_id: Id, stars: int, text: str, now: datetime
) -> WrittenReview:
    return WrittenReview(
        id=product_review_id(bought.order, bought.product),
        review_id=review_id,
        topic=ReviewTopic.PRODUCT,
        order_id=bought.order,
        product_id=bought.product,
        expert=bought.expert,
        customer=bought.customer,
        author=bought.customer,
        author_name=bought.customer_name,
        recipient=bought.expert,
        recipient_name=bought.product_name,
        stars=stars,
        text=text,
        status=ReviewStatus.PUBLISHED,
        double_blind=False,
        closes_at=now + settings.product_edit_time,
        written_at=now,
        published_at=now,
    )


def _with_words(review: WrittenReview, stars: int, text: str, *, name: str, now: datetime) -> WrittenReview:
    if not review.is_published:
        raise ReviewFinal(review_status=review.status)
    if not review.is_open_at(now):
        raise ReviewWindowOver.field("product_id", "review_window_over", closes_at=review.closes_at)
    return review.having(stars=stars, text=text, author_name=name, version=review.version + 1)
