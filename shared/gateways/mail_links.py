"""Signed links in our mails: nobody but us can make one, and each says itself when it ends."""

import base64
import binascii
import hmac
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from pydantic import ValidationError

from shared.contracts.mail_links import (
    ConfirmationLink,
    LinkT,
    NoticeLink,
    RefundAccountLink,
    SignedLink,
    TicketsLink,
    UnsubscribeLink,
)

_TAG_BYTES = 8
_TAG = "address-tag"


@dataclass(frozen=True, slots=True)
class _LinkKind:
    """Kind of links.

    Attributes:
        purpose: Text that the signature covers: a link to tickets confirms no address. It never changes, because links
            that were mailed must stay valid.
        page: Function that shows the page behind the link; empty if the link opens the app.
        action: Function that the page calls.
    """

    purpose: str
    page: str
    action: str


_KINDS: Mapping[type[SignedLink], _LinkKind] = MappingProxyType(
    {
        ConfirmationLink: _LinkKind("confirmation-link", "show-email-confirmation", "confirm-email"),
        TicketsLink: _LinkKind("tickets-link", "show-order-tickets", "download-tickets-by-link"),
        RefundAccountLink: _LinkKind("refund-link", "show-refund-account-form", "submit-refund-account"),
        NoticeLink: _LinkKind("notice-link", "", "record-notification-click"),
        UnsubscribeLink: _LinkKind("unsubscribe-link", "show-unsubscribe-page", "unsubscribe-by-link"),
    }
)


class SignedMailLinks:
    """Links with an HMAC over what they say. `base_url` is the front door of the public functions."""

    def __init__(self, *, key: str, base_url: str) -> None:
        if not key:
            raise ValueError("LINK_SIGNING_KEY is not set. Without it anybody could confirm any address.")
        self._key = key.encode()
        self._base_url = base_url.rstrip("/")

    def sign_link(self, link: SignedLink, *, page: str | None = None) -> str:
        """Return the address of the page behind `link`; `page` is a page of the front-end instead of ours."""
        address = page or f"{self._base_url}/{_KINDS[type(link)].page}"
        return f"{address}{'&' if '?' in address else '?'}token={self.sign_token(link)}"

    def sign_action(self, link: SignedLink) -> str:
        """Return the address of the function that does what `link` allows, for programs that need no page."""
        return f"{self.get_action_url(type(link))}?token={self.sign_token(link)}"

    def sign_token(self, link: SignedLink) -> str:
        """Return the token of `link` alone, for an app that has an address already."""
        content = link.model_dump_json().encode()
        return f"{_encode(content)}.{_encode(self._digest(_KINDS[type(link)].purpose, content))}"

    def find_link(self, kind: type[LinkT], token: str) -> LinkT | None:
        """Return the link of a token, which may have expired; None if we have signed no such link of this kind."""
        content, _, signature = token.partition(".")
        try:
            told = _decode(content)
            if not hmac.compare_digest(self._digest(_KINDS[kind].purpose, told), _decode(signature)):
                return None
            return kind.model_validate_json(told)
        except (binascii.Error, ValidationError):
            return None

    def get_action_url(self, kind: type[SignedLink]) -> str:
        """Return the address of the function that the page of such links calls with the token."""
        return f"{self._base_url}/{_KINDS[kind].action}"

    def compute_address_tag(self, address: str) -> str:
        """Compute the keyed digest of an e-mail address, from which nobody but us can tell the address."""
        return _encode(self._digest(_TAG, address.encode())[:_TAG_BYTES])

    def _digest(self, purpose: str, content: bytes) -> bytes:
        return hmac.digest(self._key, purpose.encode() + b":" + content, "sha256")


def _encode(content: bytes) -> str:
    return base64.urlsafe_b64encode(content).decode().rstrip("=")


def _decode(text: str) -> bytes:
    return base64.b64decode(text.encode() + b"=" * (-len(text) % 4), altchars=b"-_", validate=True)
