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


def _text_schema(description: str, *examples: str) -> dict[str, Any]:
    return {"type": "string", "description": description} | ({"examples": [*examples]} if examples else {})


def _object_schema(description: str, required: tuple[str, ...], properties: dict[str, Any]) -> dict[str, Any]:
    return {
        "type": "object",
        "description": description,
        "required": [*required],
        "properties": properties,
        "additionalProperties": True,
    }


def _money_out_schema(what: str, event: str, reference: str) -> dict[str, Any]:
    return _object_schema(
        f"Xendit's {what} callback. Only these fields are read; the rest is asked of Xendit.",
        ("event", "data"),
        {
            "event": _text_schema("Name of what happened at Xendit.", event),
            "data": _object_schema(
                f"State of the {what} at Xendit when the callback was sent.",
                ("id", "status"),
                {
                    "id": _text_schema(f"Id that Xendit has given the {what}."),
                    "reference_id": _text_schema(reference),
                    "status": _text_schema("Outcome as Xendit names outcomes.", "SUCCEEDED", "FAILED"),
                },
            ),
        },
    )


_INVOICE = _object_schema(
    "Xendit's invoice callback. Only these fields are read; the rest is asked of Xendit.",
    ("id", "external_id", "status", "amount"),
    {
        "id": _text_schema("Id that Xendit has given the invoice."),
        "external_id": _text_schema("Id of our order, such as `BE-20261126-ACD346`."),
        "status": _text_schema("State of the invoice as Xendit names states.", "PAID", "SETTLED", "EXPIRED"),
        "amount": {"type": "number", "description": "Billed total in whole units of the currency."},
        "currency": {
            "type": "string",
            "description": "ISO 4217 code of the invoice; `IDR` by default.",
            "default": "IDR",
        },
    },
)


_MAIL_EVENTS: dict[str, Any] = {
    "type": "array",
    "description": "Batch of SendGrid's events. Only these fields are read. Events without `delivery` are skipped.",
    "items": {
        "type": "object",
        "properties": {
            "event": _text_schema(
                "What happened, as SendGrid names events.",
                "processed",
                "delivered",
                "bounce",
                "dropped",
                "open",
                "click",
                "spamreport",
            ),
            "timestamp": {"type": "integer", "description": "Time of the event in Unix seconds."},
            "delivery": _text_schema("Our id of the delivery, which went out as custom argument."),
            "sg_message_id": _text_schema("Id that SendGrid has given the mail."),
            "type": _text_schema("Class of a bounce: `bounce` for ever, or `blocked` for now."),
            "status": _text_schema("Status code of the recipient's server, such as `5.1.1`."),
            "bounce_classification": _text_schema("SendGrid's class of the bounce."),
            "reason": _text_schema("Why SendGrid has dropped the mail, or the server's words."),
            "response": _text_schema("Words of the recipient's server, for a delay."),
            "url": _text_schema("Link that was followed."),
            "sg_machine_open": {"type": "boolean", "description": "True if a program has loaded the mail."},
        },
        "additionalProperties": True,
    },
}

_TEXT_STATUS = _object_schema(
    "Twilio's status callback. Only these fields are read; the address names our delivery.",
    ("AccountSid", "MessageSid", "MessageStatus", "To"),
    {
        "AccountSid": _text_schema("Our account at Twilio."),
        "MessageSid": _text_schema("Id that Twilio has given the message."),
        "MessageStatus": _text_schema(
            "Status as Twilio names statuses; one that is new to us is ignored.",
            "sent",
            "delivered",
            "read",
            "undelivered",
            "failed",
        ),
        "To": _text_schema("Address of the recipient, which tells SMS and WhatsApp apart."),
        "ErrorCode": _text_schema("Twilio's code of a failure."),
    },
)

_INBOUND_TEXT = _object_schema(
    "Twilio's callback about a text that a person has sent to our number.",
    ("AccountSid", "MessageSid", "From"),
    {
        "AccountSid": _text_schema("Our account at Twilio."),
        "MessageSid": _text_schema("Id that Twilio has given the text."),
        "From": _text_schema("Address of the person, such as `whatsapp:+6281234567890`."),
        "Body": _text_schema("Words of the person, of which the first 4,096 characters count."),
    },
)


_VIDEO_EVENT = _object_schema(
    "VideoSDK's event of a room. Only these fields are read; times of participants are read from the session's log.",
    ("webhookType", "data"),
    {
        "webhookType": _text_schema(
            "What happened, as VideoSDK names events; one that is new to us is ignored.",
            "session-started",
            "session-ended",
            "participant-joined",
            "participant-left",
            "recording-started",
            "recording-stopped",
        ),
        "data": _object_schema(
            "Room, session and participant of the event.",
            ("meetingId", "sessionId"),
            {
                "meetingId": _text_schema("Id that VideoSDK has given the room."),
                "sessionId": _text_schema("Id that VideoSDK has given the session."),
                "participantId": _text_schema("Our id of the participant, from the access token."),
                "start": _text_schema("Start of the session in ISO 8601, for events of sessions."),
                "end": _text_schema("End of the session in ISO 8601, once the session has ended."),
            },
        ),
    },
)


WEBHOOK_SENDERS = {
    "mail_callbacks": WebhookSender(
        name="SendGrid",
        scheme="SendGridSignature",
        security={
            "type": "apiKey",
            "in": "header",
            "name": "X-Twilio-Email-Event-Webhook-Signature",
            "description": (
                "ECDSA signature over the header `X-Twilio-Email-Event-Webhook-Timestamp` and the body as it was sent."
            ),
        },
        schemas={"DeliveryReports": _MAIL_EVENTS},
    ),
    "text_callbacks": WebhookSender(
        name="Twilio",
        scheme="TwilioSignature",
        security={
            "type": "apiKey",
            "in": "header",
            "name": "X-Twilio-Signature",
            "description": "HMAC of the address and the fields, with our auth token or a shared key.",
        },
        schemas={"DeliveryReports": _TEXT_STATUS, "InboundText": _INBOUND_TEXT},
    ),
    "video_callbacks": WebhookSender(
        name="VideoSDK",
        scheme="VideoSdkSignature",
        security={
            "type": "apiKey",
            "in": "header",
            "name": "videosdk-signature",
            "description": "RSA-SHA256 signature over the body as it was sent, by the key that VideoSDK publishes.",
        },
        schemas={"VideoEvent": _VIDEO_EVENT},
    ),
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
