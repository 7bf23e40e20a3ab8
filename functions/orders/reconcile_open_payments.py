"""A lost webhook loses nothing: open orders are asked for."""

from shared.orders import actions, rules, store
from shared.runtime.context import Context
from shared.runtime.schedules import RunSummary, ScheduledRun
from shared.runtime.triggers import schedule


@schedule("*/15 * * * *", timeout=300)
async def reconcile_open_payments(tick: ScheduledRun, ctx: Context) -> RunSummary:
    """Have Xendit asked about the orders that have been open for some minutes, each by its own task."""
    tally, since, until = (
        RunSummary(),
        rules.compute_reconciliation_start(tick.due_at),
        tick.due_at - rules.MIN_ORDER_AGE,
    )
    while waiting := await ctx.read(
        store.list_open_orders, made_after=since, made_before=until, limit=rules.RECONCILIATION_PAGE_SIZE
    ):
        await ctx.commit(actions.schedule_settlements, [order.id for order in waiting])
        tally, since = tally + RunSummary(counted=len(waiting)), waiting[-1].created_at
    return tally
