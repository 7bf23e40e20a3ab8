"""Refund routes by payment channel (Xendit's Indonesian channels, as of 2026).

Virtual accounts and shops cannot refund: the money goes back as a payout to the buyer's bank account. The other
channels
refund for a limited number of days, and some of them only the whole amount.
"""

from datetime import datetime, timedelta

from shared.kernel.stored_choices import StoredEnum


class RefundRoute(StoredEnum):
    REFUND = "refund"
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


def compute_refund_route(channel: str | None, *, in_full: bool, paid_at: datetime, now: datetime) -> RefundRoute:
    """Compute how to refund what was paid through `channel` at `paid_at`. An unknown channel is refunded by payout."""
    name = (channel or "").upper().removeprefix("ID_")
    if name not in _REFUND_DAYS or (name in _IN_FULL_ONLY and not in_full):
        return RefundRoute.PAYOUT
    days = _REFUND_DAYS[name]
    return RefundRoute.REFUND if days is None or now - paid_at < timedelta(days=days) else RefundRoute.PAYOUT
