"""What of Xendit's words may be kept: what is on this list, and nothing else."""

from typing import Any

_KEPT = frozenset(
    "id external_id reference_id invoice_id event status amount paid_amount currency created updated paid_at"
    " expiry_date payment_method payment_channel bank_code ewallet_type channel_code failure_code error_code reason"
    " estimated_arrival_time has_more data".split()
)
_MOST = 20
_LONGEST = 200


def redacted(said: Any) -> Any:
    """*said* without a person in it: no name, address, number of an account or a phone, no link to pay."""
    if isinstance(said, dict):
        return {name: redacted(value) for name, value in said.items() if name in _KEPT}
    if isinstance(said, list):
        return [redacted(one) for one in said[:_MOST]]
    return said[:_LONGEST] if isinstance(said, str) else said
