"""E-mails of tickets."""

import io
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Any
from zoneinfo import ZoneInfo

from shared.contracts.mail import AddressGrounds, InlineImage, Mail, MailAttachment
from shared.contracts.mail_links import TicketsLink
from shared.contracts.people import Locale
from shared.kernel.dates import format_moment
from shared.kernel.quoted_words import quote_name
from shared.kernel.schemas import Email, Moment
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
    first, is_paid = tickets[0], any(ticket.price for ticket in tickets)
    until = format_moment(link.expires_at, zone=ZoneInfo(event.zone), locale=first.locale)
    mail = _compose_holder_mail(
        event,
        tickets,
        "e_ticket",
        {"url": url, "until": until, "paid": is_paid},
        grounds=grounds,
        about_payment=is_paid,
    )
    return replace(
        mail,
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


def compose_ticket_cancellation(
    event: TicketEvent, tickets: Sequence[Ticket], *, with_event: bool, grounds: AddressGrounds
) -> Mail:
    """Compose the e-mail about tickets of an order that admit nobody any more, and for which no money comes back.

    Args:
        event: Event of the tickets.
        tickets: Tickets that have been revoked.
        with_event: True if the event itself has been cancelled.
        grounds: Reason for which the mail may go to the buyer's address.
    """
    is_free = not any(ticket.price for ticket in tickets)
    return _compose_holder_mail(
        event,
        tickets,
        "ticket_cancellation",
        {"with_event": with_event, "free": is_free},
        grounds=grounds,
        about_payment=grounds is AddressGrounds.PAID,
    )


def compose_event_reminder(
    event: TicketEvent,
    tickets: Sequence[Ticket],
    *,
    to: Email,
    name: str,
    locale: Locale,
    url: str,
    grounds: AddressGrounds,
) -> Mail:
    """Compose the e-mail that reminds somebody of an event.

    Args:
        event: Event that begins soon.
        tickets: Unused tickets of the person.
        to: Address of the account or the order.
        name: Name of the person.
        locale: Language of the mail.
        url: Address at which the person sees the tickets.
        grounds: Reason for which the mail may go to the address.
    """
    return Mail(
        to=to,
        to_name=quote_name(name),
        template="event_reminder",
        locale=locale,
        values={
            "event": event,
            "when": event.format_start(locale),
            "holder": quote_name(name),
            "count": len(tickets),
            "url": url,
        },
        reference=tickets[0].order_id,
        grounds=grounds,
    )


def _compose_holder_mail(
    event: TicketEvent,
    tickets: Sequence[Ticket],
    template: str,
    values: Mapping[str, Any],
    *,
    grounds: AddressGrounds,
    about_payment: bool,
) -> Mail:
    """Compose an e-mail about tickets of an order; `values` are those of one template alone."""
    first, holder = tickets[0], quote_name(tickets[0].holder)
    return Mail(
        to=first.email,
        to_name=holder,
        template=template,
        locale=first.locale,
        values={
            "event": event,
            "when": event.format_start(first.locale),
            "order_id": first.order_id,
            "holder": holder,
            "tickets": tickets,
            **values,
        },
        reference=first.order_id,
        grounds=grounds,
        about_payment=about_payment,
    )


def render_qr_code(code: str) -> bytes:
    """Render `code` as a PNG that a phone can read from another phone's screen."""
    import segno

    png = io.BytesIO()
    segno.make(code, error="m", micro=False).save(png, kind="png", scale=6, border=4)
    return png.getvalue()
