"""HTTP: add or change a digital product."""

from typing import Literal

from shared.catalogue import services_and_products
from shared.catalogue.errors import ExpertNotFound, ProductNotFound, TooManyOffers
from shared.catalogue.inputs import Position, Price
from shared.catalogue.product_models import Product
from shared.catalogue.product_schemas import ProductView
from shared.kernel.ids import ProductId, UserId
from shared.kernel.inputs import SaveRequest
from shared.kernel.public_texts import PublicLine, PublicText
from shared.runtime.context import Context
from shared.runtime.triggers import http


class SaveProduct(SaveRequest):
    """Body of `save_product`. A product is on sale once it has a file or a link.

    Files come by `attach_product_file`, links by `attach_product_link`, the picture by `set_product_thumbnail`.

    Fields of an existing product that are left out stay as they are.
    """

    product_id: ProductId | None = None
    """Id of the caller's product to change, from `get_my_expert_page`; a new product when left out."""
    name: PublicLine
    """Name of the product, one line of 1 to 200 characters."""
    description: PublicText = ""
    """Contents of the product, at most 5,000 characters; empty for a new product."""
    kind: Literal["ebook", "course"]
    """Kind of product: an e-book or a course."""
    price: Price
    """Price in whole rupiah without our fee, 10,000 to 100,000,000; 0 for a free product."""
    active: bool = True
    """True if the product may be sold; true for a new product. A product without a file or link is never on sale."""
    position: Position = 0
    """Place on the expert's page, 0 to 1,000, the smallest first; 0 for a new product."""


@http.post(who="expert", raises=(ExpertNotFound, ProductNotFound, TooManyOffers))
async def save_product(body: SaveProduct, ctx: Context) -> ProductView:
    """Add an e-book or a course, or change one of the caller's.

    Raises:
        ExpertNotFound: The caller is not an expert.
        ProductNotFound: The caller has no product with this id.
        TooManyOffers: The caller has as many products as allowed.
    """
    given = body.dump_named_fields(exclude={"product_id"})
    product = Product(
        id=body.product_id or ProductId.new(ctx.random_below), expert=UserId(ctx.actor.id), saved_at=ctx.now, **given
    )
    return ProductView.of(await ctx.commit(services_and_products.save_product, product, fresh=body.product_id is None))
