"""Parser of Xendit's payloads: strict, whatever arrives."""

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from shared.kernel.errors import Invalid, Unavailable
from shared.orders.ports import Invoice, InvoiceStatus

_NUMBER_TEXT = re.compile(r"[0-9]{1,15}(\.[0-9]{1,6})?")

INVOICE_STATUSES = {
    "PENDING": InvoiceStatus.PENDING,
    "PAID": InvoiceStatus.PAID,
    "SETTLED": InvoiceStatus.PAID,
    "EXPIRED": InvoiceStatus.EXPIRED,
    # Not among the documented states of an invoice. Xendit names the states of its other payments so.
    "FAILED": InvoiceStatus.FAILED,
}
# Where a channel's name on an invoice is not its code in Xendit's list of channels.
_CHANNELS = {"DD_BRI": "BRI_DIRECT_DEBIT", "SAHABAT_SAMPOERNA": "BSS"}


def invalid_answer_error() -> Unavailable:
    """Build the error for an answer that cannot be right; it counts as no answer."""
    return Unavailable("payment_malformed", unanswered=True)


def parse_invoice(body: Any) -> Invoice:
    """Parse an invoice of the API.

    Raises:
        Unavailable: The answer is not an invoice.
    """
    try:
        paid_at = body.get("paid_at")
        return Invoice(
            id=body["id"],
            order_id=body["external_id"],
            status=INVOICE_STATUSES[body["status"]],
            amount=parse_whole_amount(body, "amount"),
            currency=body.get("currency") or "IDR",
            checkout_url=body.get("invoice_url"),
            paid_amount=parse_whole_amount(body, "paid_amount") if body.get("paid_amount") is not None else None,
            paid_at=datetime.fromisoformat(paid_at).astimezone(UTC) if paid_at else None,
            channel=_parse_channel(body),
        )
    except (KeyError, TypeError, AttributeError, ValueError, Invalid) as error:
        raise invalid_answer_error() from error


def parse_list(found: Any) -> list[Any]:
    """Parse a list.

    Raises:
        Unavailable: The answer is not a list.
    """
    if not isinstance(found, list):
        raise invalid_answer_error()
    return found


def _parse_channel(body: dict[str, Any]) -> str | None:
    """Parse the channel's code as in Xendit's list, which tells a bank's virtual account from its other channels."""
    channel = body.get("payment_channel") or body.get("bank_code") or body.get("ewallet_type")
    channel = _CHANNELS.get(str(channel), channel)
    if body.get("payment_method") == "BANK_TRANSFER" and channel:
        return f"{channel}_VIRTUAL_ACCOUNT"
    return str(channel or body.get("payment_method") or "") or None


def parse_text(body: Mapping[str, Any], name: str) -> str:
    """Parse a text of a callback.

    Raises:
        Invalid: The value is not a text.
    """
    value = body.get(name)
    if not isinstance(value, str) or not 1 <= len(value) <= 255 or not value.isprintable():
        raise Invalid.field(name, "missing_or_not_a_text")
    return value


def parse_optional_text(body: Mapping[str, Any], name: str) -> str | None:
    """Parse a text that may be missing or empty.

    Raises:
        Invalid: The value is not a text.
    """
    return parse_text(body, name) if body.get(name) not in (None, "") else None


def parse_path_segment(body: Mapping[str, Any], field: str) -> str:
    """Parse a text that becomes part of a document path.

    Raises:
        Invalid: The text cannot be part of a path.
    """
    value = parse_text(body, field)
    if "/" in value:
        raise Invalid.field(field, "contains_slash")
    return value


def parse_whole_amount(body: Mapping[str, Any], name: str, *, accept_text: bool = False) -> int:
    """Parse an amount in whole units. Xendit's JSON writes some as 150000.0, and some as a text.

    Args:
        accept_text: True to accept a number that is written as a text.

    Raises:
        Invalid: The value is not a whole amount.
    """
    value = body.get(name)
    if accept_text and isinstance(value, str) and _NUMBER_TEXT.fullmatch(value):
        value = float(value)
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if isinstance(value, bool) or not isinstance(value, int):
        raise Invalid.field(name, "missing_or_not_whole")
    return value if 0 <= value <= 10**10 else -1
