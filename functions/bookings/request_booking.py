"""HTTP: request a booking with an expert."""

import asyncio
from datetime import datetime

from shared.bookings import actions, rules, store
from shared.bookings.errors import BOOKING_REFUSAL_ERRORS
from shared.bookings.schemas import BookingRequest, BookingView
from shared.catalogue import rules as hours_rules
from shared.catalogue import store as catalogue
from shared.catalogue.errors import START_TIME_ERRORS as CLOSED
from shared.catalogue.errors import ExpertNotFound, ServiceInactive, ServiceNotFound
from shared.identity import store as identity
from shared.identity.errors import NotRegistered
from shared.kernel.actors import Actor
from shared.kernel.ids import BookingId, UserId
from shared.kernel.ports import UnitOfWork
from shared.orders import actions as orders
from shared.orders import store as order_store
from shared.orders.schemas import OrderRequest
from shared.runtime.context import Context
from shared.runtime.triggers import http


async def request_booking_and_open_order(
    uow: UnitOfWork, body: BookingRequest, *, actor: Actor, now: datetime
) -> BookingId:
    """Hold the time, and open the order on it if it is to be paid at once, in one commit."""
    offer, hours, user, waiting, _ = await asyncio.gather(
        catalogue.get_offer(uow, body.expert_id, body.service_id),
        catalogue.get_hours(uow, body.expert_id),
        identity.get_user(uow, UserId(actor.id)),
        store.count_open_bookings(uow, UserId(actor.id)),
        actions.prefetch_quarters(uow, body),
    )
    hours_rules.check_start_bookable(hours, offer.expert_zone, body.starts_at, offer.minutes, now)
    who, room = rules.customer_from_account(user), hours.buffer_minutes
    booking = await actions.request_booking(
        uow, BookingId.at(now, uow.random_below), offer, body, who, buffer_minutes=room, open_bookings=waiting, now=now
    )
    if sale := rules.sale_from_booking(booking, now=now):
        wishes = OrderRequest.model_validate(booking.billing)
        await orders.open_order(uow, booking.id, sale, wishes, actor=actor, now=now, customer=booking.customer)
    return booking.id


@http.post(
    who=("customer", "expert"),
    raises=(ExpertNotFound, ServiceNotFound, ServiceInactive, NotRegistered, *CLOSED, *BOOKING_REFUSAL_ERRORS),
    gateways=("payments", "tasks"),
)
async def request_booking(body: BookingRequest, ctx: Context) -> BookingView:
    """Ask for a time with an expert; what needs no approval is to be paid at `checkout_url`."""
    booking = await ctx.read(
        store.get_booking, await ctx.commit(request_booking_and_open_order, body, actor=ctx.actor, now=ctx.now)
    )
    if not booking.awaits_payment:
        return BookingView.of(booking)
    order, fresh = await ctx.read(order_store.get_order, booking.id), not ctx.replayed
    invoice = await ctx.gateways.payments.open_invoice(order, fresh=fresh, now=ctx.now)
    order = await ctx.commit(orders.attach_invoice, order.id, invoice, fresh=fresh, now=ctx.now)
    return BookingView.of(booking, checkout_url=order.payment.checkout_url)
