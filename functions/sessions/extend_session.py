"""HTTP: buy more time for a session."""

from shared.bookings.errors import SeatIsFixed, SlotTaken
from shared.contracts.checkout import CheckoutWishes
from shared.identity.errors import NotRegistered
from shared.kernel.ids import SessionId
from shared.orders.errors import BuyerNeeded
from shared.orders.inputs import NamedBuyer
from shared.orders.ports import PaymentProvider
from shared.orders.schemas import OrderView
from shared.runtime.context import Context
from shared.runtime.triggers import http
from shared.sessions.errors import SessionInCrisis, SessionNotBegun, SessionNotFound, SessionOver, SessionTooLong
from shared.workflows import checkout, extension_orders


class ExtendSession(CheckoutWishes):
    """Body of `extend_session`."""

    session_id: SessionId
    """Id of the caller's session, from `get_my_pairing`."""
    buyer: NamedBuyer | None = None
    """Person whom the invoice goes to; needed when the caller's profile lacks an e-mail address or phone."""


@http.post(
    who="customer",
    raises=(
        SessionNotFound,
        SessionOver,
        SessionNotBegun,
        SessionInCrisis,
        SessionTooLong,
        SeatIsFixed,
        SlotTaken,
        NotRegistered,
        BuyerNeeded,
    ),
    dispatches=("tasks",),
)
async def extend_session(body: ExtendSession, ctx: Context, payments: PaymentProvider) -> OrderView:
    """Order more time for a session.

    The session gets it when the order is paid. An unpaid extension is returned again. A group gets no more time.
    """
    order = await checkout.check_out(
        ctx,
        payments,
        extension_orders.open_extension_order,
        body.session_id,
        body.buyer,
        body,
        actor=ctx.actor,
        call_id=ctx.call_id,
        now=ctx.now,
    )
    return OrderView.of(order)
