"""HTTP: call for someone to talk to."""

from shared.identity.errors import NotRegistered
from shared.limits.errors import LimitReached
from shared.orders.errors import BuyerNeeded
from shared.orders.inputs import NamedBuyer
from shared.orders.ports import PaymentProvider
from shared.pairing.errors import AlreadySearching, MustRegister
from shared.pairing.schemas import PairingDetails, PairingView
from shared.runtime.context import Context
from shared.runtime.triggers import http
from shared.workflows import pairing_requests


class RequestPairing(PairingDetails):
    """Body of `request_pairing`."""

    buyer: NamedBuyer | None = None
    """Person whom the invoice goes to; needed for a paid call when the caller's profile lacks an address."""


@http.post(
    who="customer",
    raises=(NotRegistered, AlreadySearching, MustRegister, BuyerNeeded, LimitReached),
    dispatches=("tasks",),
    min_instances=1,
)
async def request_pairing(body: RequestPairing, ctx: Context, payments: PaymentProvider) -> PairingView:
    """Call for someone to talk to, by credit, by trial, or by a payment at `checkout_url`.

    Then listen to the call's document. A topic that speaks of danger costs nothing, and brings `hotlines` to show.
    """
    requested = await pairing_requests.request_pairing(ctx, payments, body, body.buyer)
    return PairingView.of(requested.pairing, checkout_url=requested.checkout_url, hotlines=requested.hotlines)
