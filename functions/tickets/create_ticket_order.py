"""Order tickets: hold the seats, open the invoice, and say where to pay."""

from collections import Counter
from datetime import datetime
from typing import Annotated

from pydantic import Field, HttpUrl

from shared.kernel.actors import Actor
from shared.kernel.ids import OrderId, PartnerId, TicketEventId, TicketTypeId, UserId
from shared.kernel.ports import UnitOfWork
from shared.kernel.schemas import Request
from shared.orders import actions as orders
from shared.orders import rules
from shared.orders.models import Buyer, Locale, Order, OrderItem
from shared.orders.schemas import OrderView
from shared.runtime.context import Context
from shared.runtime.triggers import http
from shared.tickets import actions as tickets
from shared.tickets import store
from shared.tickets.errors import (
    TicketEventNotFound,
    TicketSaleEnded,
    TicketSaleNotStarted,
    TicketsSoldOut,
    TicketTypeNotFound,
)
from shared.tickets.rules import merged


class WantedTickets(Request):
    ticket_type_id: TicketTypeId
    quantity: Annotated[int, Field(ge=1, le=100, strict=True)]


class CreateTicketOrder(Request):
    """`success_url` is where the checkout page leads back to."""

    event_id: TicketEventId
    items: Annotated[list[WantedTickets], Field(min_length=1, max_length=20)]
    buyer: Buyer
    locale: Locale = "id"
    success_url: HttpUrl | None = None

    @property
    def wanted(self) -> Counter[TicketTypeId]:
        return merged([(item.ticket_type_id, item.quantity) for item in self.items])


async def look_ahead(uow: UnitOfWork, body: CreateTicketOrder) -> None:
    """Read what the order needs while the caller's key is read."""
    await store.look_ahead(uow, body.event_id, body.wanted)


async def open_ticket_order(uow: UnitOfWork, body: CreateTicketOrder, *, actor: Actor, now: datetime) -> Order:
    """Hold the seats and open the order on them, in one commit."""
    order_id = OrderId.at(now)
    event, holds = await tickets.hold(uow, body.event_id, body.wanted, holder=order_id, now=now)
    order = rules.opened(
        order_id,
        [
            OrderItem(
                kind="ticket",
                product=hold.ticket_type.product,
                name=f"{event.name}: {hold.ticket_type.name}",
                quantity=hold.quantity,
                unit_price=hold.ticket_type.price,
                claims=hold.units,
            )
            for hold in holds
        ],
        buyer=body.buyer,
        currency=holds[0].ticket_type.currency,
        hold=event.hold,
        now=now,
        request_id=uow.request_id,
        locale=body.locale,
    )
    mine = {"partner": PartnerId(actor.id)} if actor.role == "partner" else {"customer": UserId(actor.id)}
    return orders.keep_opened(uow, order.having(success_url=body.success_url and str(body.success_url), **mine))


@http.post(
    who=("partner", "customer"),
    scope="tickets.sell",
    raises=(TicketEventNotFound, TicketTypeNotFound, TicketSaleNotStarted, TicketSaleEnded, TicketsSoldOut),
    preload=look_ahead,
    gateways=("payments", "tasks"),
    secrets=("xendit_secret_key",),
)
async def create_ticket_order(body: CreateTicketOrder, ctx: Context) -> OrderView:
    """Order tickets for a guest (by a partner's key) or for the signed-in customer."""
    order = await ctx.commit(open_ticket_order, body, actor=ctx.actor, now=ctx.now)
    fresh = not ctx.replayed
    invoice = await ctx.gateways.payments.open_invoice(order, fresh=fresh, now=ctx.now)
    order = await ctx.commit(orders.attach_invoice, order.id, invoice, fresh=fresh, now=ctx.now)
    return OrderView.of(order)
