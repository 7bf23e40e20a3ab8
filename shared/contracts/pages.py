"""Pages for browsers: domains compose what a page shows, and a gateway renders the page in our shell."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from shared.contracts.files import HtmlPage
from shared.contracts.people import Locale
from shared.kernel.ids import RandomBelow


@dataclass(frozen=True, slots=True)
class WebPage:
    """Page before it is rendered.

    Attributes:
        template: Name of the page's template, and of its words in both languages.
        locale: Language of the page.
        values: Values that the template shows; all of them are text, never markup.
        calls: Address that the page's script may call; empty for a page without a script.
        has_pictures: True if the page shows pictures that it holds itself.
    """

    template: str
    locale: Locale
    values: Mapping[str, Any]
    calls: str = ""
    has_pictures: bool = False


class PageRenderer(Protocol):
    """Renders pages. Whatever a page shows is escaped, and the page can load nothing."""

    def render_page(self, page: WebPage, random_below: RandomBelow) -> HtmlPage:
        """Render `page`; `random_below` makes the text by which a browser knows the page's own script and style."""
        ...
