"""Sell a digital product, or change it."""

from typing import Annotated, Literal

from pydantic import Field

from shared.catalogue import services_and_products
from shared.catalogue.errors import ExpertNotFound, ProductNotFound, TooManyOffers
from shared.catalogue.models import Product, Url
from shared.catalogue.schemas import ProductView
from shared.kernel.ids import ProductId, UserId
from shared.kernel.schemas import Line, Request, Text
from shared.runtime.context import Context
from shared.runtime.triggers import http


class SaveProduct(Request):
    """Without `product_id`, a new one. It is on sale once it has a file: see `create_product_upload`."""

    product_id: ProductId | None = None
    name: Line
    description: Text = ""
    kind: Literal["ebook", "course"]
    price: Annotated[int, Field(ge=10_000, le=100_000_000, strict=True)]
    thumbnail_url: Url | None = None
    active: bool = True
    position: Annotated[int, Field(ge=0, le=1_000, strict=True)] = 0


@http.post(who="expert", raises=(ExpertNotFound, ProductNotFound, TooManyOffers))
async def save_product(body: SaveProduct, ctx: Context) -> ProductView:
    """Sell an e-book or a course, or change one's own."""
    given = body.model_dump(exclude={"product_id"})
    product = Product(
        id=body.product_id or ProductId.new(ctx.random_below), expert=UserId(ctx.actor.id), saved_at=ctx.now, **given
    )
    return ProductView.of(await ctx.commit(services_and_products.save_product, product, fresh=body.product_id is None))
