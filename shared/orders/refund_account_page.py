"""Page on which a buyer names the bank account for a refund, by the link in a refund mail."""

from collections.abc import Sequence
from dataclasses import dataclass

from shared.contracts.pages import WebPage
from shared.contracts.people import Locale
from shared.kernel.money import Money
from shared.orders.payout_channels import ChannelCategory, PayoutChannel

_GROUPS = (("banks", ChannelCategory.BANK), ("ewallets", ChannelCategory.EWALLET))


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


def compose_page(shown: ShownRefund | None, token: str, *, locale: Locale, url: str) -> WebPage:
    """Compose the page in the language of the link; None says that the link has expired.

    The page names nobody. Its form sends token and account to `url`.
    """
    channels = shown.channels if shown else ()
    groups = [(label, [one for one in channels if one.category is category]) for label, category in _GROUPS]
    values = {
        "state": _choose_state(shown),
        "amount": str(Money.idr(shown.amount)) if shown else "",
        "to": shown.to if shown else None,
        "groups": [(label, some) for label, some in groups if some],
        "token": token,
    }
    return WebPage("refund_account_page", locale, values, calls=url)


def _choose_state(shown: ShownRefund | None) -> str:
    if shown is None:
        return "expired"
    return "text" if shown.channels else ("named" if shown.to else "closed")
