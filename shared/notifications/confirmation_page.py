"""The page behind the link of a confirmation mail."""

import html
import json
from datetime import datetime
from importlib import resources

from shared.contracts.files import HtmlPage
from shared.contracts.mail_links import ConfirmationLink
from shared.kernel.ids import RandomBelow

_NONCE_BITS = 128


def generate_nonce(random_below: RandomBelow) -> str:
    """Generate the random text by which a browser knows the page's own script."""
    return f"{random_below(2**_NONCE_BITS):032x}"


def render_page(link: ConfirmationLink, token: str, *, url: str, nonce: str, now: datetime) -> HtmlPage:
    """Render the page in the language of the link. The page's button sends `token` to `url`."""
    folder = resources.files("shared.notifications") / "templates"
    page = folder.joinpath("confirmation_page.html").read_text(encoding="utf-8")
    words = json.loads(folder.joinpath(link.locale, "confirmation_page.json").read_text(encoding="utf-8"))
    kind = "expired" if link.has_expired(now) else link.kind
    values = {
        "lang": link.locale,
        "title": words["title"][kind],
        "text": words["text"][kind],
        "button": words["button"],
        "is_hidden": "hidden" if kind == "expired" else "",
        "done": words["done"][link.kind],
        "failed": words["failed"],
        "token": token,
        "url": url,
        "nonce": nonce,
    }
    for name, value in values.items():
        page = page.replace(f"[[{name}]]", html.escape(value))
    return HtmlPage("page.html", page.encode(), connects_to=url, nonce=nonce)
