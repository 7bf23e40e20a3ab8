"""Grants: the right of a customer to download a product that was bought, once.

`grants/{uid}_{product}` is the right. `product_claims/{uid}_{product}` is the claim on the purchase, so that a customer
never pays twice for a product.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Annotated, Literal

from shared.catalogue import store
from shared.catalogue.errors import OwnProduct, ProductOnOrder, ProductOwned
from shared.catalogue.product_models import Product
from shared.claims.holds import release_claims
from shared.claims.models import Claim, ClaimState, claim_ref
from shared.claims.names import Taken, claim_name
from shared.contracts.sales import Sale, SaleItem
from shared.kernel.ids import OrderId, ProductId, UserId
from shared.kernel.ports import Reader, Ref, UnitOfWork
from shared.kernel.schemas import Entity, Moment
from shared.kernel.stored_choices import UnknownAs

PAYMENT_WINDOW = timedelta(days=3)


class Grant(Entity):
    """Right to download a product.

    Attributes:
        customer: Uid of the buyer.
        expert: Uid of the seller.
        product: Id of the product.
        order: Order that paid for the product.
        name: Name of the product at the time of the purchase; empty in grants of earlier versions.
        kind: Kind of product; None in grants of earlier versions.
        granted_at: Time of the grant, UTC.
        revoked_at: Time at which a refund ended the right, UTC; None while the right lasts.
        downloads: Number of downloads; 0 by default.
    """

    customer: UserId
    expert: UserId
    product: ProductId
    order: OrderId
    name: str = ""
    kind: Annotated[Literal["ebook", "course"], UnknownAs("ebook")] | None = None
    granted_at: Moment
    revoked_at: Moment | None = None
    downloads: int = 0


def grant_ref(uid: str, product_id: str) -> Ref[Grant]:
    """Return the reference of a person's right to a product."""
    return Ref(f"grants/{uid}_{product_id}", Grant)


def purchase_claim_ref(uid: str, product_id: str) -> Ref[Claim]:
    """Return the reference of a person's claim on the purchase of a product."""
    return claim_ref(f"product_claims/{uid}_{product_id}")


async def claim_purchase(
    uow: UnitOfWork, product: Product, *, fee: int, customer: UserId, order_id: OrderId, now: datetime
) -> Sale:
    """Claim the purchase of a product for a customer, and return the sale.

    The claim ends after three days without payment. The claim on a free product has no end.

    Args:
        uow: Unit of work that carries the claim.
        product: Product to buy.
        fee: Our fee in ten-thousandths of the price.
        customer: Uid of the buyer.
        order_id: Order that will pay, and holder of the claim.
        now: Present instant.

    Raises:
        OwnProduct: The customer is the seller.
        ProductOwned: The customer has bought the product.
        ProductOnOrder: Another order of the customer for the product waits for its payment.
    """
    if product.expert == customer:
        raise OwnProduct.field("product_id", "own_product")
    name = purchase_claim_ref(customer, product.id)
    try:
        await claim_name(uow, name, holder=order_id, now=now, until=now + PAYMENT_WINDOW if product.price else None)
    except Taken:
        raise await _purchase_refusal(uow, name) from None
    item = SaleItem(
        kind="product",
        product=f"{product.expert}/{product.id}",
        name=product.name,
        quantity=1,
        unit_price=product.price,
        expert=product.expert,
        claims=(name.path,),
        irreplaceable=True,
    )
    return Sale(items=(item,), currency="IDR", hold=PAYMENT_WINDOW, fee=fee)


async def _purchase_refusal(uow: UnitOfWork, name: Ref[Claim]) -> ProductOwned | ProductOnOrder:
    held = await uow.get(name)
    on_order = held is not None and held.state is ClaimState.HELD
    return ProductOnOrder(order_id=held.holder) if held and on_order else ProductOwned()


async def grant_products(
    uow: UnitOfWork, order_id: OrderId, items: Sequence[SaleItem], *, customer: UserId | None, now: datetime
) -> None:
    """Grant the customer each product of a paid order whose claim the order still holds."""
    for item in items:
        if item.kind == "product" and customer is not None:
            expert, _, product = item.product.partition("/")
            place, name = grant_ref(customer, product), purchase_claim_ref(customer, product)
            known, claim, bought = await uow.get_many(place, name, store.product_ref(expert, product))
            if claim and claim.holder == order_id and (known is None or known.order != order_id):
                # A concurrent refund releases the claim: then the commits must conflict, and nothing is granted.
                uow.verify(name)
                uow.put(
                    place,
                    Grant(
                        customer=customer,
                        expert=UserId(expert),
                        product=ProductId(product),
                        order=order_id,
                        name=item.name,
                        kind=bought.kind if bought else None,
                        granted_at=now,
                        downloads=known.downloads if known else 0,
                    ),
                )


async def revoke_products(
    uow: UnitOfWork, order_id: OrderId, items: Sequence[SaleItem], *, customer: UserId | None, now: datetime
) -> None:
    """Revoke the rights that a refunded order gave, and release the claims: the products can be bought again."""
    for item in items:
        if item.kind == "product" and customer is not None:
            place = grant_ref(customer, item.product.partition("/")[2])
            known = await uow.get(place)
            if known is not None and known.order == order_id and known.revoked_at is None:
                uow.put(place, known.having(revoked_at=now))
            await release_claims(uow, item.claims, holder=order_id)


async def find_active_grant(reader: Reader, customer: UserId, product_id: ProductId) -> Grant | None:
    """Find a customer's right to a product; None if the customer has none, or the payment was refunded."""
    found = await reader.get(grant_ref(customer, product_id))
    return None if found is None or found.revoked_at is not None else found


async def increment_downloads(uow: UnitOfWork, grant: Grant | None) -> None:
    """Add one to the number of downloads; None counts nothing."""
    if grant is not None:
        uow.increment(grant_ref(grant.customer, grant.product), "downloads")
