"""The senders of webhooks: how each proves who it is, and the shape of what it sends."""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Sender:
    """*scheme* names its proof in the API's description; *schema* says which of its fields are read."""

    name: str
    scheme: str
    security: dict[str, Any]
    schema: dict[str, Any]


SENDERS = {
    "payments": Sender(
        name="Xendit",
        scheme="XenditCallbackToken",
        security={
            "type": "apiKey",
            "in": "header",
            "name": "x-callback-token",
            "description": "The verification token of Xendit's dashboard, under Settings, Webhooks.",
        },
        schema={
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
        },
    ),
}
"""By the gateway that checks the sender."""
