"""HTTP: refund a paid order, as an admin."""

from typing import Annotated

from pydantic import Field

from shared.contracts.sales import MAX_ORDER_AMOUNT
from shared.kernel.ids import OrderId
from shared.kernel.schemas import Line, Request
from shared.orders.errors import OrderNotFound, OrderNotPaid, RefundNeedsOwner, RefundTooLarge
from shared.orders.schemas import OrderView
from shared.runtime.context import Context
from shared.runtime.triggers import http
from shared.tickets.errors import TicketUsed
from shared.workflows import admin_refunds


class RefundOrderByAdmin(Request):
    """Body of `refund_order_by_admin`."""

    order_id: OrderId
    """Reference of the paid order, such as a mail or a transaction list names."""
    amount: Annotated[int, Field(ge=1, le=MAX_ORDER_AMOUNT, strict=True)] | None = None
    """Amount to refund in whole units of the currency; null by default: all that is left."""
    reason: Line
    """Explanation for other admins, one line; stored for good in the audit record."""
    even_if_used: bool = False
    """True to refund in full though a ticket has been checked in; false by default."""


@http.post(
    who="admin",
    admin_scope="finance",
    raises=(OrderNotFound, OrderNotPaid, RefundTooLarge, RefundNeedsOwner, TicketUsed),
    dispatches=("tasks",),
    needs_idempotency_key=True,
)
async def refund_order_by_admin(body: RefundOrderByAdmin, ctx: Context) -> OrderView:
    """Refund a paid order, in full or in part, and tell the buyer by e-mail.

    A full refund revokes the tickets, cancels the booking or the waiting call, or ends the right to download. Above
    the limit of the settings, per order, only an owner may refund. The call needs an `Idempotency-Key`: a repeated
    request then refunds once.
    """
    order = await ctx.commit(
        admin_refunds.refund_order_by_admin,
        body.order_id,
        body.amount,
        even_if_used=body.even_if_used,
        actor=ctx.actor,
        now=ctx.now,
    )
    return OrderView.of(order)
