"""A lost webhook loses nothing: open orders are asked for."""

from datetime import timedelta

from shared.orders import actions, store
from shared.runtime.context import Context
from shared.runtime.jobs import Tally, Tick
from shared.runtime.triggers import schedule

AGE = timedelta(minutes=3)


@schedule("*/15 * * * *", timeout=300)
async def reconcile_open_payments(tick: Tick, ctx: Context) -> Tally:
    """Have Xendit asked about every order that has been open for some minutes, each by its own task."""
    waiting = await ctx.read(store.open_orders, made_before=tick.due_at - AGE, limit=300)
    await ctx.commit(actions.ask_again, [order.id for order in waiting])
    return Tally(counted=len(waiting))
