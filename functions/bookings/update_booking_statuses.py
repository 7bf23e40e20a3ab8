"""Schedule: complete and expire overdue bookings, every hour."""

from shared.bookings import rules, store
from shared.contracts.bookings import BookingStatus
from shared.runtime.context import Context
from shared.runtime.schedules import RunSummary, ScheduledRun, commit_each
from shared.runtime.triggers import schedule
from shared.workflows import booked_sessions, booking_reconciliation


@schedule("5 * * * *", timeout=600)
async def update_booking_statuses(tick: ScheduledRun, ctx: Context) -> RunSummary:
    """Conclude meetings whose sessions did not, and expire unpaid bookings. The next run takes up what this run leaves.

    Sessions conclude their bookings when they end; this finds those of which an event or a timer was lost.
    """
    held = await ctx.read(store.list_overdue_bookings, BookingStatus.CONFIRMED, at=tick.due_at, limit=500)
    completed = await commit_each(
        ctx, booked_sessions.conclude_overdue_booking, [booking.id for booking in held], now=tick.due_at
    )
    unpaid = await ctx.read(
        store.list_overdue_bookings, BookingStatus.AWAITING_PAYMENT, at=tick.due_at - rules.UNPAID_GRACE, limit=500
    )
    return completed + await commit_each(
        ctx, booking_reconciliation.reconcile_booking_with_order, [booking.id for booking in unpaid], now=tick.due_at
    )
