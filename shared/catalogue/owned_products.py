"""Products of a buyer: what was bought, and whether it can still be downloaded."""

from collections.abc import Mapping
from typing import Literal, Self

from shared.catalogue import store
from shared.catalogue.grants import Grant
from shared.catalogue.product_models import Product
from shared.kernel.ids import OrderId, ProductId, UserId
from shared.kernel.paging import Page, list_rows
from shared.kernel.ports import Query, Reader
from shared.kernel.schemas import Moment, View


class OwnedProductView(View):
    """A product that the caller has bought."""

    product_id: ProductId
    """Id of what was bought, to fetch the file by `download_product`."""
    expert_id: UserId
    """Id of the expert who sold the product."""
    name: str
    """Name of the product at the time of the purchase; empty when not known."""
    kind: Literal["ebook", "course"] | None
    """Kind of product: an e-book or a course; null when not known."""
    order_id: OrderId
    """Id of the order that paid for the product, for `get_order` and `get_invoice`."""
    granted_at: Moment
    """Instant in UTC from which the product could be downloaded."""
    can_download: bool
    """True if `download_product` gives the file; false once the payment was refunded."""
    revoked_at: Moment | None
    """Instant in UTC at which a refund ended the right to download; null while it lasts."""
    downloads: int
    """Number of times that the caller has asked for the file; 0 before the first."""

    @classmethod
    def of(cls, grant: Grant, product: Product | None) -> Self:
        """Build the view of `grant`; `product` is asked where the grant is of a version without names."""
        return cls(
            product_id=grant.product,
            expert_id=grant.expert,
            name=grant.name or (product.name if product else ""),
            kind=grant.kind or (product.kind if product else None),
            order_id=grant.order,
            granted_at=grant.granted_at,
            can_download=grant.revoked_at is None,
            revoked_at=grant.revoked_at,
            downloads=grant.downloads,
        )


async def list_owned_products(
    reader: Reader, customer: UserId, *, cursor: str | None, limit: int
) -> Page[OwnedProductView]:
    """List the products that a person has bought, the latest first; refunded ones are among them."""
    query = Query("grants", Grant).matching("customer", "==", customer)
    query = query.order_by("granted_at", "desc").order_by("product", "desc")
    rows = await list_rows(reader, query, cursor=cursor, limit=limit)
    unnamed = await _find_products(reader, [grant for grant in rows.items if not grant.name])
    return rows.to_page(lambda grant: OwnedProductView.of(grant, unnamed.get(grant.product)))


async def _find_products(reader: Reader, grants: list[Grant]) -> Mapping[str, Product]:
    """Find the products of grants, in one round trip; none if there are no grants."""
    found = await reader.get_all([store.product_ref(grant.expert, grant.product) for grant in grants]) if grants else []
    return {product.id: product for product in found if product is not None}
