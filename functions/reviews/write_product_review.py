"""HTTP: write the review of a product."""

from typing import Annotated

from pydantic import Field

from shared.catalogue.errors import NotGranted
from shared.kernel.ids import ProductId
from shared.kernel.public_texts import PublicTextWithoutLinks
from shared.kernel.schemas import Request
from shared.limits.errors import LimitReached
from shared.reviews.errors import ReviewFinal, ReviewNeedsProof, ReviewWindowOver
from shared.reviews.models import Stars
from shared.reviews.schemas import OwnReviewView
from shared.runtime.context import Context
from shared.runtime.triggers import http
from shared.workflows import product_reviews


class WriteProductReview(Request):
    """Body of `write_product_review`."""

    product_id: ProductId
    """Id of the product that the caller has bought, from `list_my_products`."""
    stars: Stars
    """Rating of the product, 1 to 5 stars."""
    text: Annotated[PublicTextWithoutLinks, Field(max_length=2_000)]
    """Review in the caller's words, at most 2,000 characters; may be empty. Contact details and links are masked."""


@http.post(
    who=("customer", "expert"),
    raises=(NotGranted, ReviewNeedsProof, ReviewFinal, ReviewWindowOver, LimitReached),
)
async def write_product_review(body: WriteProductReview, ctx: Context) -> OwnReviewView:
    """Write what the caller thinks of a product that the caller has bought, or change the words.

    The review is published at once, and can be changed for 30 days. The same words again change nothing.
    """
    write = product_reviews.write_product_review
    review = await ctx.commit(write, body.product_id, body.stars, body.text, actor=ctx.actor, now=ctx.now)
    return OwnReviewView.of(review)
