"""Page with the tickets tells that a person has opened the mail: by a touch, never because the page was loaded."""

import json

import pytest

from shared.contracts.files import HtmlPage
from shared.contracts.mail_links import NoticeLink, TicketsLink
from shared.gateways.html_pages import HtmlPages
from shared.gateways.mail_links import SignedMailLinks
from shared.kernel.ids import Id, OrderId
from shared.tickets import ticket_links
from shared.tickets.ticket_page import ShownTickets
from tests.builders import NOON, a_ticket_event
from tests.journeys.link_pages import open_link_page
from tests.tickets.builders import a_ticket

LINKS = SignedMailLinks(key="k", base_url="http://api.example")
SHOWN = ShownTickets(event=a_ticket_event(), tickets=[a_ticket()], codes=["code"])


def render(delivery_id: str | None = "d-1", shown: ShownTickets | None = SHOWN) -> HtmlPage:
    """Render the page of the link in a mail."""
    link = TicketsLink(
        order_id=OrderId("BE-20261126-ACD346"), delivery_id=Id(delivery_id) if delivery_id else None, expires_at=NOON
    )
    page = ticket_links.compose_page(LINKS, link, LINKS.sign_token(link), shown)
    return HtmlPages().render_page(page, lambda below: below - 1)


@pytest.mark.parametrize("page", [render(delivery_id=None), render(shown=None)])
def test_a_page_without_a_delivery_or_tickets_has_no_script(page: HtmlPage) -> None:
    """
    Links of earlier versions name no delivery, and an expired one shows nothing.
    """
    assert b"<script" not in page.content
    assert page.connects_to == ""


@pytest.mark.browser
@pytest.mark.slow
async def test_the_first_touch_is_told_once() -> None:
    """
    In a real browser, opening the page and events of a script send nothing; the first click sends the token once.
    """
    async with open_link_page(render(), status=200, answer={}) as opened:
        await opened.at.evaluate("document.body.dispatchEvent(new PointerEvent('pointerdown', {bubbles: true}))")
        before = list(opened.posts)

        await opened.at.get_by_role("heading").click()
        await opened.at.get_by_role("heading").click()
        await opened.at.keyboard.press("Tab")

        await opened.at.wait_for_load_state("networkidle")
    ((media_type, body),) = opened.posts
    told = LINKS.find_link(NoticeLink, json.loads(body or "{}")["token"])
    assert (before, opened.complaints, media_type) == ([], [], "application/json")
    assert told is not None
    assert told.delivery_id == "d-1"
