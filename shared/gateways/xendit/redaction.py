"""Redaction of Xendit's payloads: only fields on this list are stored."""

from typing import Any

_ALLOWED_FIELDS = frozenset(
    "id external_id reference_id invoice_id event status amount paid_amount currency created updated paid_at"
    " expiry_date payment_method payment_channel bank_code ewallet_type channel_code failure_code error_code reason"
    " estimated_arrival_time has_more data".split()
)
_MAX_ITEMS = 20
_MAX_TEXT_LENGTH = 200


def redact_payload(payload: Any) -> Any:
    """Keep only the allowed fields of `payload`, and shorten long texts and lists.

    No field for a name, an address, a phone or account number, or a link to pay is allowed.
    """
    if isinstance(payload, dict):
        return {name: redact_payload(value) for name, value in payload.items() if name in _ALLOWED_FIELDS}
    if isinstance(payload, list):
        return [redact_payload(one) for one in payload[:_MAX_ITEMS]]
    return payload[:_MAX_TEXT_LENGTH] if isinstance(payload, str) else payload
