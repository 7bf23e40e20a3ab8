"""Where a payout can go: Indonesian banks by their numbers' lengths, e-wallets by their phone numbers."""

import re
from typing import Literal

from shared.kernel.errors import Invalid

_ANY_BANK_NUMBER = r"[0-9]{5,20}"
_WALLET_NUMBER = r"08[0-9]{8,11}"
_NUMBER_PATTERNS = {
    "BCA": r"[0-9]{10}",
    "BNI": r"[0-9]{7,11}",
    "BRI": r"[0-9]{13,17}",
    "BSI": _ANY_BANK_NUMBER,
    "BTN": _ANY_BANK_NUMBER,
    "CIMB": _ANY_BANK_NUMBER,
    "DANA": _WALLET_NUMBER,
    "DANAMON": _ANY_BANK_NUMBER,
    "GOPAY": _WALLET_NUMBER,
    "JAGO": _ANY_BANK_NUMBER,
    "LINKAJA": _WALLET_NUMBER,
    "MANDIRI": r"[0-9]{12,17}",
    "OCBC": _ANY_BANK_NUMBER,
    "OVO": _WALLET_NUMBER,
    "PERMATA": _ANY_BANK_NUMBER,
    "SHOPEEPAY": _WALLET_NUMBER,
}

Bank = Literal[
    "BCA",
    "BNI",
    "BRI",
    "BSI",
    "BTN",
    "CIMB",
    "DANA",
    "DANAMON",
    "GOPAY",
    "JAGO",
    "LINKAJA",
    "MANDIRI",
    "OCBC",
    "OVO",
    "PERMATA",
    "SHOPEEPAY",
]


def normalize_account_number(bank: Bank, number: str) -> str:
    """*number* as the bank writes it, without the spaces and dashes of people. Raises `Invalid`."""
    plain = re.sub(r"[ .-]", "", number)
    if not re.fullmatch(_NUMBER_PATTERNS[bank], plain):
        raise Invalid.field("account_number", f"is not an account number of {bank}")
    return plain
