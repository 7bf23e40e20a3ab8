"""Names of what we sell and write on invoices ourselves, in the buyer's language. They are stored with the order."""

from collections.abc import Mapping
from types import MappingProxyType

from shared.contracts.people import Locale

NAMES: Mapping[Locale, Mapping[str, str]] = MappingProxyType(
    {
        "id": {
            "call": "Panggilan dengan mentor",
            "extension": "Perpanjangan sesi {minutes} menit",
            "admin_fee": "Biaya admin",
            "refund": "Pengembalian dana {reference}",
        },
        "en": {
            "call": "Call with an expert",
            "extension": "Extension of a session by {minutes} minutes",
            "admin_fee": "Admin fee",
            "refund": "Refund {reference}",
        },
    }
)


def name_call(locale: Locale) -> str:
    """Return the name of a call."""
    return NAMES[locale]["call"]


def name_extension(minutes: int, locale: Locale) -> str:
    """Return the name of more time for a session."""
    return NAMES[locale]["extension"].format(minutes=minutes)


def name_admin_fee(locale: Locale) -> str:
    """Return the name of the fee that we add, on the page where the buyer pays and on the invoice."""
    return NAMES[locale]["admin_fee"]


def name_refund(reference: str, locale: Locale) -> str:
    """Return the name of a refund of the invoice with a reference."""
    return NAMES[locale]["refund"].format(reference=reference)
