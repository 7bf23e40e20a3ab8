"""Limits of the bookings that a customer may have open: with all experts, and with one expert."""

from collections.abc import Sequence
from datetime import datetime

from shared.bookings import open_booking_limits, store
from shared.bookings.models import Booking
from shared.kernel.ports import UnitOfWork
from shared.limits import actions
from shared.limits.errors import TooManyHeld
from shared.limits.subjects import person_limits_ref
from shared.orders import rules as order_rules
from shared.orders import store as orders
from shared.orders.models import Order


async def take_booking(uow: UnitOfWork, booking: Booking, *, now: datetime) -> None:
    """Count a new booking against the limits of its customer, in the commit that holds the time.

    Raises:
        TooManyOpenBookings: The customer has too many open bookings, with all experts or with this one.
    """
    settings = await store.get_booking_settings(uow)
    subjects, holding = [person_limits_ref(booking.customer)], open_booking_limits.holding_from_booking(booking)
    limits = open_booking_limits.list_open_booking_limits(booking.offer.expert, settings)
    unsure = await actions.list_holders_to_check(uow, subjects, holding, limits, now=now)
    ended = await _list_ended_bookings(uow, unsure, now=now)
    try:
        await actions.take_holding(uow, subjects, booking.id, holding, limits, ended=ended, now=now)
    except TooManyHeld as fault:
        raise open_booking_limits.build_limit_error(fault) from fault


async def _list_ended_bookings(uow: UnitOfWork, ids: Sequence[str], *, now: datetime) -> list[str]:
    """List the bookings that are no longer open. A paid order has ended its booking's wait before the event arrives."""
    if not ids:
        return []
    found = await uow.get_all([store.booking_ref(booking_id) for booking_id in ids])
    paid_for = await orders.find_orders(uow, ids)
    return [
        booking.id
        for booking, order in zip(found, paid_for, strict=True)
        if booking is not None and not _still_counts(booking, order, now)
    ]


def _still_counts(booking: Booking, order: Order | None, now: datetime) -> bool:
    return open_booking_limits.counts_as_open(booking, now=now) and not (order and order_rules.has_ended(order))
