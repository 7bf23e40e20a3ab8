"""The page behind the link of a confirmation mail."""

import json
from datetime import timedelta
from typing import Any

import pytest
from playwright.async_api import expect

from shared.contracts.files import HtmlPage
from shared.contracts.mail_links import ConfirmationLink
from shared.gateways.html_pages import HtmlPages
from shared.kernel.ids import Id
from shared.notifications import confirmation_page
from tests.builders import NOON
from tests.journeys.link_pages import open_link_page

URL = "http://api.example/confirm-email"


def render(now_after_days: float = 0, **given: Any) -> HtmlPage:
    """Render the page of a link that ends a day after noon."""
    values: dict[str, Any] = {"kind": "account", "subject": Id("ana"), "expires_at": NOON + timedelta(days=1)} | given
    now = NOON + timedelta(days=now_after_days)
    page = confirmation_page.compose_page(ConfirmationLink(**values), '"><b>token', url=URL, now=now)
    return HtmlPages().render_page(page, lambda below: below - 1)


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({}, "Ya, ini alamat saya"),
        ({"locale": "en"}, "Yes, this is my address"),
        ({"kind": "tickets"}, "Tiket Anda kami kirim"),
        ({"kind": "tickets", "locale": "en"}, "We then send them"),
        ({"now_after_days": 1}, "sudah kedaluwarsa"),
        ({"now_after_days": 1, "locale": "en"}, "has expired"),
    ],
)
def test_the_page_speaks_the_language_of_the_link(given: dict[str, Any], words: str) -> None:
    """
    Each page says what is confirmed, or that the link has ended; nothing in it is markup of the token's.
    """
    text = render(**given).content.decode()

    assert words in text
    assert "<b>token" not in text
    assert ('<button type="button" hidden>' in text) == ("now_after_days" in given)


def test_the_page_may_load_nothing() -> None:
    """
    Browsers keep no copy, tell the address to nobody, and let the page call the confirmation alone.
    """
    headers = render().headers

    assert headers["content-security-policy"].startswith(f"default-src 'none'; script-src 'nonce-{'f' * 32}'")
    assert f"connect-src {URL}" in headers["content-security-policy"]
    assert (headers["cache-control"], headers["referrer-policy"]) == ("no-store", "no-referrer")


@pytest.mark.browser
@pytest.mark.slow
@pytest.mark.parametrize(
    ("status", "told"),
    [
        (200, "Terima kasih, alamat surel Anda sudah dikonfirmasi."),
        (410, "Alamat ini belum dapat dikonfirmasi. Coba lagi, atau mintalah surel yang baru."),
    ],
)
async def test_the_button_confirms(status: int, told: str) -> None:
    """
    In a real browser, opening the page sends nothing; the button sends the token, and the page says what came of it.
    """
    async with open_link_page(render(), status=status, answer={}) as opened:
        before = list(opened.posts)

        await opened.at.get_by_role("button").click()

        await expect(opened.at.get_by_role("status")).to_have_text(told)
        await expect(opened.at.get_by_role("button")).to_have_count(0)
    [(media_type, sent)] = opened.posts
    assert (media_type, json.loads(sent or "")) == ("application/json", {"token": '"><b>token'})
    assert (before, opened.complaints) == ([], [])
