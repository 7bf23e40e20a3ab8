"""Words of people in mails: never in a subject, never a link, limited in length."""

import re
from collections.abc import Iterator
from typing import Any

import pytest

from shared.bookings import messages as booking_messages
from shared.bookings.models import Side
from shared.catalogue import messages as expert_messages
from shared.contracts.bookings import BookingChange, BookingStatus, ReminderKind
from shared.contracts.mail import AddressGrounds, Mail
from shared.contracts.people import Locale
from shared.gateways.sendgrid import SendGridMail
from shared.kernel.ids import PairingId, SessionId, UserId
from shared.orders import messages as order_messages
from shared.pairing import messages as pairing_messages
from shared.pairing.models import Entitlement, Pairing, PairingStatus
from shared.tickets import messages as ticket_messages
from tests.bookings.builders import TOMORROW, a_confirmed_booking
from tests.bookings.steps import a_user
from tests.builders import NOON, a_ticket_event
from tests.catalogue.builders import an_expert
from tests.orders.builders import a_bill, a_refund, an_open_order
from tests.tickets.builders import A_TICKETS_LINK, a_ticket

RELAY = "MENANG 50 JUTA klik https://menang.example/x atau menang.example"
LOCALES: tuple[Locale, ...] = ("id", "en")
OUR_PAGES = "https://api.example.com/"
_LINK = re.compile(r"https?://\S+")


def list_booking_mails(locale: Locale) -> Iterator[Mail]:
    """List the mails about a booking whose every word is a relay's, to both sides."""
    plain = a_confirmed_booking()
    booking = plain.having(
        status=BookingStatus.CANCELLED,
        offer=plain.offer.having(name=RELAY, expert_name=RELAY),
        contact=plain.contact.having(full_name=RELAY),
        topic=RELAY * 20,
        notes=RELAY * 20,
        reason=RELAY,
        cancelled_by=Side.EXPERT,
        answer_before=TOMORROW,
        pay_before=TOMORROW,
        meeting=None,
    )
    for uid in ("ana", "dewi"):
        reader = a_user(uid, full_name=RELAY, locale=locale)
        yield from (
            booking_messages.compose_notice(booking, notice, reader, organizer="mail@temani.example", now=NOON)
            for notice in BookingChange
        )
        yield booking_messages.compose_reminder(booking, ReminderKind.HOUR, reader)


def list_other_mails(locale: Locale) -> Iterator[Mail]:
    """List the other mails, each with a relay's words wherever a person writes some."""
    order = an_open_order(locale=locale)
    order = order.having(
        buyer=order.buyer.having(full_name=RELAY), items=tuple(item.having(name=RELAY) for item in order.items)
    )
    yield order_messages.compose_refund_notice(order, a_refund())
    yield order_messages.compose_receipt(order, a_bill(), minutes={"e/t": 30}, grounds=AddressGrounds.PAID)
    yield order_messages.compose_payment_reminder(order, zone=None, grounds=AddressGrounds.PAID)
    yield ticket_messages.compose_ticket_mail(
        a_ticket_event(),
        [a_ticket(locale=locale, holder=RELAY)],
        ["code"],
        link=A_TICKETS_LINK,
        url=f"{OUR_PAGES}show-order-tickets?token=t",
        grounds=AddressGrounds.PAID,
    )
    for with_event in (True, False):
        yield ticket_messages.compose_ticket_cancellation(
            a_ticket_event(),
            [a_ticket(locale=locale, holder=RELAY)],
            with_event=with_event,
            grounds=AddressGrounds.PAID,
        )
    yield ticket_messages.compose_event_reminder(
        a_ticket_event(),
        [a_ticket(locale=locale)],
        to="sari@example.com",
        name=RELAY,
        locale=locale,
        url=f"{OUR_PAGES}show-order-tickets?token=t",
        grounds=AddressGrounds.PAID,
    )
    expert = an_expert(note=RELAY)
    yield expert_messages.compose_expert_decision(expert, a_user("dewi", full_name=RELAY, locale=locale))
    call = Pairing(
        id=PairingId("a-call"),
        status=PairingStatus.EXPIRED,
        customer=UserId("anon"),
        pseudonym="Tenang",
        topic=RELAY,
        minutes=30,
        rounds=3,
        round_seconds=60,
        entitlement=Entitlement(kind="credit"),
        session_id=SessionId("call-a"),
        created_at=NOON,
    )
    yield pairing_messages.compose_nobody_found(call, a_user("ana", full_name=RELAY, locale=locale))


def list_rendered_parts(mail: Mail) -> dict[str, str]:
    """Render the parts of a mail by name, as the gateway does."""
    gateway: Any = SendGridMail(base_url="http://mail.test", api_key="x", sender="mail@temani.example")
    return {part: gateway._render_part(mail, part) for part in ("subject", "txt", "html")} | {"to": mail.to_name}


@pytest.mark.parametrize("locale", LOCALES)
def test_no_mail_relays_words(locale: Locale) -> None:
    """
    Whatever people have written, no subject has their words, and no part has their links or more than 300 characters.
    """
    mails = [*list_booking_mails(locale), *list_other_mails(locale)]

    for mail in mails:
        parts = list_rendered_parts(mail)
        assert "MENANG" not in parts["subject"], mail
        for part in parts.values():
            assert "menang.example" not in part, part
            assert [link for link in _LINK.findall(part) if not link.startswith(OUR_PAGES)] == [], part
            assert part.count("MENANG") <= 16, part
        for file in mail.attachments:
            assert b"menang.example" not in file.content.replace(b"\r\n ", b"")
    assert len(mails) > 20
