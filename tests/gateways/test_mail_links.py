"""Links in mails that nobody but us can make."""

import pytest

from shared.contracts.mail_links import ConfirmationLink, RefundAccountLink, SignedLink, TicketsLink, UnsubscribeLink
from shared.contracts.notices import Channel, NotificationKind
from shared.gateways.mail_links import SignedMailLinks
from shared.kernel.ids import Id, OrderId, UserId
from tests.builders import NOON

LINK = ConfirmationLink(kind="account", subject=Id("ana"), version=2, locale="en", expires_at=NOON)

MAILED: list[tuple[SignedLink, str]] = [
    (
        LINK,
        (
            "eyJraW5kIjoiYWNjb3VudCIsInN1YmplY3QiOiJhbmEiLCJ2ZXJzaW9uIjoyLCJsb2NhbGUiOiJlbiIsImV4cGlyZXNfYXQiOiIyMDI2LTEx"
            "LTI2VDA1OjAwOjAwWiJ9.hAKr3m6VtjDEowjG1nO6CueuvZL6vlRAD1XZeKcHuxQ"
        ),
    ),
    (
        TicketsLink(order_id=OrderId("BE-20261126-ACD346"), version=1, locale="en", expires_at=NOON),
        (
            "eyJvcmRlcl9pZCI6IkJFLTIwMjYxMTI2LUFDRDM0NiIsInZlcnNpb24iOjEsImxvY2FsZSI6ImVuIiwiZXhwaXJlc19hdCI6IjIwMjYtMTEt"
            "MjZUMDU6MDA6MDBaIn0._NyYd8rCLHs6U4TIrOhC0kXiCAndQCvlsc-O776rOa4"
        ),
    ),
    (
        RefundAccountLink(
            order_id=OrderId("BE-20261126-ACD346"), number=1, attempt=2, address_tag="AbCd", expires_at=NOON
        ),
        (
            "eyJvcmRlcl9pZCI6IkJFLTIwMjYxMTI2LUFDRDM0NiIsIm51bWJlciI6MSwiYXR0ZW1wdCI6MiwiYWRkcmVzc190YWciOiJBYkNkIiwibG9j"
            "YWxlIjoiaWQiLCJleHBpcmVzX2F0IjoiMjAyNi0xMS0yNlQwNTowMDowMFoifQ.8nkrhHQUFeqWHB_XoKhmVbT5CZtDCPKS2p0SJjHXUKA"
        ),
    ),
    (
        UnsubscribeLink(
            user_id=UserId("ana"),
            kind=NotificationKind.AFFILIATE,
            channel=Channel.EMAIL,
            locale="en",
            expires_at=NOON,
        ),
        (
            "eyJsb2NhbGUiOiJlbiIsImV4cGlyZXNfYXQiOiIyMDI2LTExLTI2VDA1OjAwOjAwWiIsInVzZXJfaWQiOiJhbmEiLCJraW5kIjoiYWZmaWxpYX"
            "RlIiwiY2hhbm5lbCI6ImVtYWlsIn0.pOaOFubJHTR9GtHb7oDW2OrU5xWEvPIl-_K_UCo8ghE"
        ),
    ),
]
"""Links with the tokens that an earlier version mailed for them."""


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

    assert SignedMailLinks(key="a-test-key", base_url="https://x.example").find_link(ConfirmationLink, token) == LINK
    assert links.get_action_url(ConfirmationLink) == "https://api.example.com/confirm-email"
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

    assert links.find_link(ConfirmationLink, spoil.format(token=token, content=content, signature=signature)) is None


@pytest.mark.parametrize(("link", "token"), MAILED, ids=[type(link).__name__ for link, _ in MAILED])
def test_links_that_were_mailed_stay_valid(links: SignedMailLinks, link: SignedLink, token: str) -> None:
    """
    A token that an earlier version has mailed says the same as then.
    """
    assert links.find_link(type(link), token) == link


@pytest.mark.parametrize("kind", [ConfirmationLink, TicketsLink, RefundAccountLink, UnsubscribeLink])
def test_a_link_is_good_for_one_purpose(links: SignedMailLinks, kind: type[SignedLink]) -> None:
    """
    The token of a link of another kind is no link of this kind, whatever it says.
    """
    others = [token for link, token in MAILED if type(link) is not kind]

    assert [links.find_link(kind, token) for token in others] == [None, None, None]


def test_a_link_of_another_key(links: SignedMailLinks) -> None:
    """
    After a change of the key, earlier links confirm nothing.
    """
    other = SignedMailLinks(key="another", base_url="https://x.example")

    assert other.find_link(ConfirmationLink, token_of(links.sign_link(LINK))) is None


def test_no_link_without_a_key() -> None:
    """
    An instance without its secret refuses to sign.
    """
    with pytest.raises(ValueError, match="LINK_SIGNING_KEY"):
        SignedMailLinks(key="", base_url="https://x.example")
