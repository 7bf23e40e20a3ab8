"""The expert says yes."""

from datetime import datetime

from shared.bookings import actions, rules, store
from shared.bookings.errors import BOOKING_CHANGE_ERRORS, SlotTaken
from shared.bookings.schemas import BookingView
from shared.kernel.actors import Actor
from shared.kernel.ids import BookingId
from shared.kernel.ports import UnitOfWork
from shared.kernel.schemas import Request
from shared.orders import actions as orders
from shared.orders.schemas import OrderRequest
from shared.runtime.context import Context
from shared.runtime.triggers import http


class ApproveBooking(Request):
    booking_id: BookingId


async def approve_booking_and_open_order(
    uow: UnitOfWork, booking_id: BookingId, *, actor: Actor, now: datetime
) -> None:
    """Hold the time anew, and open the order of the customer's on it, in one commit."""
    booking = await actions.approve_booking(uow, booking_id, actor=actor, now=now)
    if sale := rules.sale_from_booking(booking, now=now):
        wishes = OrderRequest.model_validate(booking.billing)
        await orders.open_order(uow, booking.id, sale, wishes, actor=actor, now=now, customer=booking.customer)


@http.post(who="expert", raises=(*BOOKING_CHANGE_ERRORS, SlotTaken), gateways=("tasks",))
async def approve_booking(body: ApproveBooking, ctx: Context) -> BookingView:
    """Approve a request: the customer is told to pay, and for a while nobody else gets the time."""
    await ctx.commit(approve_booking_and_open_order, body.booking_id, actor=ctx.actor, now=ctx.now)
    return BookingView.of(await ctx.read(store.get_booking, body.booking_id))
