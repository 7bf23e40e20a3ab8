"""Page on which a buyer names the bank account for a refund, by the link in a refund mail."""

import html
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib import resources

from shared.contracts.files import HtmlPage
from shared.contracts.people import Locale
from shared.kernel.ids import RandomBelow
from shared.kernel.money import Money
from shared.orders.payout_channels import ChannelCategory, PayoutChannel

_NONCE_BITS = 128


@dataclass(frozen=True, slots=True)
class ShownRefund:
    """Refund as the page shows it.

    Attributes:
        amount: Amount of the refund, in whole rupiah.
        channels: Banks and e-wallets to choose from; none when the refund waits for no account.
        to: Masked account that was named; None if there is none.
    """

    amount: int
    channels: Sequence[PayoutChannel]
    to: str | None


def generate_nonce(random_below: RandomBelow) -> str:
    """Generate the random text by which a browser knows the page's own script."""
    return f"{random_below(2**_NONCE_BITS):032x}"


def render_page(shown: ShownRefund | None, token: str, *, locale: Locale, url: str, nonce: str) -> HtmlPage:
    """Render the page in the language of the link; None says that the link has expired.

    The page names nobody. Its form sends token and account to `url`.
    """
    folder = resources.files("shared.notifications").joinpath("templates")
    page = folder.joinpath("refund_account_page.html").read_text(encoding="utf-8")
    words: dict[str, str] = json.loads(folder.joinpath(locale, "refund_account_page.json").read_text(encoding="utf-8"))
    channels = shown.channels if shown else ()
    values = words | {
        "lang": locale,
        "text": _choose_text(shown, words),
        "is_hidden": "" if channels else "hidden",
        "token": token,
        "url": url,
        "nonce": nonce,
    }
    for name, value in values.items():
        page = page.replace(f"[[{name}]]", html.escape(value))
    groups = {words["banks"]: ChannelCategory.BANK, words["ewallets"]: ChannelCategory.EWALLET}
    options = "".join(
        _render_group(label, [one for one in channels if one.category is category])
        for label, category in groups.items()
    )
    return HtmlPage("refund.html", page.replace("[[options]]", options).encode(), connects_to=url, nonce=nonce)


def _choose_text(shown: ShownRefund | None, words: Mapping[str, str]) -> str:
    if shown is None:
        return words["expired"]
    name = "text" if shown.channels else ("named" if shown.to else "closed")
    return words[name].format(amount=Money.idr(shown.amount), to=shown.to)


def _render_group(label: str, channels: Sequence[PayoutChannel]) -> str:
    options = "".join(f'<option value="{html.escape(one.code)}">{html.escape(one.name)}</option>' for one in channels)
    return f'<optgroup label="{html.escape(label)}">{options}</optgroup>' if options else ""
