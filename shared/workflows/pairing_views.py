"""Views of a pairing for its customer, with the place to pay its order."""

from datetime import datetime

from shared.chat import store as chat
from shared.kernel.ids import UserId
from shared.kernel.ports import Reader
from shared.orders import store as orders
from shared.orders.schemas import OrderView
from shared.pairing import queue_places, store
from shared.pairing.models import Pairing, PairingStatus
from shared.pairing.schemas import PairingView


async def get_latest_pairing_view(reader: Reader, alias: UserId, *, now: datetime) -> PairingView:
    """Get the open pairing of the customer `alias`, the one whose session still goes on, or the last that failed.

    Raises:
        PairingNotFound: The customer has none of them.
    """
    pairing = await store.get_latest_pairing(reader, alias)
    hotlines = (await chat.get_chat_settings(reader)).hotlines if pairing.in_danger else ()
    checkout_url = await _find_checkout_url(reader, pairing)
    queue = await queue_places.find_queue_place(reader, pairing, now=now)
    return PairingView.of(pairing, checkout_url=checkout_url, hotlines=hotlines, queue=queue)


async def _find_checkout_url(reader: Reader, pairing: Pairing) -> str | None:
    if pairing.status is not PairingStatus.AWAITING_PAYMENT or pairing.entitlement.order_id is None:
        return None
    return OrderView.of(await orders.get_order(reader, pairing.entitlement.order_id)).checkout_url
