"""Check-in at the door: by a scanned code, or by the number that is printed on the ticket."""

import unicodedata
from datetime import datetime

from shared.kernel.actors import Actor
from shared.kernel.ids import TicketEventId, TicketId, TicketNumber
from shared.kernel.ports import Reader, UnitOfWork
from shared.tickets import rules, store
from shared.tickets.models import Ticket
from shared.tickets.ports import ShownCode, TicketCode, TicketCodeSigner

# Separators, controls such as Enter and TAB, and marks such as a BOM: scanners that act as keyboards send them.
_NO_PART_OF_CODES = ("Z", "C")


def read_shown_code(signer: TicketCodeSigner, text: str) -> ShownCode:
    """Read what the door sent: the text of a QR code, or the number printed on a ticket.

    Spaces, line ends and invisible characters are left out, wherever they stand. Numbers may have small letters, and
    dashes anywhere. Tickets of earlier versions have no number: there the ticket's id stands for the number.

    Raises:
        TicketForged: The text is neither a number nor a code that is signed by us.
    """
    code = "".join(letter for letter in text if not unicodedata.category(letter).startswith(_NO_PART_OF_CODES))
    number = TicketNumber.try_parse(code.replace("-", "").upper())
    if number is not None:
        return number
    ticket_id = TicketId.try_parse(code.upper())
    return ticket_id if ticket_id is not None else signer.verify_ticket(code)


async def check_in_ticket(
    uow: UnitOfWork,
    shown: ShownCode,
    *,
    event_id: TicketEventId,
    gate: str,
    scan_id: str,
    actor: Actor,
    now: datetime,
) -> Ticket:
    """Check in a ticket, once, and return the ticket.

    Raises:
        TicketEventNotFound: No event has this id, or the partner's key is not for it.
        TicketEventCancelled: The event has been cancelled.
        TicketAlreadyCheckedIn: Another scan has checked in the ticket.
        TicketCodeReplaced: A newer code has replaced the scanned one.
        TicketNotFound: No ticket has this id, or no ticket of the event has this number.
        TicketOfAnotherEvent: The ticket belongs to another event.
        TicketRevoked: The ticket is not valid any more.
    """
    known_id = await _find_ticket_id(uow, event_id, shown)
    # Both in one round trip.
    await uow.prefetch(store.ticket_event_ref(event_id), store.ticket_ref(known_id))
    event = await store.access_ticket_event(uow, event_id, actor)
    ticket = await store.get_ticket(uow, known_id)
    checked = rules.with_check_in(
        ticket, event=event, shown=shown, gate=gate, scan_id=scan_id, by=actor.key_id or actor.id, now=now
    )
    if checked is not ticket:
        uow.put(store.ticket_ref(ticket.id), checked)
    return checked


async def _find_ticket_id(reader: Reader, event_id: TicketEventId, shown: ShownCode) -> TicketId:
    if isinstance(shown, TicketNumber):
        return await store.get_ticket_id_by_number(reader, event_id, shown)
    return shown.ticket_id if isinstance(shown, TicketCode) else shown
