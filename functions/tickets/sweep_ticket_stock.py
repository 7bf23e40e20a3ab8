"""Schedule: check and mend the ticket stock."""

from shared.runtime.context import Context
from shared.runtime.schedules import RunSummary, ScheduledRun
from shared.runtime.triggers import schedule
from shared.tickets import stock_sweep


@schedule("*/10 * * * *", timeout=300)
async def sweep_ticket_stock(tick: ScheduledRun, ctx: Context) -> RunSummary:
    """Compare the stock of each ticket type with its quota, and free holds whose orders are over."""
    tally = RunSummary()
    for ticket_type in await ctx.read(stock_sweep.list_types_to_sweep, at=tick.due_at):
        finding = await ctx.commit(stock_sweep.sweep_stock, ticket_type, now=tick.due_at)
        tally += RunSummary(counted=1, failed=len(finding))
        for problem in finding:
            ctx.alert(f"ticket stock: {problem}", ticket_type=ticket_type.product)
    return tally
