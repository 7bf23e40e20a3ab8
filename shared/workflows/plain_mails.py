"""Plain mails of notifications: title, body, and a button that opens the app."""

from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from shared.contracts.mail import AddressGrounds, Mail
from shared.contracts.people import Locale
from shared.kernel.quoted_words import quote_name
from shared.notifications.delivery_models import NoticeDelivery
from shared.notifications.notice_texts.renderer import render_notice_texts


class MailRecipient(NamedTuple):
    """Recipient of a plain mail.

    Attributes:
        email: Address of the mail.
        name: Name in the salutation, quoted when the mail is composed.
        grounds: Reason for which mail may go to the address.
        locale: Language of the mail.
        zone: IANA time zone in which times are written.
    """

    email: str
    name: str
    grounds: AddressGrounds
    locale: Locale
    zone: str


def compose_plain_mail(delivery: NoticeDelivery, recipient: MailRecipient, *, app_address: str) -> Mail:
    """Compose the plain mail of a delivery to `recipient`; the delivery's link stands at `app_address`."""
    zone = ZoneInfo(recipient.zone)
    texts = render_notice_texts(delivery.template, delivery.values, recipient.locale, zone=zone)
    name = quote_name(recipient.name)
    values: dict[str, Any] = {
        "name": name,
        "title": texts.title,
        "paragraphs": texts.body.split("\n"),
        "link": f"{app_address}{delivery.link}" if delivery.link else None,
    }
    return Mail(
        to=recipient.email,
        to_name=name,
        template="notice",
        locale=recipient.locale,
        values=values,
        reference=delivery.id,
        grounds=recipient.grounds,
    )
