"""Fulfilment of bookings: confirm the booking once its order is paid."""

import asyncio
from datetime import datetime

from shared.bookings import actions
from shared.bookings import store as bookings
from shared.bookings.models import Booking, BookingPayment
from shared.identity import store as identity
from shared.kernel.ids import BookingId, OrderId
from shared.kernel.ports import UnitOfWork
from shared.orders import actions as orders
from shared.orders import store
from shared.orders.models import RefundCause
from shared.workflows import service_places


async def confirm_booking_or_refund_order(uow: UnitOfWork, order_id: OrderId, *, now: datetime) -> None:
    """Confirm the booking of a paid order with its meeting place; refund the order if the two will not meet.

    They do not meet if the booking is over, or if one of them is suspended beyond the beginning. Nothing happens for an
    order without a booking.
    """
    order = await store.get_order(uow, order_id)
    payment = BookingPayment(
        amount=order.total.amount, channel=order.payment.channel, paid_at=order.payment.paid_at or now
    )
    booking = await bookings.find_booking(uow, BookingId(order_id))
    place, can_meet = await asyncio.gather(
        service_places.find_present_place(uow, booking), _can_both_meet(uow, booking, now=now)
    )
    owed = await actions.confirm_booking(
        uow,
        BookingId(order_id),
        paid=order.unrefunded_amount,
        payment=payment,
        place=place,
        can_meet=can_meet,
        now=now,
    )
    cause = _find_cause(booking, can_meet=can_meet, now=now)
    await orders.refund_order(uow, order_id, amount=owed, cause=cause, now=now)


def _find_cause(booking: Booking | None, *, can_meet: bool, now: datetime) -> RefundCause:
    """Find the cause of a refund: a seat may be gone before the meeting begins, as others have taken all."""
    if not can_meet:
        return RefundCause.BOOKING_CANCELLED
    is_seat_to_come = booking is not None and booking.group_date is not None and now < booking.starts_at
    return RefundCause.GONE if is_seat_to_come else RefundCause.BOOKING_OVER


async def _can_both_meet(uow: UnitOfWork, booking: Booking | None, *, now: datetime) -> bool:
    """Return whether neither side is suspended at the beginning of the meeting.

    The cancellation that follows a suspension sees the bookings that are open by then. It misses those that a late
    payment revives, and those that are ordered before the page is hidden. The commit conflicts with a suspension in the
    same moment.
    """
    if booking is None:
        return True
    people = (booking.customer, booking.offer.expert)
    restrictions = await uow.get_all([identity.restriction_ref(uid) for uid in people])
    for uid in people:
        uow.verify(identity.restriction_ref(uid))
    begins = max(now, booking.starts_at)
    return not any(one is not None and begins < one.suspended_until for one in restrictions)
