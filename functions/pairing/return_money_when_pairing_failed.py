"""Event: refund a failed call."""

from shared.contracts.events.pairing import PairingFailed
from shared.runtime.context import Context
from shared.runtime.triggers import on
from shared.workflows import refunds


@on(PairingFailed, entitlement="order")
async def return_money_when_pairing_failed(event: PairingFailed, ctx: Context) -> None:
    """Refund a call that led to no session. The refund's e-mail tells the customer."""
    await ctx.commit(refunds.refund_failed_pairing, event, now=ctx.now)
