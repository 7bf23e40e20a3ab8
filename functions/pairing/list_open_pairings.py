"""HTTP: list open calls."""

from shared.kernel.ids import UserId
from shared.kernel.paging import Page, PageSize
from shared.kernel.schemas import Request
from shared.pairing import presence
from shared.pairing.errors import NotOnline
from shared.pairing.schemas import OpenPairingView
from shared.runtime.context import Context
from shared.runtime.triggers import http


class ListOpenPairings(Request):
    """Query of `list_open_pairings`."""

    limit: PageSize = 50
    """Most calls in the answer, 1 to 100; 50 by default."""


@http.get(who="expert", raises=(NotOnline,))
async def list_open_pairings(query: ListOpenPairings, ctx: Context) -> Page[OpenPairingView]:
    """List the calls that the expert may accept now.

    The longest waiting first; empty while the expert has no capacity.
    """
    me = UserId(ctx.actor.id)
    calls = await ctx.read(presence.list_open_pairings, me, alias=ctx.actor.alias, limit=query.limit, now=ctx.now)
    return Page(items=calls)
