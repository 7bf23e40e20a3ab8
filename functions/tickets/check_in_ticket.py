"""HTTP: check in a ticket at the door."""

from typing import Annotated

from pydantic import StringConstraints

from shared.kernel.ids import TicketEventId
from shared.kernel.schemas import Line, Request
from shared.runtime.context import Context
from shared.runtime.triggers import http
from shared.tickets import check_in
from shared.tickets.errors import (
    TicketAlreadyCheckedIn,
    TicketCodeReplaced,
    TicketEventCancelled,
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
    """Text of the ticket's QR code, or the number printed on the ticket; spaces and line ends make no difference."""
    gate: Line
    """Name of the entrance, one line; a later scan of the ticket is told this name, and `scan_id` is unique in it."""
    scan_id: Annotated[str, StringConstraints(min_length=1, max_length=100, pattern=r"^[\x21-\x7e]+$")]
    """Id of this scan at this gate, 1 to 100 visible ASCII characters; repeat it when repeating the call."""


@http.post(
    who=("partner", "admin"),
    admin_scope="support",
    scope="tickets.check_in",
    raises=(
        TicketForged,
        TicketCodeReplaced,
        TicketEventNotFound,
        TicketEventCancelled,
        TicketNotFound,
        TicketOfAnotherEvent,
        TicketRevoked,
        TicketAlreadyCheckedIn,
    ),
    exposure="public",
)
async def check_in_ticket(body: CheckInTicket, ctx: Context, signer: TicketCodeSigner) -> TicketView:
    """Check in a ticket at the door, once. A second scan fails and says when and where the first scan was."""
    shown, scan = check_in.read_shown_code(signer, body.code), body.model_dump(exclude={"code"})
    return TicketView.of(await ctx.commit(check_in.check_in_ticket, shown, **scan, actor=ctx.actor, now=ctx.now))
