"""Fulfilment of products: grant the download once the order is paid; revoke grant and review after a full refund."""

from datetime import datetime

from shared.catalogue import grants
from shared.kernel.ids import OrderId, ProductId
from shared.kernel.ports import UnitOfWork
from shared.orders import rules
from shared.orders import store as orders
from shared.orders.models import OrderStatus
from shared.reviews import product_reviews
from shared.workflows import review_publication


async def grant_products_of_order(uow: UnitOfWork, order_id: OrderId, *, now: datetime) -> None:
    """Grant the customer each product of a paid order, unless the order has been refunded meanwhile."""
    order = await orders.get_order(uow, order_id)
    items = order.items if order.status is OrderStatus.PAID and not rules.was_given_back(order) else ()
    await grants.grant_products(uow, order_id, items, customer=order.customer, now=now)


async def revoke_products_of_order(uow: UnitOfWork, order_id: OrderId, *, in_full: bool, now: datetime) -> None:
    """Revoke the grant on each product of an order that was refunded `in_full`, and take the buyer's review from view.

    A partial refund revokes nothing.
    """
    order = await orders.get_order(uow, order_id)
    items = order.items if in_full else ()
    await grants.revoke_products(uow, order.id, items, customer=order.customer, now=now)
    for item in items:
        if item.kind == "product":
            product_id = ProductId(item.product.partition("/")[2])
            void = await product_reviews.void_product_review(uow, order.id, product_id)
            await review_publication.update_shown_reviews(uow, [void] if void else [])
