"""HTTP: lift the suppression of an address or number."""

from shared.identity.errors import NotRegistered
from shared.kernel.ids import OrderId, UserId
from shared.kernel.schemas import Line, Request
from shared.notifications.delivery_schemas import AddressedChannel, LiftedSuppression
from shared.notifications.errors import SuppressionStands
from shared.orders.errors import OrderNotFound
from shared.runtime.context import Context
from shared.runtime.triggers import http
from shared.workflows import delivery_histories


class LiftSuppression(Request):
    """Body of `lift_suppression`."""

    user_id: UserId | None = None
    """Id of the account whose present address or number is written to again; leave out to name an order."""
    order_id: OrderId | None = None
    """Id of the order whose present address is written to again, as that of a guest; leave out to name an account."""
    channel: AddressedChannel
    """Channel of the suppression: `email`, `sms` or `whatsapp`; an order has `email` alone."""
    asked_by_owner: bool = False
    """True if the owner asked for messages, which a complaint or a stop needs; false by default."""
    reason: Line
    """Explanation for other admins, one line; stored for good in the audit record."""


@http.post(who="admin", admin_scope="support", raises=(NotRegistered, OrderNotFound, SuppressionStands))
async def lift_suppression(body: LiftSuppression, ctx: Context) -> LiftedSuppression:
    """Write again to the present address or number of an account or an order that is suppressed.

    `lifted` is null if nothing was suppressed. The vendor may keep a list of its own, which stays. Nothing that was
    dropped goes out by itself: `resend-ticket` sends the tickets of an order again.
    """
    lifted = await ctx.commit(
        delivery_histories.lift_suppression,
        user_id=body.user_id,
        order_id=body.order_id,
        channel=body.channel,
        asked_by_owner=body.asked_by_owner,
    )
    return LiftedSuppression.of(lifted)
