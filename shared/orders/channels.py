"""Payment channels (Xendit's Indonesian channels, as of 2026): what people call them, and how each refunds.

Virtual accounts and shops cannot refund: the money goes back as a payout to the buyer's bank account. The other
channels
refund for a limited number of days, and some of them only the whole amount.
"""

from datetime import datetime, timedelta

from shared.kernel.stored_choices import StoredEnum


class RefundRoute(StoredEnum):
    """Way by which money goes back.

    `SURPLUS` is a refund of another invoice than the order's own. Versions that would refund the order's own invoice
    instead do not know the value, and leave the refund alone.
    """

    REFUND = "refund"
    SURPLUS = "surplus"
    PAYOUT = "payout"
    UNKNOWN = "unknown"


# These refund all of it or nothing.
_IN_FULL_ONLY = ("BRI_DIRECT_DEBIT", "LINKAJA", "QRIS")

# Days in which a full refund is taken; None is without end.
_REFUND_DAYS: dict[str, int | None] = {
    "AKULAKU": None,
    "ATOME": None,
    "BRI_DIRECT_DEBIT": 120,
    "CARDS": 365,
    "CREDIT_CARD": 365,
    "DANA": 30,
    "GOPAY": 45,
    "GOPAY_RECURRING": 45,
    "INDODANA": 30,
    "JENIUSPAY": None,
    "KREDIVO": 14,
    "LINKAJA": 30,
    "OVO": 14,
    "QRIS": 30,
    "SHOPEEPAY": 365,
}


# Those whose name is not their code in large and small letters.
_NAMES = {
    "ASTRAPAY": "AstraPay",
    "BRI_DIRECT_DEBIT": "BRI Direct Debit",
    "DANA": "DANA",
    "GOPAY": "GoPay",
    "GOPAY_RECURRING": "GoPay",
    "JENIUSPAY": "Jenius Pay",
    "LINKAJA": "LinkAja",
    "OVO": "OVO",
    "QRIS": "QRIS",
    "SHOPEEPAY": "ShopeePay",
}
_CARD_NAMES = {"id": "Kartu kredit atau debit", "en": "Credit or debit card"}
_CARDS = ("CARDS", "CREDIT_CARD")
_VIRTUAL_ACCOUNT = "_VIRTUAL_ACCOUNT"
_NAMES_OF_BANKS = {"HANA": "Hana", "MANDIRI": "Mandiri", "MUAMALAT": "Muamalat", "PERMATA": "Permata"}


def format_channel_name(channel: str, locale: str) -> str:
    """Write what people call a payment channel: `QRIS`, `BCA Virtual Account`. A new channel is named by its code."""
    code = channel.upper().removeprefix("ID_")
    if code in _CARDS:
        return _CARD_NAMES.get(locale, _CARD_NAMES["en"])
    if code.endswith(_VIRTUAL_ACCOUNT):
        bank = code.removesuffix(_VIRTUAL_ACCOUNT)
        return f"{_NAMES_OF_BANKS.get(bank, bank)} Virtual Account"
    return _NAMES.get(code) or code.replace("_", " ").title()


def compute_refund_route(channel: str | None, *, in_full: bool, paid_at: datetime, now: datetime) -> RefundRoute:
    """Compute how to refund what was paid through `channel` at `paid_at`. An unknown channel is refunded by payout."""
    name = (channel or "").upper().removeprefix("ID_")
    if name not in _REFUND_DAYS or (name in _IN_FULL_ONLY and not in_full):
        return RefundRoute.PAYOUT
    days = _REFUND_DAYS[name]
    return RefundRoute.REFUND if days is None or now - paid_at < timedelta(days=days) else RefundRoute.PAYOUT
