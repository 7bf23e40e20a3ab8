"""Pages for browsers, rendered by Jinja from our templates in one shell."""

import json
from functools import cached_property
from importlib import resources
from typing import Any

from shared.contracts.files import HtmlPage
from shared.contracts.pages import WebPage
from shared.kernel.ids import RandomBelow

_NONCE_BITS = 128


class HtmlPages:
    """Renders pages. A template extends `page.html`, and finds its words in `words`."""

    def render_page(self, page: WebPage, random_below: RandomBelow) -> HtmlPage:
        """Render `page`; `random_below` makes the text by which a browser knows the page's own script and style."""
        nonce = f"{random_below(2**_NONCE_BITS):032x}"
        words: Any = json.loads(_read_template(f"{page.locale}/{page.template}.json"))
        values = {**page.values, "words": words, "lang": page.locale, "nonce": nonce, "calls": page.calls}
        content: str = self._templates.get_template(f"{page.template}.html").render(values)
        return HtmlPage(
            f"{page.template}.html",
            content.encode(),
            connects_to=page.calls,
            nonce=nonce,
            has_pictures=page.has_pictures,
        )

    @cached_property
    def _templates(self) -> Any:
        import jinja2

        return jinja2.Environment(
            loader=jinja2.FunctionLoader(_read_template),
            autoescape=True,
            undefined=jinja2.StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )


def _read_template(name: str) -> str:
    return (resources.files("shared.notifications") / "templates").joinpath(name).read_text(encoding="utf-8")


def import_sdk() -> None:
    """Import the vendor now."""
    import jinja2  # noqa: F401
