"""HTTP: delete a digital product."""

from shared.catalogue import services_and_products
from shared.catalogue.errors import ExpertNotFound, ProductNotFound
from shared.catalogue.product_schemas import ProductView
from shared.kernel.ids import ProductId, UserId
from shared.kernel.schemas import Request
from shared.runtime.context import Context
from shared.runtime.triggers import http


class DeleteProduct(Request):
    """Body of `delete_product`."""

    product_id: ProductId
    """Id of the caller's product to delete, from `get_my_expert_page`."""


@http.post(who="expert", raises=(ExpertNotFound, ProductNotFound))
async def delete_product(body: DeleteProduct, ctx: Context) -> ProductView:
    """Delete a product of the caller's for good.

    Everybody who has bought the product keeps it. An order that is open can still be paid, and gives the product.
    To pause a product, save it with `active` false. A second call fails with `product_not_found`.

    Raises:
        ExpertNotFound: The caller is not an expert.
        ProductNotFound: The caller has no product with this id.
    """
    uid = UserId(ctx.actor.id)
    return ProductView.of(await ctx.commit(services_and_products.delete_product, uid, body.product_id, now=ctx.now))
