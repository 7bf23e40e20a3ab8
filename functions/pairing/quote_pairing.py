"""What a call would cost."""

from shared.pairing.schemas import QuoteView
from shared.runtime.context import Context
from shared.runtime.triggers import http
from shared.workflows import open_pairings


@http.get(who="customer")
async def quote_pairing(ctx: Context) -> QuoteView:
    """Say by what right the caller's next call would be, for how long and how much; `request_pairing` then calls."""
    return await ctx.read(open_pairings.quote_pairing, ctx.actor, now=ctx.now)
