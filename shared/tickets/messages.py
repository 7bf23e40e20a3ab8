"""E-mails of tickets."""

import io
from collections.abc import Sequence
from functools import partial
from zoneinfo import ZoneInfo

from shared.contracts.mail import AddressGrounds, InlineImage, Mail, MailAttachment
from shared.contracts.mail_links import TicketsLink
from shared.kernel.dates import format_moment
from shared.kernel.quoted_words import quote_name
from shared.kernel.schemas import Moment
from shared.tickets.calendar_file import CALENDAR_CONTENT_TYPE, render_calendar_file
from shared.tickets.models import Ticket, TicketEvent


def compose_ticket_mail(
    event: TicketEvent,
    tickets: Sequence[Ticket],
    codes: Sequence[str],
    *,
    link: TicketsLink,
    url: str,
    grounds: AddressGrounds,
) -> Mail:
    """Compose the e-mail with the tickets of an order and a QR code for each.

    Args:
        event: Event that the tickets admit to.
        tickets: Valid tickets of the order.
        codes: Text of each ticket's QR code.
        link: Link by which the buyer reaches the tickets again.
        url: Address of the link.
        grounds: Reason for which the tickets may go to the buyer's address.
    """
    first, holder = tickets[0], quote_name(tickets[0].holder)
    return Mail(
        to=first.email,
        to_name=holder,
        template="e_ticket",
        locale=first.locale,
        values={
            "event": event,
            "when": event.format_start(first.locale),
            "order_id": first.order_id,
            "holder": holder,
            "tickets": tickets,
            "url": url,
            "until": format_moment(link.expires_at, zone=ZoneInfo(event.zone), locale=first.locale),
            "paid": any(ticket.price for ticket in tickets),
        },
        reference=first.order_id,
        grounds=grounds,
        about_payment=any(ticket.price for ticket in tickets),
        attachments=[MailAttachment(f"{event.id}.ics", CALENDAR_CONTENT_TYPE, render_calendar_file(event, first))],
        inline_images=[
            InlineImage(ticket.id, partial(render_qr_code, code)) for ticket, code in zip(tickets, codes, strict=True)
        ],
    )


def compose_ticket_confirmation(event: TicketEvent, ticket: Ticket, url: str, *, expires_at: Moment) -> Mail:
    """Compose the e-mail by which the buyer of free tickets confirms the address, before any ticket is sent.

    The address may be a stranger's, so the mail has no word of the buyer's, not even a name.
    """
    return Mail(
        to=ticket.email,
        to_name="",
        template="ticket_confirmation",
        locale=ticket.locale,
        values={
            "url": url,
            "order_id": ticket.order_id,
            "until": format_moment(expires_at, zone=ZoneInfo(event.zone), locale=ticket.locale),
        },
        reference=ticket.order_id,
        grounds=AddressGrounds.CONFIRMATION,
    )


def render_qr_code(code: str) -> bytes:
    """Render `code` as a PNG that a phone can read from another phone's screen."""
    import segno

    png = io.BytesIO()
    segno.make(code, error="m", micro=False).save(png, kind="png", scale=6, border=4)
    return png.getvalue()
