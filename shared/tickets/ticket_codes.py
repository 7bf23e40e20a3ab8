"""Codes of tickets: the text of each QR code, and the list of codes that are revoked."""

import asyncio
from datetime import datetime, timedelta

from shared.kernel.actors import Actor
from shared.kernel.ids import TicketEventId
from shared.kernel.paging import Page, list_rows
from shared.kernel.ports import Reader
from shared.tickets import rules, store
from shared.tickets.models import Ticket, TicketStatus
from shared.tickets.ports import TicketCodeSigner
from shared.tickets.schemas import TicketRevocationView

# A commit may come later than the time that it carries, by the timeout of a function at most.
_REVOCATION_OVERLAP = timedelta(minutes=10)


def sign_ticket_code(signer: TicketCodeSigner, ticket: Ticket) -> str:
    """Sign the text of a ticket's QR code, as the ticket's present version of it."""
    return signer.sign_ticket(ticket.id, ticket.event_id, ticket.type_id, ticket.code_version)


def fill_revoked_at(ticket: Ticket) -> Ticket | None:
    """Return a ticket that an earlier version revoked, with a time of its revocation; None for any other ticket."""
    is_unlisted = ticket.status is TicketStatus.REVOKED and ticket.revoked_at is None
    return rules.with_revocation(ticket, now=ticket.issued_at) if is_unlisted else None


async def list_revocations(
    reader: Reader, event_id: TicketEventId, *, since: datetime | None, cursor: str | None, limit: int, actor: Actor
) -> Page[TicketRevocationView]:
    """List the tickets of an event whose codes were revoked, in the order of their last revocation.

    Args:
        since: Time of the last revocation that the caller knows; earlier ones are left out, but for a few minutes'.

    Raises:
        TicketEventNotFound: No event has this id, or the partner's key is not for it.
    """
    first = since - _REVOCATION_OVERLAP if since is not None else None
    _, rows = await asyncio.gather(
        store.access_ticket_event(reader, event_id, actor),
        list_rows(reader, store.revocations_query(event_id, first), cursor=cursor, limit=limit),
    )
    return rows.to_page(TicketRevocationView.of)
