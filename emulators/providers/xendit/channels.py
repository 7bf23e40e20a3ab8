"""Indonesian payment channels: names, limits and refunds."""

import csv
from dataclasses import dataclass
from functools import cache
from typing import Literal

from emulators.providers.api_descriptions import SPECS_FOLDER

PaymentMethod = Literal[
    "BANK_TRANSFER", "QR_CODE", "EWALLET", "CREDIT_CARD", "RETAIL_OUTLET", "PAYLATER", "DIRECT_DEBIT"
]

METHOD_LABELS: dict[PaymentMethod, str] = {
    "BANK_TRANSFER": "Virtual account",
    "QR_CODE": "QRIS",
    "EWALLET": "Dompet digital",
    "CREDIT_CARD": "Kartu kredit atau debit",
    "RETAIL_OUTLET": "Gerai ritel",
    "PAYLATER": "Bayar nanti",
    "DIRECT_DEBIT": "Debit langsung",
}

_SINGLE: dict[str, tuple[PaymentMethod, str, str]] = {
    "QRIS": ("QR_CODE", "QRIS", "QRIS"),
    "CARDS": ("CREDIT_CARD", "CREDIT_CARD", "Kartu kredit atau debit"),
    "ALFAMART": ("RETAIL_OUTLET", "ALFAMART", "Alfamart"),
    "INDOMARET": ("RETAIL_OUTLET", "INDOMARET", "Indomaret"),
    "AKULAKU": ("PAYLATER", "AKULAKU", "Akulaku"),
    "ATOME": ("PAYLATER", "ATOME", "Atome"),
    "KREDIVO": ("PAYLATER", "KREDIVO", "Kredivo"),
    "BRI_DIRECT_DEBIT": ("DIRECT_DEBIT", "DD_BRI", "BRI Direct Debit"),
    "OVO": ("EWALLET", "OVO", "OVO"),
    "DANA": ("EWALLET", "DANA", "DANA"),
    "GOPAY": ("EWALLET", "GOPAY", "GoPay"),
    "SHOPEEPAY": ("EWALLET", "SHOPEEPAY", "ShopeePay"),
    "LINKAJA": ("EWALLET", "LINKAJA", "LinkAja"),
    "ASTRAPAY": ("EWALLET", "ASTRAPAY", "AstraPay"),
    "NEXCASH": ("EWALLET", "NEXCASH", "Nexcash"),
    "JENIUSPAY": ("EWALLET", "JENIUSPAY", "JeniusPay"),
}
_BANKS = {"BSS": "SAHABAT_SAMPOERNA"}
_BANK_LABELS = {
    "BSS": "Sahabat Sampoerna",
    "HANA": "Hana",
    "MANDIRI": "Mandiri",
    "MUAMALAT": "Muamalat",
    "PERMATA": "Permata",
}
_NOT_ON_INVOICES = {"GOPAY_RECURRING", "INDODANA"}


@dataclass(frozen=True)
class PaymentChannel:
    """Channel through which an invoice can be paid.

    Attributes:
        code: Code in Xendit's documentation (`BCA_VIRTUAL_ACCOUNT`).
        label: Name on the checkout page.
        method: Kind of channel.
        minimum: Smallest amount, in rupiah.
        maximum: Largest amount, in rupiah.
        refundable: True if a payment can be refunded.
        partly_refundable: True if a part of a payment can be refunded.
    """

    code: str
    name: str
    """Name in invoices and their webhooks (`BCA`, `OVO`, `CREDIT_CARD`)."""

    label: str
    method: PaymentMethod
    minimum: int
    maximum: int
    refundable: bool
    partly_refundable: bool
    refund_days: int | None
    """Days after the payment within which a refund is possible. None: no limit."""

    @property
    def refund_type(self) -> str:
        """Return the name of the kind of channel in refunds."""
        return "CARD" if self.method == "CREDIT_CARD" else self.method

    def accepts_amount(self, amount: int) -> bool:
        """Return whether `amount` is within the channel's limits."""
        return self.minimum <= amount <= self.maximum


def _channel(row: dict[str, str]) -> PaymentChannel:
    code = row["channel"]
    if code.endswith("_VIRTUAL_ACCOUNT"):
        bank = code.removesuffix("_VIRTUAL_ACCOUNT")
        method, name = "BANK_TRANSFER", _BANKS.get(bank, bank)
        label = f"{_BANK_LABELS.get(bank, bank)} Virtual Account"
    else:
        method, name, label = _SINGLE[code]
    return PaymentChannel(
        code=code,
        name=name,
        label=label,
        method=method,  # type: ignore[arg-type]
        minimum=int(row["min"]),
        maximum=int(row["max"]),
        refundable=row["refund"] == "yes",
        partly_refundable=row["partial_refund"] == "yes",
        refund_days=int(row["refund_days"]) if row["refund_days"].isdigit() else None,
    )


@cache
def list_channels() -> tuple[PaymentChannel, ...]:
    """List the channels through which an Indonesian invoice can be paid."""
    with (SPECS_FOLDER / "idr_channels.csv").open(encoding="utf-8", newline="") as file:
        return tuple(_channel(row) for row in csv.DictReader(file) if row["channel"] not in _NOT_ON_INVOICES)


def find_channel(name: str) -> PaymentChannel | None:
    """Return the channel with a code (`BCA_VIRTUAL_ACCOUNT`) or short name (`BCA`), or None."""
    wanted = name.upper()
    return next((each for each in list_channels() if wanted in (each.code, each.name)), None)
