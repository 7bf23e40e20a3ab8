"""E-mails of tickets."""

import io
from collections.abc import Sequence
from functools import partial

from shared.contracts.mail import InlineImage, Mail
from shared.kernel.dates import format_moment
from shared.tickets.models import Ticket, TicketEvent


def compose_ticket_mail(event: TicketEvent, tickets: Sequence[Ticket], codes: Sequence[str]) -> Mail:
    """Compose the e-mail with the tickets of an order and a QR code for each."""
    first = tickets[0]
    return Mail(
        to=first.email,
        to_name=first.holder,
        template="e_ticket",
        locale=first.locale,
        values={
            "event": event,
            "when": format_moment(event.starts_at, locale=first.locale),
            "order_id": first.order_id,
            "holder": first.holder,
            "tickets": tickets,
        },
        reference=first.order_id,
        inline_images=[
            InlineImage(ticket.id, partial(render_qr_code, code)) for ticket, code in zip(tickets, codes, strict=True)
        ],
    )


def render_qr_code(code: str) -> bytes:
    """Render `code` as a PNG that a phone can read from another phone's screen."""
    import segno

    png = io.BytesIO()
    segno.make(code, error="m", micro=False).save(png, kind="png", scale=6, border=4)
    return png.getvalue()
