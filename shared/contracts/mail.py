"""A message to one person, before any vendor has seen it."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Protocol

from shared.kernel.ports import WebhookSender


class AddressGrounds(StrEnum):
    """Reason for which a mail may go to its address.

    Attributes:
        VERIFIED: The owner has confirmed the address, or the sign-in provider has.
        PAID: The owner has paid under the address.
        VOUCHED: A partner answers for the address of a guest.
        INVITED: An admin has named the address in an invitation.
        CONFIRMATION: The mail asks the owner of the address to confirm it, and holds no words of other people.
        NONE: Nothing shows that the address is the recipient's: the mail is not sent.
    """

    VERIFIED = "verified"
    PAID = "paid"
    VOUCHED = "vouched"
    INVITED = "invited"
    CONFIRMATION = "confirmation"
    NONE = "none"

    @property
    def is_proven(self) -> bool:
        """Return whether the address is known to be the recipient's own, or was named by an admin."""
        return self in (AddressGrounds.VERIFIED, AddressGrounds.PAID, AddressGrounds.INVITED)


MAX_CATEGORIES = 10
# No address and no name of a person has this form.
_LABEL = re.compile(r"[A-Za-z0-9_.:-]{1,255}")


@dataclass(frozen=True, slots=True)
class UnsubscribeUrls:
    """Addresses by which the recipient ends mails of one kind, both with the same signed token.

    Attributes:
        one_click: Address to which a mail program sends a POST (RFC 8058), and which shows the page to a browser.
        page: Page with the button, for the line at the end of the mail.
    """

    one_click: str
    page: str


@dataclass(frozen=True, slots=True)
class InlineImage:
    """A PNG, shown in the mail where it says `cid:<name>`; drawn only when the mail is put together."""

    name: str
    draw: Callable[[], bytes]


@dataclass(frozen=True, slots=True)
class MailAttachment:
    """A file that goes with the mail; `kind` is its media type."""

    name: str
    kind: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Mail:
    """`template` names three files: `.subject`, `.html` and `.txt`. `reference` comes back in the provider's events.

    Words of people in `to_name` and `values` are quoted before (`shared.kernel.quoted_words`). A mail `about_payment`
    tells of something that somebody has paid for; such mails have an hourly limit of their own. `key` is the same at
    each attempt to send a mail; empty outside of tasks.

    Attributes:
        delivery: Id under which the provider reports on the mail; empty if nobody waits for reports. The provider
            keeps the id, so the id names no person.
        categories: Names under which the provider counts the mail, such as its kind and template; at most 10. The
            provider keeps them too.
        unsubscribe: Addresses by which the recipient ends mails of this kind; None for mails that nobody can end.
    """

    to: str
    to_name: str
    template: str
    locale: str
    values: Mapping[str, Any]
    reference: str
    grounds: AddressGrounds
    about_payment: bool = False
    key: str = ""
    inline_images: Sequence[InlineImage] = ()
    attachments: Sequence[MailAttachment] = ()
    delivery: str = ""
    categories: Sequence[str] = ()
    unsubscribe: UnsubscribeUrls | None = None

    def __post_init__(self) -> None:
        labels = [*self.categories, *([self.delivery] if self.delivery else [])]
        if wrong := [label for label in labels if not _LABEL.fullmatch(label)]:
            raise ValueError(f"the provider keeps these, so they are ids or names of ours: {wrong}")
        if len(set(self.categories)) != len(self.categories) or len(self.categories) > MAX_CATEGORIES:
            raise ValueError(f"a mail has at most {MAX_CATEGORIES} categories, all different")


class MailProvider(Protocol):
    """Provider of e-mail.

    Raises:
        Unavailable: The provider does not answer.
        Refused: The provider does not accept the e-mail.
    """

    async def send(self, mail: Mail) -> str:
        """Send `mail`, and return the provider's id of the e-mail."""
        ...


class MailCallbacks(WebhookSender, Protocol):
    """Callbacks of the provider of e-mail: `DeliveryReports`."""
