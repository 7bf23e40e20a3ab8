"""Schedule: expire overdue orders."""

from shared.orders import rules, store
from shared.runtime.context import Context
from shared.runtime.schedules import RunSummary, ScheduledRun, commit_each
from shared.runtime.triggers import schedule
from shared.workflows import settlement


@schedule("*/5 * * * *", timeout=300)
async def expire_overdue_orders(tick: ScheduledRun, ctx: Context) -> RunSummary:
    """Expire orders whose time was over minutes ago, even if their timers or Xendit failed.

    A later payment is a late one.
    """
    overdue = await ctx.read(store.list_overdue_orders, due_before=tick.due_at - rules.OVERDUE_GRACE, limit=300)
    return await commit_each(ctx, settlement.expire_overdue_order, [order.id for order in overdue], now=tick.due_at)
