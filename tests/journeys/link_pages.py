"""Pages behind links in mails, opened in a real browser: what the page shows, and what its form posts."""

import contextlib
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import Any

from playwright.async_api import Page, Route

from shared.contracts.files import HtmlPage
from tests.journeys.chat_pages import open_chromium


@dataclass(frozen=True)
class LinkPage:
    """Page in a browser.

    Attributes:
        at: The page.
        posts: Media type and body of each request that the page has posted.
        complaints: Errors of the page's script.
    """

    at: Page
    posts: list[tuple[str, str | None]] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)


@contextlib.asynccontextmanager
async def open_link_page(shown: HtmlPage, *, status: int, answer: Any) -> AsyncIterator[LinkPage]:
    """Open a page with its own headers until the block ends.

    Args:
        shown: Page to open.
        status: Status of the answer to what the page posts.
        answer: JSON of that answer.
    """
    async with open_chromium() as browser:
        opened = LinkPage(await browser.new_page())

        async def serve(route: Route) -> None:
            if route.request.method == "POST":
                media_type = route.request.headers["content-type"].partition(";")[0]
                opened.posts.append((media_type, route.request.post_data))
                await route.fulfill(status=status, json=answer)
            else:
                headers = shown.headers | {"content-type": shown.media_type}
                await route.fulfill(status=200, headers=headers, body=shown.content)

        opened.at.on("pageerror", lambda error: opened.complaints.append(str(error)))
        await opened.at.route("**/*", serve)
        await opened.at.goto("http://api.example/page?token=x")
        yield opened
