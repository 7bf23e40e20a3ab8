"""The senders of webhooks: how each proves who it is, and the shape of what it sends."""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class WebhookSender:
    """*scheme* names its proof in the API's description; *schemas*, by what we make of it, which fields are read."""

    name: str
    scheme: str
    security: dict[str, Any]
    schemas: dict[str, dict[str, Any]]


def _money_out_schema(what: str, event: str, reference: str) -> dict[str, Any]:
    return {
        "type": "object",
        "description": f"Xendit's {what} callback. These fields are read; Xendit is asked whether they are true.",
        "required": ["event", "data"],
        "properties": {
            "event": {"type": "string", "examples": [event]},
            "data": {
                "type": "object",
                "required": ["id", "status"],
                "properties": {
                    "id": {"type": "string", "description": f"Xendit's id of the {what}."},
                    "reference_id": {"type": "string", "description": reference},
                    "status": {"type": "string", "examples": ["SUCCEEDED", "FAILED"]},
                },
                "additionalProperties": True,
            },
        },
        "additionalProperties": True,
    }


_INVOICE: dict[str, Any] = {
    "type": "object",
    "description": "Xendit's invoice callback. These fields are read; Xendit is asked whether they are true.",
    "required": ["id", "external_id", "status", "amount"],
    "properties": {
        "id": {"type": "string", "description": "Xendit's id of the invoice."},
        "external_id": {"type": "string", "description": "The order's id."},
        "status": {"type": "string", "examples": ["PAID", "SETTLED", "EXPIRED"]},
        "amount": {"type": "number"},
        "currency": {"type": "string", "default": "IDR"},
    },
    "additionalProperties": True,
}


WEBHOOK_SENDERS = {
    "payments": WebhookSender(
        name="Xendit",
        scheme="XenditCallbackToken",
        security={
            "type": "apiKey",
            "in": "header",
            "name": "x-callback-token",
            "description": "The verification token of Xendit's dashboard, under Settings, Webhooks.",
        },
        schemas={
            "InvoiceNotice": _INVOICE,
            "RefundNotice": _money_out_schema(
                "refund", "refund.succeeded", "Our reference; it has been seen to be empty."
            ),
            "PayoutNotice": _money_out_schema("payout", "payout.succeeded", "Our reference."),
        },
    ),
}
"""By the gateway that checks the sender."""
