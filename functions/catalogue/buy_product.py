"""Buy a digital product of an expert's."""

import asyncio
from datetime import datetime

from shared.bookings import store as bookings
from shared.catalogue import grants
from shared.catalogue import store as catalogue
from shared.catalogue.errors import (
    ExpertNotFound,
    OwnProduct,
    ProductInactive,
    ProductNotFound,
    ProductOnOrder,
    ProductOwned,
)
from shared.kernel.actors import Actor
from shared.kernel.ids import OrderId, ProductId, UserId
from shared.kernel.ports import UnitOfWork
from shared.orders import actions as orders
from shared.orders import store as order_store
from shared.orders.schemas import OrderRequest, OrderView
from shared.runtime.context import Context
from shared.runtime.triggers import http


class BuyProduct(OrderRequest):
    """Which product, and for whom its invoice is."""

    expert_id: UserId
    product_id: ProductId


async def claim_purchase_and_open_order(uow: UnitOfWork, body: BuyProduct, *, actor: Actor, now: datetime) -> OrderId:
    """Claim the buying and open the order on it, in one commit."""
    order_id, customer = OrderId.at(now, uow.random_below), UserId(actor.id)
    product, settings = await asyncio.gather(
        catalogue.get_product_for_sale(uow, body.expert_id, body.product_id),
        bookings.get_booking_settings(uow, grants.purchase_claim_ref(customer, body.product_id)),
    )
    fee = settings.fee_basis_points
    sale = await grants.claim_purchase(uow, product, fee=fee, customer=customer, order_id=order_id, now=now)
    await orders.open_order(uow, order_id, sale, body, actor=actor, now=now, customer=customer)
    return order_id


@http.post(
    who=("customer", "expert"),
    raises=(ExpertNotFound, ProductNotFound, ProductInactive, ProductOwned, ProductOnOrder, OwnProduct),
    gateways=("payments", "tasks"),
)
async def buy_product(body: BuyProduct, ctx: Context) -> OrderView:
    """Order a product; once it is paid it may be downloaded. A free one may be at once."""
    order_id = await ctx.commit(claim_purchase_and_open_order, body, actor=ctx.actor, now=ctx.now)
    order, fresh = await ctx.read(order_store.get_order, order_id), not ctx.replayed
    invoice = await ctx.gateways.payments.open_invoice(order, fresh=fresh, now=ctx.now)
    order = await ctx.commit(orders.attach_invoice, order.id, invoice, fresh=fresh, now=ctx.now)
    return OrderView.of(order)
