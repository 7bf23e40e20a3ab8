"""Schedule: ask Xendit which banks and e-wallets can receive refunds."""

from shared.orders import payout_channels
from shared.orders.ports import PaymentProvider
from shared.runtime.context import Context
from shared.runtime.schedules import RunSummary, ScheduledRun
from shared.runtime.triggers import schedule


@schedule("50 4 * * *", timeout=120)
async def refresh_payout_channels(tick: ScheduledRun, ctx: Context, payments: PaymentProvider) -> RunSummary:
    """Save the channels that Xendit offers today. A person is told of each that is gone: refunds to it fail."""
    found = await payments.list_payout_channels()
    changes = await ctx.commit(payout_channels.save_channels, found, now=tick.due_at)
    for code in changes.withdrawn:
        ctx.alert("a payout channel was withdrawn", channel=code)
    return RunSummary(counted=changes.total)
