"""Fulfilment of products: grant the download once the order is paid; revoke the grant after a full refund."""

from datetime import datetime

from shared.catalogue import grants
from shared.kernel.ids import OrderId
from shared.kernel.ports import UnitOfWork
from shared.orders import rules
from shared.orders import store as orders
from shared.orders.models import OrderStatus


async def grant_products_of_order(uow: UnitOfWork, order_id: OrderId, *, now: datetime) -> None:
    """Grant the customer each product of a paid order, unless the order has been refunded meanwhile."""
    order = await orders.get_order(uow, order_id)
    items = order.items if order.status is OrderStatus.PAID and not rules.was_given_back(order) else ()
    await grants.grant_products(uow, order_id, items, customer=order.customer, now=now)


async def revoke_products_of_order(uow: UnitOfWork, order_id: OrderId, *, in_full: bool, now: datetime) -> None:
    """Revoke the grant on each product of an order that was refunded `in_full`; a partial refund revokes nothing."""
    order = await orders.get_order(uow, order_id)
    items = order.items if in_full else ()
    await grants.revoke_products(uow, order.id, items, customer=order.customer, now=now)
