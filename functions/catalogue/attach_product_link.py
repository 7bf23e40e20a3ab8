"""HTTP: attach a link to a product."""

from typing import Annotated

from pydantic import Field

from shared.catalogue import product_parts
from shared.catalogue.errors import PART_ERRORS
from shared.catalogue.outside_links import OutsideLink
from shared.catalogue.product_models import ProductPartId
from shared.catalogue.product_schemas import ProductView
from shared.kernel.ids import ProductId, UserId
from shared.kernel.public_texts import PublicLine
from shared.kernel.schemas import Request
from shared.runtime.context import Context
from shared.runtime.triggers import http


class AttachProductLink(Request):
    """Body of `attach_product_link`."""

    product_id: ProductId
    """Id of the caller's product, from `save_product`."""
    link: Annotated[OutsideLink, Field(examples=["https://drive.google.com/file/d/1a2b3c"])]
    """HTTPS address of a page of another site, at most 500 characters; shown to buyers only."""
    part_id: ProductPartId | None = None
    """Id of the part that the link replaces; leave out for a new part, or for the only one."""
    title: PublicLine | None = None
    """Title of the part, one line of 1 to 200 characters; a title without `part_id` adds a part."""


@http.post(who="expert", raises=PART_ERRORS)
async def attach_product_link(body: AttachProductLink, ctx: Context) -> ProductView:
    """Attach a link to a product of the caller's, in place of a file.

    With `part_id` the link replaces what the part had. With a title alone it becomes the last part of a course.
    Without both it becomes the only part of the product. A repeated call adds nothing.

    Raises:
        ExpertNotFound: The caller is not an expert.
        ProductNotFound: The caller has no product with this id.
        ProductPartNotFound: The product has no part with this id.
        TooManyParts: The product has as many parts as allowed.
    """
    uid, content = UserId(ctx.actor.id), product_parts.part_from_link(body.link, now=ctx.now)
    product = await ctx.commit(
        product_parts.attach_part, uid, body.product_id, content, body.part_id, body.title, now=ctx.now
    )
    return ProductView.of(product)
