"""HTTP: list the banks and e-wallets that can receive refunds."""

from shared.kernel.paging import Page
from shared.orders import payout_channels
from shared.orders.schemas import PayoutChannelView
from shared.runtime.context import Context
from shared.runtime.triggers import http


@http.get(who="anyone")
async def list_payout_channels(ctx: Context) -> Page[PayoutChannelView]:
    """List the banks and e-wallets that can receive a refund now, on a single page: banks first, each kind by name."""
    return Page(items=[PayoutChannelView.of(one) for one in await ctx.read(payout_channels.list_channels)])
