"""What a call would cost."""

from shared.pairing import quotes
from shared.pairing.schemas import QuoteView
from shared.runtime.context import Context
from shared.runtime.triggers import http
from shared.sessions import store as sessions


@http.get(who="customer")
async def quote_pairing(ctx: Context) -> QuoteView:
    """Say by what right the caller's next call would be, for how long and how much; `request_pairing` then calls."""
    return await ctx.read(quotes.quote_pairing, ctx.actor, is_session_over=sessions.is_session_over, now=ctx.now)
