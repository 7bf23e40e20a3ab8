"""Where orders are kept, and who may see them."""

from collections.abc import Sequence
from datetime import datetime

from shared.kernel.actors import Actor
from shared.kernel.ids import OrderId
from shared.kernel.ports import Query, Reader, Ref
from shared.orders.errors import OrderNotFound
from shared.orders.models import InboxNote, Order, OrderStatus, Quarantined, RefundStatus


def ref(order_id: str) -> Ref[Order]:
    """Where an order is kept."""
    return Ref(f"orders/{order_id}", Order)


def inbox(invoice_id: str, status: str) -> Ref[InboxNote]:
    """What is told twice about an invoice lands in one place."""
    return Ref(f"payment_inbox/{invoice_id}-{status}", InboxNote)


def quarantine(order_id: str, invoice_id: str) -> Ref[Quarantined]:
    """Where a payment that we do not believe waits for a person."""
    return Ref(f"payment_quarantine/{order_id}-{invoice_id}", Quarantined)


async def order(reader: Reader, order_id: OrderId) -> Order:
    """For our own machines. A person's door is `order_for`."""
    found = await reader.get(ref(order_id))
    if found is None:
        raise OrderNotFound(order_id=order_id)
    return found


async def order_for(reader: Reader, order_id: OrderId, actor: Actor) -> Order:
    """The order, if it is this actor's: the customer who made it, the partner who sold it, or an admin."""
    found = await reader.get(ref(order_id))
    if found is None or not _is_for(found, actor):
        raise OrderNotFound(order_id=order_id)
    return found


def _is_for(order: Order, actor: Actor) -> bool:
    if actor.role == "admin":
        return True
    return (actor.role == "customer" and order.customer == actor.id) or (
        actor.role == "partner" and order.partner == actor.id
    )


async def orders(reader: Reader, ids: Sequence[str]) -> list[Order | None]:
    """Those of *ids* that exist, in one round trip."""
    return await reader.get_all([ref(order_id) for order_id in ids])


async def open_orders(reader: Reader, *, made_before: datetime, limit: int) -> list[Order]:
    """Open orders, the oldest first."""
    return await reader.query(
        Query("orders", Order)
        .matching("status", "==", OrderStatus.PENDING)
        .matching("created_at", "<", made_before)
        .by("created_at")
        .first(limit)
    )


async def refunds_on_their_way(reader: Reader, *, limit: int) -> list[Order]:
    """Orders whose refund the provider has taken on and not yet done, the oldest first."""
    return await reader.query(
        Query("orders", Order)
        .matching("refund.status", "==", RefundStatus.REQUESTED)
        .by("refund.requested_at")
        .first(limit)
    )


async def overdue_orders(reader: Reader, *, held_before: datetime, limit: int) -> list[Order]:
    """Open orders whose hold has run out, the longest overdue first."""
    return await reader.query(
        Query("orders", Order)
        .matching("status", "==", OrderStatus.PENDING)
        .matching("hold_until", "<", held_before)
        .by("hold_until")
        .first(limit)
    )
