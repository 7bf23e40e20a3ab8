"""Fulfilment of tickets: issue a ticket for each seat of a paid order, unless its event is over or cancelled."""

from datetime import datetime

from shared.claims.holds import release_claims
from shared.kernel.ids import OrderId
from shared.kernel.ports import Reader, UnitOfWork
from shared.orders import actions as order_actions
from shared.orders import refund_rules
from shared.orders import rules as order_rules
from shared.orders import store as orders
from shared.orders.models import Order, OrderStatus, RefundCause
from shared.tickets import actions
from shared.tickets.actions import TicketHolder

_CAUSE_BY_OBSTACLE = {
    "event_over": RefundCause.EVENT_OVER,
    "event_cancelled": RefundCause.EVENT_CANCELLED,
    "sale_over": RefundCause.SALE_OVER,
}


async def find_refund_cause(
    reader: Reader, order: Order, *, paid_at: datetime | None, now: datetime
) -> RefundCause | None:
    """Find the cause for which the payment of an order with tickets goes back; None if its tickets can be issued.

    `shared.tickets.rules.find_ticket_obstacle` says what counts. An order without tickets has no such cause.

    Args:
        paid_at: Time at which the provider received the money. If the time is not known, or its clock is ahead of
            ours, the time of the news counts.

    Raises:
        Unavailable: A newer version wrote the event.
    """
    products = [item.product for item in order.items if item.kind == "ticket"]
    obstacle = await actions.find_ticket_obstacle(
        reader, products, paid_at=min(paid_at or now, now), pay_before=order.pay_before, now=now
    )
    return _CAUSE_BY_OBSTACLE[obstacle] if obstacle else None


async def issue_tickets_of_order(uow: UnitOfWork, order_id: OrderId, *, now: datetime) -> None:
    """Issue a ticket for each seat of a paid order, and have the tickets e-mailed; in one commit, once.

    The order is refunded instead if its event has ended or has been cancelled since the payment was settled. An order
    that has been refunded in full gets nothing, and its seats are free.

    Raises:
        Unavailable: A newer version wrote the order or the event.
    """
    order = await orders.get_order(uow, order_id)
    items = [item for item in order.items if item.kind == "ticket"]
    order_rules.check_known(order)
    if not items or await actions.has_issued_tickets(uow, order_id):
        return
    if refund_rules.is_refunded_in_full(order):
        await release_claims(uow, order.claims, holder=order_id)
        return
    if order.status is not OrderStatus.PAID:
        return
    # The settlement has judged the time of the payment. Only what has happened since counts here.
    cause = await find_refund_cause(uow, order, paid_at=order.created_at, now=now)
    if cause is not None:
        await order_actions.refund_remaining_amount(uow, order_id, cause=cause, now=now)
        await release_claims(uow, order.claims, holder=order_id)
        return
    holder = TicketHolder(order.buyer.full_name, order.buyer.email, order.partner, order.customer, order.locale)
    # A refund in the same moment sees no ticket to revoke: then the commits must conflict.
    uow.verify(orders.order_ref(order_id))
    await actions.issue_tickets(uow, order_id, items, holder, now=now)
