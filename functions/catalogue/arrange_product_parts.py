"""HTTP: put the parts of a product in order."""

from typing import Annotated

from pydantic import Field

from shared.catalogue import product_parts
from shared.catalogue.errors import ExpertNotFound, ProductNotFound, ProductPartNotFound
from shared.catalogue.product_models import ProductPartId
from shared.catalogue.product_schemas import ProductView
from shared.kernel.ids import ProductId, UserId
from shared.kernel.public_texts import PublicLine
from shared.kernel.schemas import Request
from shared.runtime.context import Context
from shared.runtime.triggers import http


class ArrangedPart(Request):
    """A part at its new place."""

    part_id: ProductPartId
    """Id of a part of the product, from `get_my_expert_page`."""
    title: PublicLine | None = None
    """New title of the part, one line of 1 to 200 characters; the title stays when left out."""


class ArrangeProductParts(Request):
    """Body of `arrange_product_parts`."""

    product_id: ProductId
    """Id of the caller's product, from `get_my_expert_page`."""
    parts: Annotated[list[ArrangedPart], Field(min_length=1, max_length=product_parts.MAX_PARTS)]
    """Parts of the product in the wanted order, 1 to 50; parts that are left out are taken out of the product."""


@http.post(who="expert", raises=(ExpertNotFound, ProductNotFound, ProductPartNotFound))
async def arrange_product_parts(body: ArrangeProductParts, ctx: Context) -> ProductView:
    """Put the parts of a product of the caller's in order, name them anew, or take parts out.

    Who has bought the product before keeps the parts that are taken out.

    Raises:
        ExpertNotFound: The caller is not an expert.
        ProductNotFound: The caller has no product with this id.
        ProductPartNotFound: The product has no part with one of these ids.
    """
    wanted = [(part.part_id, part.title) for part in body.parts]
    uid = UserId(ctx.actor.id)
    return ProductView.of(await ctx.commit(product_parts.arrange_parts, uid, body.product_id, wanted, now=ctx.now))
