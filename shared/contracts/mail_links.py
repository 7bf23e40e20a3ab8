"""Signed links in our mails: what each kind names, and for how long. No link names a person."""

from datetime import datetime
from typing import Annotated, Literal, Protocol, TypeVar

from pydantic import StringConstraints

from shared.contracts.notices import Channel, NotificationKind
from shared.contracts.people import Locale
from shared.kernel.ids import Id, OrderId, UserId
from shared.kernel.schemas import Model, Moment

LinkToken = Annotated[str, StringConstraints(min_length=1, max_length=1_000)]
"""Value of `token` in the address of a link."""


class SignedLink(Model):
    """Link of any kind.

    Attributes:
        locale: Language of the page behind the link.
        expires_at: Instant in UTC from which on the link does nothing.
    """

    locale: Locale = "id"
    expires_at: Moment

    def has_expired(self, now: datetime) -> bool:
        return now >= self.expires_at


LinkT = TypeVar("LinkT", bound=SignedLink)


class ConfirmationLink(SignedLink):
    """Confirmation that the owner of an address gives with a link.

    Attributes:
        kind: `account` confirms the address of an account, `tickets` that of an order of free tickets.
        subject: Id of the account or order.
        version: Number of the account's address, or version of the order's links: a link to an earlier address
            confirms nothing.
    """

    kind: Literal["account", "tickets"]
    subject: Id
    version: int = 0


class TicketsLink(SignedLink):
    """Link by which a guest reaches the tickets of an order.

    Attributes:
        order_id: Id of the order.
        version: Version of the order's link: links of earlier versions show nothing.
        delivery_id: Delivery of the mail with the link; None in links of earlier versions.
    """

    order_id: OrderId
    version: int = 0
    delivery_id: Id | None = None


class RefundAccountLink(SignedLink):
    """Link by which a buyer names the bank account for a refund.

    Attributes:
        order_id: Id of the order.
        number: Number of the refund within its order.
        attempt: Attempt of the refund that waits for the account: a link of an earlier attempt names nothing.
        address_tag: Keyed digest of the address that the link was mailed to. Another address ends the link.
    """

    order_id: OrderId
    number: int
    attempt: int
    address_tag: str


class UnsubscribeLink(SignedLink):
    """Link by which a person ends the messages of one kind on one channel, and no others.

    Attributes:
        user_id: Id of the person, the uid.
        kind: Kind of notifications that ends.
        channel: Channel on which the kind ends.
    """

    user_id: UserId
    kind: NotificationKind
    channel: Channel


class NoticeLink(SignedLink):
    """Place in the app that a notification opens, with the delivery by which the person came.

    Attributes:
        delivery_id: Delivery whose link was opened.
    """

    delivery_id: Id


class MailLinks(Protocol):
    """Signed links in our mails. Each class of links has a page, and a function that the page calls."""

    def sign_link(self, link: SignedLink, *, page: str | None = None) -> str:
        """Return the address of the page behind `link`; `page` is a page of the front-end instead of ours."""
        ...

    def sign_action(self, link: SignedLink) -> str:
        """Return the address of the function that does what `link` allows, for programs that need no page."""
        ...

    def sign_token(self, link: SignedLink) -> str:
        """Return the token of `link` alone, for an app that has an address already."""
        ...

    def find_link(self, kind: type[LinkT], token: str) -> LinkT | None:
        """Return the link of a token, which may have expired; None if we have signed no such link of this kind."""
        ...

    def get_action_url(self, kind: type[SignedLink]) -> str:
        """Return the address of the function that the page of such links calls with the token."""
        ...

    def compute_address_tag(self, address: str) -> str:
        """Compute the keyed digest of an e-mail address, from which nobody but us can tell the address."""
        ...
