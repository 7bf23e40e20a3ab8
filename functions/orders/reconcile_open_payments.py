"""Schedule: ask Xendit about open orders, so that a lost webhook loses nothing."""

from shared.orders import actions, rules, store
from shared.runtime.context import Context
from shared.runtime.schedules import RunSummary, ScheduledRun
from shared.runtime.triggers import schedule


@schedule("*/15 * * * *", timeout=300)
async def reconcile_open_payments(tick: ScheduledRun, ctx: Context) -> RunSummary:
    """Schedule a settlement of each order that has been open for some minutes."""
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
