"""Links in our mails by which people confirm their addresses."""

from datetime import datetime
from typing import Literal, Protocol

from shared.contracts.people import Locale
from shared.kernel.ids import Id, OrderId
from shared.kernel.schemas import Model, Moment


class ConfirmationLink(Model):
    """Confirmation that the owner of an address gives with a link.

    Attributes:
        kind: `account` confirms the address of an account, `tickets` that of an order of free tickets.
        subject: Id of the account or order.
        version: Number of the account's address: a link to an earlier address confirms nothing. 0 for orders.
        locale: Language of the page.
        expires_at: Instant in UTC from which on the link confirms nothing.
    """

    kind: Literal["account", "tickets"]
    subject: Id
    version: int = 0
    locale: Locale = "id"
    expires_at: Moment

    def has_expired(self, now: datetime) -> bool:
        return now >= self.expires_at


class TicketsLink(Model):
    """Link by which a guest reaches the tickets of an order. The link names no person.

    Attributes:
        order_id: Id of the order.
        version: Version of the order's link: links of earlier versions show nothing.
        locale: Language of the page.
        expires_at: Instant in UTC from which on the link shows nothing.
    """

    order_id: OrderId
    version: int = 0
    locale: Locale = "id"
    expires_at: Moment

    def has_expired(self, now: datetime) -> bool:
        return now >= self.expires_at


class RefundAccountLink(Model):
    """Link by which a buyer names the bank account for a refund. The link names no person.

    Attributes:
        order_id: Id of the order.
        number: Number of the refund within its order.
        attempt: Attempt of the refund that waits for the account: a link of an earlier attempt names nothing.
        address_tag: Keyed digest of the address that the link was mailed to. Another address ends the link.
        locale: Language of the page.
        expires_at: Instant in UTC from which on the link names nothing.
    """

    order_id: OrderId
    number: int
    attempt: int
    address_tag: str
    locale: Locale = "id"
    expires_at: Moment

    def has_expired(self, now: datetime) -> bool:
        return now >= self.expires_at


class MailLinks(Protocol):
    """Signed links in our mails."""

    def sign_link(self, link: ConfirmationLink) -> str:
        """Return the address of the page on which the owner of a mail's address confirms `link`."""
        ...

    def read_link(self, token: str) -> ConfirmationLink:
        """Return what `token` confirms; the link may have expired.

        Raises:
            ConfirmationLinkNotValid: The token's signature is not ours.
        """
        ...

    def sign_tickets_link(self, link: TicketsLink) -> str:
        """Return the address of the page that shows the tickets of an order."""
        ...

    def read_tickets_link(self, token: str) -> TicketsLink:
        """Return what `token` names; the link may have expired.

        Raises:
            TicketsLinkNotValid: The token's signature is not ours.
        """
        ...

    def sign_refund_account_link(self, link: RefundAccountLink, *, page: str | None = None) -> str:
        """Return the address of the page on which a buyer names a bank account; `page` is a page of the front-end."""
        ...

    def read_refund_account_link(self, token: str) -> RefundAccountLink:
        """Return what `token` names; the link may have expired.

        Raises:
            RefundLinkNotValid: The token's signature is not ours.
        """
        ...

    def compute_address_tag(self, address: str) -> str:
        """Compute the keyed digest of an e-mail address, from which nobody but us can tell the address."""
        ...

    def get_refund_account_url(self) -> str:
        """Return the address to which the page sends the account."""
        ...

    def get_tickets_pdf_url(self, token: str) -> str:
        """Return the address of the PDF with the tickets of the same link."""
        ...

    def get_confirmation_url(self) -> str:
        """Return the address to which the page sends its token."""
        ...
