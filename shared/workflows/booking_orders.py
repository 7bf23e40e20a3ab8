"""Orders for bookings: opened in the commit in which the customer and the expert agree on a time.

A free booking has no order: that commit confirms the booking.
"""

import asyncio
from datetime import datetime

from shared.bookings import actions, rules
from shared.bookings.models import Booking
from shared.kernel.actors import Actor
from shared.kernel.ids import BookingId
from shared.kernel.ports import UnitOfWork
from shared.orders import actions as orders
from shared.orders.payment_methods import PAYMENT_SETTINGS
from shared.orders.schemas import OrderDetails
from shared.workflows import service_places


async def approve_booking_and_open_order(
    uow: UnitOfWork, booking_id: BookingId, *, actor: Actor, now: datetime
) -> None:
    """Approve a booking, hold its time anew, and open the customer's order for it, in one commit.

    Raises:
        BookingNotFound: The booking does not exist, or the actor is not its expert.
        BookingNotOpen: The request was answered before, or its time to answer is over.
        SlotTaken: Another booking has the time, because this request did not hold it.
    """
    booking, _ = await asyncio.gather(
        actions.approve_booking(uow, booking_id, actor=actor, now=now), uow.prefetch(PAYMENT_SETTINGS.ref)
    )
    await open_order_or_confirm(uow, booking, actor=actor, now=now)


async def open_order_or_confirm(
    uow: UnitOfWork, booking: Booking, *, actor: Actor, now: datetime, call_id: str | None = None
) -> None:
    """Open the customer's order for a booking that awaits its payment, or confirm a free one; nothing for a request.

    Args:
        call_id: Id of the call that creates the invoice after the commit, if it does.
    """
    if booking.awaits_payment and not booking.total.amount:
        place = await service_places.find_present_place(uow, booking)
        await actions.confirm_free_booking(uow, booking, place=place, now=now)
    elif sale := rules.sale_from_booking(booking, now=now):
        wishes = OrderDetails.model_validate(booking.billing)
        await orders.open_order(
            uow, booking.id, sale, wishes, actor=actor, now=now, customer=booking.customer, call_id=call_id
        )
