"""Prove that the stock adds up, and mend it where it does not."""

from shared.runtime.context import Context
from shared.runtime.jobs import Tally, Tick
from shared.runtime.triggers import schedule
from shared.tickets import sweeping


@schedule("*/10 * * * *", timeout=300)
async def sweep_ticket_stock(tick: Tick, ctx: Context) -> Tally:
    """Count each type's stock against its quota, and free holds whose orders are over."""
    tally = Tally()
    for ticket_type in await ctx.read(sweeping.types_to_sweep, at=tick.due_at):
        finding = await ctx.commit(sweeping.sweep, ticket_type, now=tick.due_at)
        tally += Tally(counted=1, failed=len(finding))
        for problem in finding:
            ctx.alert(f"ticket stock: {problem}", ticket_type=ticket_type.product)
    return tally
