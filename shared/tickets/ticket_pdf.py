"""E-tickets on paper: a page for each valid ticket, with its QR code and the number that the door may type."""

from collections.abc import Iterator
from itertools import chain

from shared.contracts.pdf_documents import Block, Fact, Facts, Letterhead, PageBreak, Paragraph, PdfDocument, QrCode
from shared.kernel.quoted_words import quote_name
from shared.tickets.errors import TicketsNotIssued
from shared.tickets.models import Ticket, TicketEvent
from shared.tickets.ticket_page import ShownTickets

_BRAND = "Temani"
_QR_MILLIMETRES = 70
_WORDS: dict[str, dict[str, str]] = {
    "id": {
        "title": "E-tiket",
        "holder": "Nama",
        "when": "Waktu",
        "where": "Tempat",
        "kind": "Jenis tiket",
        "ticket": "Tiket",
        "number": "Nomor",
        "show": "Tunjukkan kode QR atau sebutkan nomornya di pintu masuk. "
        "Setiap tiket berlaku untuk satu orang, satu kali masuk.",
    },
    "en": {
        "title": "E-ticket",
        "holder": "Name",
        "when": "When",
        "where": "Where",
        "kind": "Kind of ticket",
        "ticket": "Ticket",
        "number": "Number",
        "show": "Show the QR code at the entrance, or say the number. Each ticket lets one person in, once.",
    },
}


def compose_tickets(shown: ShownTickets) -> PdfDocument:
    """Compose the pages of the valid tickets, in the language of the order. The same tickets give the same document.

    Raises:
        TicketsNotIssued: No ticket is valid.
    """
    valid = [(ticket, code) for ticket, code in zip(shown.tickets, shown.codes, strict=True) if code is not None]
    if not valid:
        raise TicketsNotIssued(order_id=shown.tickets[0].order_id if shown.tickets else None)
    first = valid[0][0]
    pages = [tuple(_compose_page(shown.event, ticket, code)) for ticket, code in valid]
    title = f"{_WORDS[first.locale]['title']} {shown.event.name}"
    return PdfDocument(
        title=title,
        author=_BRAND,
        locale=first.locale,
        created_at=max(ticket.revoked_at or ticket.issued_at for ticket, _ in valid),
        footer=f"{title} · {first.order_id}",
        blocks=(*pages[0], *chain.from_iterable((PageBreak(), *page) for page in pages[1:])),
    )


def _compose_page(event: TicketEvent, ticket: Ticket, code: str) -> Iterator[Block]:
    words = _WORDS[ticket.locale]
    yield Letterhead(_BRAND, (), words["title"], ticket.printed_number)
    yield Paragraph(event.name, "strong")
    yield Facts(
        (
            Fact(words["when"], event.format_start(ticket.locale)),
            Fact(words["where"], event.venue),
            Fact(words["kind"], ticket.type_name),
            Fact(words["holder"], quote_name(ticket.holder), "strong"),
            Fact(words["ticket"], ticket.id),
        )
    )
    yield QrCode(code, f"{words['number']} {ticket.printed_number}", _QR_MILLIMETRES)
    yield Paragraph(words["show"], "muted")
