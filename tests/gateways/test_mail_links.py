"""Links in mails that nobody but us can make."""

import pytest

from shared.contracts.mail_links import ConfirmationLink
from shared.gateways.mail_links import SignedMailLinks
from shared.kernel.ids import Id
from shared.notifications.errors import ConfirmationLinkNotValid
from tests.builders import NOON

LINK = ConfirmationLink(kind="account", subject=Id("ana"), version=2, locale="en", expires_at=NOON)


@pytest.fixture
def links() -> SignedMailLinks:
    """Provide the gateway with a key of its own."""
    return SignedMailLinks(key="a-test-key", base_url="https://api.example.com/")


def token_of(url: str) -> str:
    """Return the token of a link."""
    page, _, token = url.partition("?token=")
    assert page == "https://api.example.com/show-email-confirmation"
    return token


def test_a_link_says_what_it_confirms(links: SignedMailLinks) -> None:
    """
    Another instance with the same key reads what was signed.
    """
    token = token_of(links.sign_link(LINK))

    assert SignedMailLinks(key="a-test-key", base_url="https://x.example").read_link(token) == LINK
    assert links.get_confirmation_url() == "https://api.example.com/confirm-email"
    assert "ana@" not in token


@pytest.mark.parametrize(
    "spoil", ["", ".", "x", "e30.e30", "é.é", "{token}x", "x{token}", "{content}.", ".{signature}"]
)
def test_a_link_that_is_not_ours(links: SignedMailLinks, spoil: str) -> None:
    """
    A token that was cut, changed or made up confirms nothing.
    """
    token = token_of(links.sign_link(LINK))
    content, _, signature = token.partition(".")

    with pytest.raises(ConfirmationLinkNotValid):
        links.read_link(spoil.format(token=token, content=content, signature=signature))


def test_a_link_of_another_key(links: SignedMailLinks) -> None:
    """
    After a change of the key, earlier links confirm nothing.
    """
    with pytest.raises(ConfirmationLinkNotValid):
        SignedMailLinks(key="another", base_url="https://x.example").read_link(token_of(links.sign_link(LINK)))


def test_no_link_without_a_key() -> None:
    """
    An instance without its secret refuses to sign.
    """
    with pytest.raises(ValueError, match="LINK_SIGNING_KEY"):
        SignedMailLinks(key="", base_url="https://x.example")
