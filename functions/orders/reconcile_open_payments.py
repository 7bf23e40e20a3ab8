"""A lost webhook loses nothing: open orders are asked for."""

from datetime import timedelta

from shared.orders import actions, rules, store
from shared.runtime.context import Context
from shared.runtime.jobs import Tally, Tick
from shared.runtime.triggers import schedule

AGE = timedelta(minutes=3)
PAGE = 200


@schedule("*/15 * * * *", timeout=300)
async def reconcile_open_payments(tick: Tick, ctx: Context) -> Tally:
    """Have Xendit asked about the orders that have been open for some minutes, each by its own task."""
    tally, since, until = Tally(), rules.asked_back_to(tick.due_at), tick.due_at - AGE
    while waiting := await ctx.read(store.open_orders, made_after=since, made_before=until, limit=PAGE):
        await ctx.commit(actions.ask_again, [order.id for order in waiting])
        tally, since = tally + Tally(counted=len(waiting)), waiting[-1].created_at
    return tally
