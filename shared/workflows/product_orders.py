"""Orders for digital products."""

import asyncio
from datetime import datetime

from shared.bookings import store as bookings
from shared.catalogue import grants
from shared.catalogue import store as catalogue
from shared.kernel.actors import Actor
from shared.kernel.ids import OrderId, ProductId, UserId
from shared.kernel.ports import UnitOfWork
from shared.orders import actions as orders
from shared.orders.schemas import OrderRequest


async def claim_purchase_and_open_order(
    uow: UnitOfWork,
    expert_id: UserId,
    product_id: ProductId,
    wishes: OrderRequest,
    *,
    actor: Actor,
    call_id: str,
    now: datetime,
) -> OrderId:
    """Claim the purchase of a product and open the order for it, in one commit. Nobody buys a product twice.

    Raises:
        ExpertNotFound: The expert does not exist or is not listed.
        ProductNotFound: The product does not exist.
        ProductInactive: The product is not on sale.
        ProductOwned: The customer has bought the product.
        ProductOnOrder: Another order of the customer for the product waits for its payment.
        OwnProduct: The product is the customer's own.
    """
    order_id, customer = OrderId.at(now, uow.random_below), UserId(actor.id)
    product, settings = await asyncio.gather(
        catalogue.get_product_for_sale(uow, expert_id, product_id),
        bookings.get_booking_settings(uow, grants.purchase_claim_ref(customer, product_id)),
    )
    fee = settings.fee_basis_points
    sale = await grants.claim_purchase(uow, product, fee=fee, customer=customer, order_id=order_id, now=now)
    await orders.open_order(uow, order_id, sale, wishes, actor=actor, now=now, customer=customer, call_id=call_id)
    return order_id
