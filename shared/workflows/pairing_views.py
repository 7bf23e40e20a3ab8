"""Views of a pairing for its customer, with the place to pay its order."""

from shared.chat import store as chat
from shared.kernel.ids import UserId
from shared.kernel.ports import Reader
from shared.orders import store as orders
from shared.orders.schemas import OrderView
from shared.pairing import store
from shared.pairing.models import Pairing, PairingStatus
from shared.pairing.schemas import PairingView


async def get_latest_pairing_view(reader: Reader, alias: UserId) -> PairingView:
    """Get the open pairing of the customer `alias`, the one whose session still goes on, or the last that failed.

    Raises:
        PairingNotFound: The customer has none of them.
    """
    pairing = await store.get_latest_pairing(reader, alias)
    hotlines = (await chat.get_chat_settings(reader)).hotlines if pairing.in_danger else ()
    checkout_url = await _find_checkout_url(reader, pairing)
    return PairingView.of(pairing, checkout_url=checkout_url, hotlines=hotlines)


async def _find_checkout_url(reader: Reader, pairing: Pairing) -> str | None:
    if pairing.status is not PairingStatus.AWAITING_PAYMENT or pairing.entitlement.order_id is None:
        return None
    return OrderView.of(await orders.get_order(reader, pairing.entitlement.order_id)).checkout_url
