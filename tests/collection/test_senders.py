"""Mails, texts and pushes leave by the pipeline of notifications alone.

A sender of its own passes preferences, quiet hours, suppressions and the vendors' reports. A domain tells what happened
by `recipients.tell_people`, and its workflow composes the mail; see `docs/decisions/0012-one-notification-pipeline.md`.
"""

import ast
from pathlib import Path

import pytest

from infra.build.discovery import ROOT

SENDING_PORTS = frozenset({"MailProvider", "TextSender", "PushSender"})
SENDING_GATEWAYS = ("shared.gateways.sendgrid", "shared.gateways.twilio.sender", "shared.gateways.fcm")

PIPELINE = {
    "functions/notifications/send_email.py",
    "functions/notifications/send_push.py",
    "functions/notifications/send_sms.py",
    "functions/notifications/send_whatsapp.py",
    "shared/workflows/mail_delivery.py",
    "shared/workflows/notice_emails.py",
    "shared/workflows/notice_pushes.py",
    "shared/workflows/notice_text_messages.py",
}
"""Modules that send deliveries."""

ANSWERS = {
    "functions/notifications/receive_twilio_inbound.py",
    "shared/workflows/inbound_text_messages.py",
}
"""Modules that answer a person who has just written to us, on the channel on which the person wrote."""

CALLS = {
    "functions/pairing/push_pairing.py",
    "shared/workflows/pairing_pushes.py",
}
"""Fast lane of calls: a round lasts seconds, and its pushes go to topics, which name no person."""

WIRING = {"shared/runtime/gateways.py"}
"""Module that builds the gateways. It names ports in texts alone."""


def find_senders(source: str) -> set[str]:
    """Find the ports and gateways of senders that a module names."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(source)):
        match node:
            case ast.ImportFrom(module=str(module), names=names):
                found |= {one.name for one in names if one.name in SENDING_PORTS}
                whole = [module, *(f"{module}.{one.name}" for one in names)]
                found |= {one for one in whole if one in SENDING_GATEWAYS}
            case ast.Import(names=names):
                found |= {one.name for one in names if one.name in SENDING_GATEWAYS}
            case ast.Attribute(attr=name) | ast.Name(id=name) if name in SENDING_PORTS:
                found.add(name)
            case _:
                pass
    return found


def test_only_the_pipeline_sends() -> None:
    """Whoever adds a sender tells people by the pipeline instead, or says here why not."""
    modules = [path for folder in ("functions", "shared") for path in sorted(Path(ROOT, folder).rglob("*.py"))]
    named = {str(path.relative_to(ROOT)): find_senders(path.read_text(encoding="utf-8")) for path in modules}

    senders = {
        name
        for name, found in named.items()
        if found and not name.startswith(("shared/contracts/", "shared/gateways/"))
    }

    assert senders == PIPELINE | ANSWERS | CALLS | WIRING


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("from shared.contracts.mail import Mail, MailProvider", {"MailProvider"}),
        ("from shared.contracts import push\nasync def ring(sender: push.PushSender) -> None: ...", {"PushSender"}),
        ("from shared.gateways.twilio.sender import TwilioTexts", {"shared.gateways.twilio.sender"}),
        ("from shared.gateways import fcm", {"shared.gateways.fcm"}),
        ("import shared.gateways.sendgrid", {"shared.gateways.sendgrid"}),
        ("from shared.contracts.mail import Mail, MailCallbacks", set()),
    ],
)
def test_a_sender_is_found(source: str, found: set[str]) -> None:
    """However a module reaches a sender, it names the port or the gateway."""
    assert find_senders(source) == found
