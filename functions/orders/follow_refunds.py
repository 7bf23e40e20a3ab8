"""Refunds take hours or days: each is followed to its end."""

from shared.orders import actions, store
from shared.runtime.context import Context
from shared.runtime.jobs import Tally, Tick
from shared.runtime.triggers import schedule


@schedule("10 * * * *", timeout=120)
async def follow_refunds(tick: Tick, ctx: Context) -> Tally:  # noqa: ARG001 (what is open does not depend on the hour)
    """Have Xendit asked about every refund that is on its way."""
    orders = await ctx.read(store.refunds_on_their_way, limit=300)
    await ctx.commit(actions.follow_refunds, [order.id for order in orders])
    return Tally(counted=len(orders))
