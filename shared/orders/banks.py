"""Where a payout can go: Indonesian banks by their numbers' lengths, e-wallets by their phone numbers."""

import re
from typing import Literal

from shared.kernel.errors import Invalid

_ANY = r"[0-9]{5,20}"
_WALLET = r"08[0-9]{8,11}"
_NUMBERS = {
    "BCA": r"[0-9]{10}",
    "BNI": r"[0-9]{7,11}",
    "BRI": r"[0-9]{13,17}",
    "BSI": _ANY,
    "BTN": _ANY,
    "CIMB": _ANY,
    "DANA": _WALLET,
    "DANAMON": _ANY,
    "GOPAY": _WALLET,
    "JAGO": _ANY,
    "LINKAJA": _WALLET,
    "MANDIRI": r"[0-9]{12,17}",
    "OCBC": _ANY,
    "OVO": _WALLET,
    "PERMATA": _ANY,
    "SHOPEEPAY": _WALLET,
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


def checked(bank: Bank, number: str) -> str:
    """*number* as the bank writes it, without the spaces and dashes of people. Raises `Invalid`."""
    plain = re.sub(r"[ .-]", "", number)
    if not re.fullmatch(_NUMBERS[bank], plain):
        raise Invalid.field("account_number", f"is not an account number of {bank}")
    return plain
