"""HTTP: check in a ticket at the door."""

from typing import Annotated

from pydantic import StringConstraints

from shared.kernel.ids import TicketEventId, TicketId
from shared.kernel.schemas import Line, Request
from shared.runtime.context import Context
from shared.runtime.triggers import http
from shared.tickets import actions, store
from shared.tickets.errors import (
    TicketAlreadyCheckedIn,
    TicketEventNotFound,
    TicketForged,
    TicketNotFound,
    TicketOfAnotherEvent,
    TicketRevoked,
)
from shared.tickets.ports import TicketCodeSigner
from shared.tickets.schemas import TicketView


class CheckInTicket(Request):
    """Body of `check_in_ticket`."""

    event_id: TicketEventId
    """Id of the event at whose entrance the ticket is scanned, from `get_ticket_event`."""
    code: Annotated[str, StringConstraints(min_length=1, max_length=2_000)]
    """Text that the QR code of the ticket holds, 1 to 2,000 characters."""
    gate: Line
    """Name of the entrance, one line; a later scan of the ticket is told this name."""
    scan_id: Annotated[str, StringConstraints(min_length=1, max_length=100, pattern=r"^[\x21-\x7e]+$")]
    """Scanner's own id of this scan, 1 to 100 visible ASCII characters; repeat it when repeating the call."""


@http.post(
    who=("partner", "admin"),
    admin_scope="support",
    scope="tickets.check_in",
    raises=(
        TicketForged,
        TicketEventNotFound,
        TicketNotFound,
        TicketOfAnotherEvent,
        TicketRevoked,
        TicketAlreadyCheckedIn,
    ),
    exposure="public",
)
async def check_in_ticket(body: CheckInTicket, ctx: Context, signer: TicketCodeSigner) -> TicketView:
    """Check in a ticket at the door, once. A second scan fails and says when and where the first scan was."""
    ticket_id = TicketId(signer.verify_ticket(body.code))
    scan = body.model_dump(exclude={"code"})
    await ctx.commit(actions.check_in_ticket, ticket_id, **scan, actor=ctx.actor, now=ctx.now)
    return TicketView.of(await ctx.read(store.get_ticket, ticket_id))
