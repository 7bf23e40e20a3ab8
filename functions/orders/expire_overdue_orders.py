"""Give back what overdue orders hold, even when their timers or Xendit failed."""

from datetime import timedelta

from shared.orders import settling, store
from shared.runtime.context import Context
from shared.runtime.jobs import Tally, Tick, for_each
from shared.runtime.triggers import schedule

# By then the order's own timer has tried several times.
GRACE = timedelta(minutes=5)


@schedule("*/5 * * * *", timeout=300)
async def expire_overdue_orders(tick: Tick, ctx: Context) -> Tally:
    """Expire orders whose time was over minutes ago; a payment that shows up later is resolved as a late one."""
    overdue = await ctx.read(store.overdue_orders, due_before=tick.due_at - GRACE, limit=300)
    return await for_each(ctx, settling.expire_overdue, [order.id for order in overdue], now=tick.due_at)
