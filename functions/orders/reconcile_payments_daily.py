"""Schedule: compare Xendit's invoices with our orders, once a day."""

from shared.orders import reconciliation
from shared.orders.ports import PaymentProvider
from shared.runtime.context import Context
from shared.runtime.schedules import RunSummary, ScheduledRun
from shared.runtime.triggers import schedule


@schedule("30 3 * * *", timeout=900)
async def reconcile_payments_daily(tick: ScheduledRun, ctx: Context, payments: PaymentProvider) -> RunSummary:
    """Compare two days of Xendit's invoices with our orders, settle each difference, and alert a person."""
    tally = RunSummary()
    async for invoices in payments.list_invoices_since(tick.due_at - reconciliation.DAILY_WINDOW):
        differing = await ctx.commit(reconciliation.reconcile_invoices, invoices)
        tally += RunSummary(counted=len(invoices), failed=len(differing))
        for order_id in differing:
            ctx.alert("reconciliation: an order differs from its invoice", order_id=order_id)
    return tally
