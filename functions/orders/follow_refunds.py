"""Refunds take hours or days: each is followed to its end."""

from shared.orders import refunding, store
from shared.runtime.context import Context
from shared.runtime.jobs import Tally, Tick
from shared.runtime.triggers import schedule


@schedule("10 * * * *", timeout=120)
async def follow_refunds(tick: Tick, ctx: Context) -> Tally:
    """Have Xendit asked about every refund that is on its way, and for every one that should be."""
    orders = await ctx.read(store.refunds_on_their_way, asked_by=tick.due_at, limit=300)
    return Tally(counted=await ctx.commit(refunding.follow_refunds, orders, now=tick.due_at))
