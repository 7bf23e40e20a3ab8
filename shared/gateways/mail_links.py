"""Signed links in our mails: nobody but us can make one, and each says itself when it ends."""

import base64
import binascii
import hmac

from pydantic import ValidationError

from shared.contracts.mail_links import ConfirmationLink
from shared.notifications.errors import ConfirmationLinkNotValid

_PAGE = "show-email-confirmation"
_CONFIRM = "confirm-email"


class SignedMailLinks:
    """Links with an HMAC over what they confirm. `base_url` is the front door of the public functions."""

    def __init__(self, *, key: str, base_url: str) -> None:
        if not key:
            raise ValueError("LINK_SIGNING_KEY is not set. Without it anybody could confirm any address.")
        self._key = key.encode()
        self._base_url = base_url.rstrip("/")

    def sign_link(self, link: ConfirmationLink) -> str:
        """Return the address of the page on which the owner of a mail's address confirms `link`."""
        content = link.model_dump_json().encode()
        return f"{self._base_url}/{_PAGE}?token={_encode(content)}.{_encode(self._sign(content))}"

    def read_link(self, token: str) -> ConfirmationLink:
        """Return what `token` confirms; the link may have expired.

        Raises:
            ConfirmationLinkNotValid: The token's signature is not ours.
        """
        content, _, signature = token.partition(".")
        try:
            told = _decode(content)
            if not hmac.compare_digest(self._sign(told), _decode(signature)):
                raise ConfirmationLinkNotValid()
            return ConfirmationLink.model_validate_json(told)
        except (binascii.Error, ValidationError) as error:
            raise ConfirmationLinkNotValid() from error

    def get_confirmation_url(self) -> str:
        """Return the address to which the page sends its token."""
        return f"{self._base_url}/{_CONFIRM}"

    def _sign(self, content: bytes) -> bytes:
        return hmac.digest(self._key, b"confirmation-link:" + content, "sha256")


def _encode(content: bytes) -> str:
    return base64.urlsafe_b64encode(content).decode().rstrip("=")


def _decode(text: str) -> bytes:
    return base64.b64decode(text.encode() + b"=" * (-len(text) % 4), altchars=b"-_", validate=True)
