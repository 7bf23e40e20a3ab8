"""Request to compose a notification's mail, and the form of its composers."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime

from shared.contracts.mail import Mail
from shared.contracts.mail_links import MailLinks
from shared.identity.models import User
from shared.kernel.ports import Reader
from shared.notifications.delivery_models import NoticeDelivery
from shared.tickets.ports import TicketCodeSigner


@dataclass(frozen=True, slots=True)
class NoticeMailRequest:
    """Request to compose the mail of a delivery.

    Attributes:
        delivery: Delivery to send.
        account: Account of the recipient; None for a guest, whose address the composer finds.
        app_address: Address of the app, to which links are added.
        organizer: E-mail address of the organizer in calendar files.
        links: Signed links in mails.
        signer: Signer of the codes on tickets.
        now: Present instant.
    """

    delivery: NoticeDelivery
    account: User | None
    app_address: str
    organizer: str
    links: MailLinks
    signer: TicketCodeSigner
    now: datetime


ComposeNoticeMail = Callable[[Reader, NoticeMailRequest], Awaitable[Mail]]
"""Composer of the mails of a family of templates, from the documents as they are now.

`delivery` and `categories` of the mail are set afterwards, for all families. A composer raises `NoMailAddress` if the
recipient has no address: what must arrive then goes on to the next channel. It raises any other `Conflict`, or
`NotFound`, if the notification is no longer true: the delivery is then dropped.
"""
