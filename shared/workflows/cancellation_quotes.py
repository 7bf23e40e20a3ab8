"""Quotes of the refund for which a booking can be cancelled."""

from datetime import datetime

from shared.bookings import cancellation
from shared.bookings.cancellation_schemas import CancellationView
from shared.kernel.actors import Actor
from shared.kernel.ids import BookingId
from shared.kernel.ports import Reader
from shared.orders import refund_rules, store
from shared.workflows import expert_strikes


async def get_cancellation_quote(
    reader: Reader, booking_id: BookingId, *, actor: Actor, now: datetime
) -> CancellationView:
    """Compute what is refunded if `actor` cancels the booking now, by the policy of its service.

    Raises:
        BookingNotFound: The booking does not exist, or the actor has no part in it.
        BookingNotOpen: The booking is over, or the meeting has begun.
    """
    (order,) = await store.find_orders(reader, [booking_id])
    paid = refund_rules.compute_refundable_amount(order)
    booking, side, refund = await cancellation.quote_refund(reader, booking_id, paid=paid, actor=actor, now=now)
    strike = await expert_strikes.gives_strike(reader, booking, side, now=now)
    return CancellationView.of(booking, paid=paid, refund=refund, strike=strike)
