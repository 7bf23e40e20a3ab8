"""Cancellation of a booking together with its order."""

from datetime import datetime, timedelta

from shared.bookings import cancellation
from shared.bookings import store as bookings
from shared.kernel.actors import Actor
from shared.kernel.ids import BookingId
from shared.kernel.ports import UnitOfWork
from shared.orders import actions as orders
from shared.orders import refund_rules, store
from shared.orders.models import OrderStatus, RefundCause
from shared.workflows import expert_strikes

# Time for which a quote that named no strike still holds.
_QUOTE_HOLDS = timedelta(minutes=10)


async def cancel_booking_and_order(
    uow: UnitOfWork, booking_id: BookingId, *, reason: str, quoted: int, actor: Actor, now: datetime
) -> None:
    """Cancel a booking and its order, in one commit: an open order is cancelled, a paid one refunded as quoted.

    An expert who cancels a confirmed booking shortly before its start gets a strike.

    Args:
        quoted: Refund that the caller was told, in whole units of the order's currency.

    Raises:
        BookingNotFound: The booking does not exist, or the actor has no part in it.
        BookingNotOpen: The booking is over, or the meeting has begun.
        QuoteChanged: The refund is another by now.
    """
    (order,) = await store.find_orders(uow, [booking_id])
    # The decision depends on the order: it must not move before the commit, even where it is not written or is absent.
    uow.verify(store.order_ref(booking_id))
    paid = refund_rules.compute_refundable_amount(order)
    before, side = await bookings.access_booking(uow, booking_id, actor)
    # Whoever was quoted no strike some minutes ago gets none.
    is_late = await expert_strikes.gives_strike(uow, before, side, now=now - _QUOTE_HOLDS)
    booking = await cancellation.cancel_booking(
        uow, booking_id, reason=reason, quoted=quoted, paid=paid, actor=actor, now=now
    )
    if order and order.status is OrderStatus.PENDING:
        await orders.cancel_order_by_system(uow, order.id, now=now)
    if is_late:
        await expert_strikes.give_cancellation_strike(uow, booking, now=now)
    if booking.refund:
        await orders.refund_order(uow, booking.id, amount=booking.refund, cause=RefundCause.BOOKING_CANCELLED, now=now)
