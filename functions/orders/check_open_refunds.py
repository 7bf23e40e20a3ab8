"""Schedule: check the refunds that are on their way."""

from shared.orders import refunds, store
from shared.runtime.context import Context
from shared.runtime.schedules import RunSummary, ScheduledRun
from shared.runtime.triggers import schedule


@schedule("10 * * * *", timeout=120)
async def check_open_refunds(tick: ScheduledRun, ctx: Context) -> RunSummary:
    """Schedule a check of every refund that is on its way, and a request for every refund that is overdue."""
    orders = await ctx.read(store.list_orders_with_open_refunds, asked_by=tick.due_at, limit=300)
    return RunSummary(counted=await ctx.commit(refunds.schedule_refund_checks, orders, now=tick.due_at))
