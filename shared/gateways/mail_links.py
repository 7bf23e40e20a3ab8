"""Signed links in our mails: nobody but us can make one, and each says itself when it ends."""

import base64
import binascii
import hmac

from pydantic import ValidationError

from shared.contracts.mail_links import ConfirmationLink, RefundAccountLink, TicketsLink
from shared.kernel.ports import ModelT
from shared.kernel.schemas import Model
from shared.notifications.errors import ConfirmationLinkNotValid
from shared.orders.errors import RefundLinkNotValid
from shared.tickets.errors import TicketsLinkNotValid

_PAGE = "show-email-confirmation"
_CONFIRM = "confirm-email"
_TICKETS_PAGE = "show-order-tickets"
_TICKETS_PDF = "download-tickets-by-link"
_REFUND_PAGE = "show-refund-account-form"
_REFUND_SUBMIT = "submit-refund-account"
_TAG_BYTES = 8
# A token is good for one purpose only: a link to tickets confirms no address.
_CONFIRMATION, _TICKETS, _REFUND, _TAG = b"confirmation-link", b"tickets-link", b"refund-link", b"address-tag"


class SignedMailLinks:
    """Links with an HMAC over what they confirm. `base_url` is the front door of the public functions."""

    def __init__(self, *, key: str, base_url: str) -> None:
        if not key:
            raise ValueError("LINK_SIGNING_KEY is not set. Without it anybody could confirm any address.")
        self._key = key.encode()
        self._base_url = base_url.rstrip("/")

    def sign_link(self, link: ConfirmationLink) -> str:
        """Return the address of the page on which the owner of a mail's address confirms `link`."""
        return f"{self._base_url}/{_PAGE}?token={self._sign(_CONFIRMATION, link)}"

    def read_link(self, token: str) -> ConfirmationLink:
        """Return what `token` confirms; the link may have expired.

        Raises:
            ConfirmationLinkNotValid: The token's signature is not ours.
        """
        link = self._read(_CONFIRMATION, token, ConfirmationLink)
        if link is None:
            raise ConfirmationLinkNotValid()
        return link

    def sign_tickets_link(self, link: TicketsLink) -> str:
        """Return the address of the page that shows the tickets of an order."""
        return f"{self._base_url}/{_TICKETS_PAGE}?token={self._sign(_TICKETS, link)}"

    def read_tickets_link(self, token: str) -> TicketsLink:
        """Return what `token` names; the link may have expired.

        Raises:
            TicketsLinkNotValid: The token's signature is not ours.
        """
        link = self._read(_TICKETS, token, TicketsLink)
        if link is None:
            raise TicketsLinkNotValid()
        return link

    def sign_refund_account_link(self, link: RefundAccountLink, *, page: str | None = None) -> str:
        """Return the address of the page on which a buyer names a bank account; `page` is a page of the front-end."""
        address = page or f"{self._base_url}/{_REFUND_PAGE}"
        return f"{address}{'&' if '?' in address else '?'}token={self._sign(_REFUND, link)}"

    def read_refund_account_link(self, token: str) -> RefundAccountLink:
        """Return what `token` names; the link may have expired.

        Raises:
            RefundLinkNotValid: The token's signature is not ours.
        """
        link = self._read(_REFUND, token, RefundAccountLink)
        if link is None:
            raise RefundLinkNotValid()
        return link

    def compute_address_tag(self, address: str) -> str:
        """Compute the keyed digest of an e-mail address, from which nobody but us can tell the address."""
        return _encode(self._digest(_TAG, address.encode())[:_TAG_BYTES])

    def get_refund_account_url(self) -> str:
        """Return the address to which the page sends the account."""
        return f"{self._base_url}/{_REFUND_SUBMIT}"

    def get_tickets_pdf_url(self, token: str) -> str:
        """Return the address of the PDF with the tickets of the same link."""
        return f"{self._base_url}/{_TICKETS_PDF}?token={token}"

    def get_confirmation_url(self) -> str:
        """Return the address to which the page sends its token."""
        return f"{self._base_url}/{_CONFIRM}"

    def _sign(self, purpose: bytes, link: Model) -> str:
        content = link.model_dump_json().encode()
        return f"{_encode(content)}.{_encode(self._digest(purpose, content))}"

    def _read(self, purpose: bytes, token: str, model: type[ModelT]) -> ModelT | None:
        content, _, signature = token.partition(".")
        try:
            told = _decode(content)
            if not hmac.compare_digest(self._digest(purpose, told), _decode(signature)):
                return None
            return model.model_validate_json(told)
        except (binascii.Error, ValidationError):
            return None

    def _digest(self, purpose: bytes, content: bytes) -> bytes:
        return hmac.digest(self._key, purpose + b":" + content, "sha256")


def _encode(content: bytes) -> str:
    return base64.urlsafe_b64encode(content).decode().rstrip("=")


def _decode(text: str) -> bytes:
    return base64.b64decode(text.encode() + b"=" * (-len(text) % 4), altchars=b"-_", validate=True)
