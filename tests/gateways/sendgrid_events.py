"""Events as SendGrid sends them, in the shapes of its documentation."""

import json
from typing import Any

DELIVERY = "7b0c6f2d9e8a4c13b5f0"
AT = 1_790_000_000
_COMMON = {
    "email": "sari@example.com",
    "timestamp": AT,
    "smtp-id": "<14c5d75ce93.dfd.64b469@ismtpd-555>",
    "category": ["transaction", "order.paid"],
    "sg_event_id": "sg-event-1",
    "sg_message_id": "14c5d75ce93.dfd.64b469.filter0001.16648.5515E0B88.0",
    "reference": "BE-20261126-ACD346",
    "delivery": DELIVERY,
}
_SHAPES: dict[str, dict[str, Any]] = {
    "processed": {},
    "deferred": {"response": "400 try again later", "attempt": "5"},
    "delivered": {"response": "250 OK", "tls": 1},
    "bounce": {
        "type": "bounce",
        "reason": "550 5.1.1 The account sari@example.com does not exist",
        "status": "5.1.1",
        "bounce_classification": "Invalid Address",
    },
    "dropped": {"reason": "Bounced Address", "status": "5.0.0"},
    "open": {"useragent": "Mozilla/5.0", "ip": "255.255.255.255", "sg_content_type": "html", "sg_machine_open": False},
    "click": {"useragent": "Mozilla/5.0", "ip": "255.255.255.255", "url": "https://temani.example/a"},
    "spamreport": {},
    "unsubscribe": {},
    "group_unsubscribe": {"asm_group_id": 10, "useragent": "Mozilla/5.0", "ip": "255.255.255.255"},
    "group_resubscribe": {"asm_group_id": 10, "useragent": "Mozilla/5.0", "ip": "255.255.255.255"},
}
A_BLOCK = {
    "type": "blocked",
    "reason": "452 4.2.2 The mailbox of sari@example.com is full",
    "status": "4.2.2",
    "bounce_classification": "Mailbox Unavailable",
}
AN_ACCOUNT_CHANGE = {"event": "account_status_change", "type": "compliance_suspend", "timestamp": AT}
"""Event without an address and without our arguments."""


def an_event(name: str, **changes: Any) -> dict[str, Any]:
    """Build an event of a type; a change to None leaves the field out."""
    event = {**_COMMON, "event": name, **_SHAPES.get(name, {}), **changes}
    return {field: value for field, value in event.items() if value is not None}


def write_batch(events: list[Any]) -> bytes:
    """Write a batch as SendGrid does: an event a line, and CRLF at the end."""
    return ("[" + ",\r\n".join(json.dumps(event, ensure_ascii=False) for event in events) + "]\r\n").encode()
