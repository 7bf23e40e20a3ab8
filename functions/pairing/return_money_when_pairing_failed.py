"""What was paid for a call that came to nothing goes back."""

from shared.contracts.events.pairing import PairingFailed
from shared.runtime.context import Context
from shared.runtime.triggers import on
from shared.workflows import refunds


@on(PairingFailed, entitlement="order")
async def return_money_when_pairing_failed(event: PairingFailed, ctx: Context) -> None:
    """Give back what was paid for a call that led to no session; the customer is told by the refund's e-mail."""
    await ctx.commit(refunds.refund_failed_pairing, event, now=ctx.now)
