"""The call that one has open."""

from shared.kernel.ids import UserId
from shared.kernel.ports import Reader
from shared.orders import store as orders
from shared.orders.schemas import OrderView
from shared.pairing import store
from shared.pairing.errors import PairingNotFound
from shared.pairing.models import Pairing, PairingStatus
from shared.pairing.schemas import PairingView
from shared.runtime.context import Context
from shared.runtime.triggers import http


async def get_open_pairing_view(reader: Reader, alias: UserId) -> PairingView:
    """The call, and where to pay for it."""
    pairing = await store.get_open_pairing(reader, alias)
    return PairingView.of(pairing, checkout_url=await find_checkout_url(reader, pairing))


async def find_checkout_url(reader: Reader, pairing: Pairing) -> str | None:
    """Where its order is paid, while that is to be done."""
    if pairing.status is not PairingStatus.AWAITING_PAYMENT or pairing.entitlement.order_id is None:
        return None
    return OrderView.of(await orders.get_order(reader, pairing.entitlement.order_id)).checkout_url


@http.get(who="customer", raises=(PairingNotFound,))
async def get_my_pairing(ctx: Context) -> PairingView:
    """Show the caller's open call (with `checkout_url` while it is to be paid), or whose session still goes on."""
    return await ctx.read(get_open_pairing_view, ctx.actor.alias)
