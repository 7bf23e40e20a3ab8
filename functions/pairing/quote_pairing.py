"""HTTP: quote a call."""

from shared.pairing.schemas import QuoteView
from shared.runtime.context import Context
from shared.runtime.triggers import http
from shared.workflows import open_pairings


@http.get(who="customer")
async def quote_pairing(ctx: Context) -> QuoteView:
    """Quote the caller's next call: its entitlement, duration and price. `request_pairing` then makes the call."""
    return await ctx.read(open_pairings.quote_pairing, ctx.actor, now=ctx.now)
