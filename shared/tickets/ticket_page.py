"""Page with the tickets of an order, for whoever has the link that was mailed to the buyer."""

import base64
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from shared.contracts.pages import WebPage
from shared.contracts.people import Locale
from shared.kernel.quoted_words import quote_name
from shared.tickets.messages import render_qr_code
from shared.tickets.models import Ticket, TicketEvent


@dataclass(frozen=True, slots=True)
class ShownTickets:
    """Tickets of an order as the page shows them.

    Attributes:
        event: Event of the tickets.
        tickets: All tickets of the order, valid or not.
        codes: Text of the QR code of each ticket; None for a ticket that admits nobody.
    """

    event: TicketEvent
    tickets: Sequence[Ticket]
    codes: Sequence[str | None]


def compose_page(shown: ShownTickets | None, *, locale: Locale, pdf_url: str) -> WebPage:
    """Compose the page in the language of the link; None says that the link has expired."""
    values: dict[str, Any] = {"event": None}
    if shown is not None:
        values |= {
            "event": shown.event,
            "when": shown.event.format_start(locale),
            "pdf_url": pdf_url if any(shown.codes) else "",
            "tickets": [_show_ticket(*pair) for pair in zip(shown.tickets, shown.codes, strict=True)],
        }
    return WebPage("order_tickets", locale, values, has_pictures=True)


def _show_ticket(ticket: Ticket, code: str | None) -> dict[str, str]:
    return {
        "id": ticket.id,
        "type_name": ticket.type_name,
        "holder": quote_name(ticket.holder),
        "number": ticket.printed_number,
        "picture": base64.b64encode(render_qr_code(code)).decode() if code is not None else "",
    }
