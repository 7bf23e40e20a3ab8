"""Agree to the other side's time."""

from datetime import datetime

from shared.bookings import rescheduling, rules, store
from shared.bookings.errors import BOOKING_CHANGE_ERRORS, NoProposal, OwnProposal, SlotTaken
from shared.bookings.schemas import BookingView
from shared.kernel.actors import Actor
from shared.kernel.ids import BookingId
from shared.kernel.ports import UnitOfWork
from shared.kernel.schemas import Request
from shared.orders import actions as orders
from shared.orders.schemas import OrderRequest
from shared.runtime.context import Context
from shared.runtime.triggers import http


class AcceptReschedule(Request):
    booking_id: BookingId


async def accept_reschedule_and_open_order(
    uow: UnitOfWork, booking_id: BookingId, *, actor: Actor, now: datetime
) -> None:
    """Move the booking; with a request, which both have now agreed to, open its order: in one commit."""
    booking = await rescheduling.accept_reschedule(uow, booking_id, actor=actor, now=now)
    if sale := rules.sale_from_booking(booking, now=now):
        wishes = OrderRequest.model_validate(booking.billing)
        await orders.open_order(uow, booking.id, sale, wishes, actor=actor, now=now, customer=booking.customer)


@http.post(
    who=("customer", "expert"), raises=(*BOOKING_CHANGE_ERRORS, NoProposal, OwnProposal, SlotTaken), gateways=("tasks",)
)
async def accept_reschedule(body: AcceptReschedule, ctx: Context) -> BookingView:
    """Take the proposed time: the old one is free again at once. A request is approved by it, and is to be paid."""
    await ctx.commit(accept_reschedule_and_open_order, body.booking_id, actor=ctx.actor, now=ctx.now)
    return BookingView.of(await ctx.read(store.get_booking, body.booking_id))
