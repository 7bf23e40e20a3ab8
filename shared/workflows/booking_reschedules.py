"""Acceptance of another time for a booking."""

from datetime import datetime

from shared.bookings import rescheduling
from shared.kernel.actors import Actor
from shared.kernel.ids import BookingId
from shared.kernel.ports import UnitOfWork
from shared.workflows import booking_orders


async def accept_reschedule_and_open_order(
    uow: UnitOfWork, booking_id: BookingId, *, actor: Actor, now: datetime
) -> None:
    """Move a booking to the proposed time. A request is approved by that: its order is opened in the same commit.

    Raises:
        BookingNotFound: The booking does not exist, or the actor has no part in it.
        BookingNotOpen: The booking is neither requested nor confirmed.
        NoProposal: No proposal is open.
        OwnProposal: The actor made the proposal.
        SlotTaken: Another booking has the time.
    """
    booking = await rescheduling.accept_reschedule(uow, booking_id, actor=actor, now=now)
    await booking_orders.open_order_if_payable(uow, booking, actor=actor, now=now)
