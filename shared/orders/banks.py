"""Destinations of payouts.

Indonesian banks with the lengths of their account numbers, and e-wallets with phone numbers.
"""

import re
from typing import Annotated, Literal

from shared.kernel.errors import Invalid
from shared.kernel.stored_choices import UnknownAs, Unreadable

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

Bank = Annotated[
    Literal[
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
    ],
    UnknownAs(Unreadable),
]


def normalize_account_number(bank: Bank, number: str) -> str:
    """Remove the spaces and dashes that people write in an account number, and check the number's length.

    Raises:
        Invalid: The bank has no account numbers of this form.
    """
    plain = re.sub(r"[ .-]", "", number)
    if not re.fullmatch(_NUMBER_PATTERNS[bank], plain):
        raise Invalid.field("account_number", "not_an_account_number", bank=bank)
    return plain
