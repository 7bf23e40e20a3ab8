"""HTTP: cancel an event and refund its orders, as an admin."""

from shared.kernel.ids import TicketEventId
from shared.kernel.schemas import Line, Request
from shared.orders.errors import RefundNeedsOwner
from shared.runtime.context import Context
from shared.runtime.triggers import http
from shared.tickets.errors import TicketEventNotFound
from shared.tickets.event_cancellations import EventCancellationView
from shared.workflows import event_cancellation


class CancelTicketEvent(Request):
    """Body of `cancel_ticket_event`."""

    event_id: TicketEventId
    """Slug of the event that does not take place, such as `tedx-bandung-2026`."""
    reason: Line
    """Explanation for other admins, one line; stored for good in the audit record."""
    refund_used: bool = False
    """True to refund tickets that were checked in too; false by default: these stay valid."""


@http.post(
    who="admin",
    admin_scope="finance",
    raises=(TicketEventNotFound, RefundNeedsOwner),
    dispatches=("tasks",),
)
async def cancel_ticket_event(body: CancelTicketEvent, ctx: Context) -> EventCancellationView:
    """Cancel an event for good, revoke its tickets, and refund all its orders in the background.

    Nothing is sold from now on, and payments that are on the way go back. Every buyer is told by e-mail, with the
    refund or, if no money goes back, without. A repeated call shows the progress, and goes on with refunds that were
    left.
    """
    run = await ctx.commit(
        event_cancellation.cancel_ticket_event,
        body.event_id,
        refund_used=body.refund_used,
        actor=ctx.actor,
        now=ctx.now,
    )
    return EventCancellationView.of(run)
