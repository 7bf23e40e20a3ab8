"""Senders of webhooks: the proof of each sender's identity, and the schemas of its requests."""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class WebhookSender:
    """Sender of webhooks, as the API description shows it.

    Attributes:
        name: Name of the sender.
        scheme: Name of the security scheme.
        security: OpenAPI security scheme by which the sender proves its identity.
        schemas: OpenAPI schemas of the fields that we read, by the name of the notice that we make of them.
    """

    name: str
    scheme: str
    security: dict[str, Any]
    schemas: dict[str, dict[str, Any]]


def _money_out_schema(what: str, event: str, reference: str) -> dict[str, Any]:
    return {
        "type": "object",
        "description": f"Xendit's {what} callback. Only these fields are read; the rest is asked of Xendit.",
        "required": ["event", "data"],
        "properties": {
            "event": {"type": "string", "description": "Name of what happened at Xendit.", "examples": [event]},
            "data": {
                "type": "object",
                "description": f"State of the {what} at Xendit when the callback was sent.",
                "required": ["id", "status"],
                "properties": {
                    "id": {"type": "string", "description": f"Id that Xendit has given the {what}."},
                    "reference_id": {"type": "string", "description": reference},
                    "status": {
                        "type": "string",
                        "description": "Outcome as Xendit names outcomes.",
                        "examples": ["SUCCEEDED", "FAILED"],
                    },
                },
                "additionalProperties": True,
            },
        },
        "additionalProperties": True,
    }


_INVOICE: dict[str, Any] = {
    "type": "object",
    "description": "Xendit's invoice callback. Only these fields are read; the rest is asked of Xendit.",
    "required": ["id", "external_id", "status", "amount"],
    "properties": {
        "id": {"type": "string", "description": "Id that Xendit has given the invoice."},
        "external_id": {"type": "string", "description": "Id of our order, such as `BE-20261126-ACD346`."},
        "status": {
            "type": "string",
            "description": "State of the invoice as Xendit names states.",
            "examples": ["PAID", "SETTLED", "EXPIRED"],
        },
        "amount": {"type": "number", "description": "Billed total in whole units of the currency."},
        "currency": {
            "type": "string",
            "description": "ISO 4217 code of the invoice; `IDR` by default.",
            "default": "IDR",
        },
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
                "refund",
                "refund.succeeded",
                "Our own id of the refund attempt; Xendit sometimes leaves this field empty.",
            ),
            "PayoutNotice": _money_out_schema("payout", "payout.succeeded", "Our own id of the payout attempt."),
        },
    ),
}
"""By the gateway that checks the sender."""
