"""Orders for tickets."""

import asyncio
from datetime import datetime

from shared.kernel.actors import Actor
from shared.kernel.ids import OrderId
from shared.kernel.ports import Refs, UnitOfWork
from shared.limits.actions import check_identity, get_limit_settings
from shared.limits.settings import SETTINGS
from shared.orders import actions as orders
from shared.orders.inputs import OrderRequest
from shared.orders.payment_methods import PAYMENT_SETTINGS
from shared.tickets import actions as tickets
from shared.tickets import store
from shared.tickets.schemas import TicketSelection
from shared.workflows import ticket_limits


class TicketOrderRequest(OrderRequest, TicketSelection):
    """Tickets, and the data that every order needs."""


async def prefetch_ticket_order(uow: UnitOfWork, request: TicketOrderRequest, actor: Actor | None) -> None:
    """Read in one round trip what an order needs: event, ticket types, free units of each, and the buyer's limits.

    Args:
        uow: Unit of work of the order.
        request: Body of the call.
        actor: Caller; None for a partner whose key is still being checked.

    Raises:
        Invalid: A type is named twice, or the tickets are more than `MAX_TICKETS_PER_ORDER`.
    """
    subjects = ticket_limits.list_subjects(request.event_id, request.buyer, actor)
    await store.prefetch_tickets(uow, request, SETTINGS, PAYMENT_SETTINGS.ref, Refs(subjects))


async def hold_tickets_and_open_order(
    uow: UnitOfWork, request: TicketOrderRequest, *, actor: Actor, call_id: str, now: datetime
) -> OrderId:
    """Hold the seats and open the order for them, in one commit; all of the seats or none.

    Raises:
        SALE_ERRORS: The tickets cannot be sold.
        IdentityNeeded: The customer is anonymous.
        TooManyHeld: The buyer holds too many seats or has too many unpaid orders for the event.
    """
    order_id = OrderId.at(now, uow.random_below)
    subjects = ticket_limits.list_subjects(request.event_id, request.buyer, actor)
    wish, settings, _ = await asyncio.gather(
        tickets.get_ticket_wish(uow, request.event_id, request.quantities, actor=actor, now=now),
        get_limit_settings(uow),
        uow.prefetch(Refs(subjects), PAYMENT_SETTINGS.ref),
    )
    check_identity(actor, settings)
    await ticket_limits.take_tickets(uow, order_id, wish, request.buyer, settings, actor=actor, now=now)
    sale = await tickets.hold_tickets(uow, wish, holder=order_id, now=now)
    await orders.open_order(uow, order_id, sale, request, actor=actor, now=now, call_id=call_id)
    return order_id
