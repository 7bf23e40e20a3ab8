"""Hourly: what is over is over."""

from datetime import datetime, timedelta

from shared.bookings import actions, store
from shared.bookings.models import BookingStatus
from shared.contracts.events.orders import OrderPaid
from shared.kernel.ids import BookingId
from shared.kernel.ports import UnitOfWork
from shared.orders import store as orders
from shared.runtime.context import Context
from shared.runtime.schedules import RunSummary, ScheduledRun, commit_each
from shared.runtime.triggers import schedule

MAX_BOOKINGS = 500
# By then the order itself has expired, and has said so.
GRACE_PERIOD = timedelta(hours=1)


async def reconcile_booking_with_order(uow: UnitOfWork, booking_id: BookingId, *, now: datetime) -> None:
    """End the booking if its order has ended unpaid; if that is paid, and nobody here has heard, have it said again."""
    order = await orders.get_order(uow, booking_id)
    if order.status == "PAID":
        uow.emit(OrderPaid(order_id=order.id, paid_at=order.payment.paid_at or now))
    await actions.expire_unpaid_booking(uow, booking_id, order_over=order.status in ("EXPIRED", "CANCELLED"), now=now)


@schedule("5 * * * *", timeout=600)
async def update_booking_statuses(tick: ScheduledRun, ctx: Context) -> RunSummary:
    """Complete the meetings whose time is over, and end what nobody paid; what one run leaves, the next takes up."""
    held = await ctx.read(store.list_overdue_bookings, BookingStatus.CONFIRMED, at=tick.due_at, limit=MAX_BOOKINGS)
    completed = await commit_each(ctx, actions.complete_booking, [booking.id for booking in held], now=tick.due_at)
    unpaid = await ctx.read(
        store.list_overdue_bookings, BookingStatus.AWAITING_PAYMENT, at=tick.due_at - GRACE_PERIOD, limit=MAX_BOOKINGS
    )
    return completed + await commit_each(
        ctx, reconcile_booking_with_order, [booking.id for booking in unpaid], now=tick.due_at
    )
