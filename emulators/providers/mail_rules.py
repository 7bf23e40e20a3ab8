"""Rules by which SendGrid refuses a mail, besides those in its API description."""

import base64
import binascii
import json
import re
import time
from typing import Any, NamedTuple

MAX_RECIPIENTS = 1000
MAX_BYTES = 30 * 1024 * 1024
MAX_CUSTOM_ARG_BYTES = 10_000
MAX_DELAY_SECONDS = 72 * 3600
_RESERVED_HEADERS = {
    "x-sg-id", "x-sg-eid", "received", "dkim-signature", "content-type", "content-transfer-encoding",
    "to", "from", "subject", "reply-to", "cc", "bcc",
}  # fmt: skip

# SendGrid takes a calendar's method, and no other parameter: sendgrid-nodejs#1313.
_ATTACHMENT_TYPE = re.compile(r"[^;\r\n]+|text/calendar; ?method=[A-Z]+")

_NO_TO = (
    "The to array is required for all personalization objects, and must have at least one email object "
    "with a valid email address."
)
_NO_SUBJECT = (
    "The subject is required. You can get around this requirement if you use a template with a subject "
    "defined or if every personalization has a subject defined."
)
_NO_CONTENT = (
    "Unless a valid template_id is provided, the content parameter is required. There must be at least one "
    "defined content block."
)
_WRONG_ORDER = (
    "If present, text/plain must be first, followed by text/html. If present, text/plain and text/html must "
    "come before any other content."
)


class MailProblem(NamedTuple):
    """Reason for which a mail is refused.

    Attributes:
        field: Path of the wrong field.
        message: Explanation, as SendGrid words it.
    """

    field: str
    message: str


def find_mail_problems(mail: dict[str, Any]) -> list[MailProblem]:
    """Return the reasons to refuse a mail that matches the API description."""
    return [
        *_recipients(mail),
        *_contents(mail),
        *_attachments(mail),
        *_custom_args(mail),
        *_headers(mail),
        *_times(mail),
    ]


def _recipients(mail: dict[str, Any]) -> list[MailProblem]:
    found: list[MailProblem] = []
    if not mail["personalizations"]:
        text = "The personalizations field is required and must have at least one personalization."
        return [MailProblem("personalizations", text)]
    count = 0
    for index, each in enumerate(mail["personalizations"]):
        where = f"personalizations.{index}"
        if not each["to"]:
            found.append(MailProblem(f"{where}.to", _NO_TO))
        addresses = [person["email"].lower() for kind in ("to", "cc", "bcc") for person in each.get(kind) or ()]
        count += len(addresses)
        if len(set(addresses)) != len(addresses):
            text = "Each email address in the personalization block should be unique between to, cc, and bcc."
            found.append(MailProblem(where, text))
        if not (each.get("subject") or mail.get("subject") or mail.get("template_id")):
            found.append(MailProblem("subject", _NO_SUBJECT))
    if count > MAX_RECIPIENTS:
        text = f"The total number of recipients must be less than {MAX_RECIPIENTS}."
        found.append(MailProblem("personalizations", text))
    return found


def _contents(mail: dict[str, Any]) -> list[MailProblem]:
    types = [part["type"].split(";")[0].strip().lower() for part in mail.get("content") or ()]
    if not types and not mail.get("template_id"):
        return [MailProblem("content", _NO_CONTENT)]
    if any("/" not in each for each in types):
        return [MailProblem("content", "The content type must be a MIME type.")]
    if len(set(types)) != len(types):
        return [MailProblem("content", "Each content type can be given only once.")]
    order = [each for each in ("text/plain", "text/html") if each in types]
    if types[: len(order)] != order:
        return [MailProblem("content", _WRONG_ORDER)]
    return []


def _attachments(mail: dict[str, Any]) -> list[MailProblem]:
    found: list[MailProblem] = []
    for index, each in enumerate(mail.get("attachments") or ()):
        try:
            base64.b64decode(each["content"], validate=True)
        except (binascii.Error, ValueError):
            text = "The attachment content must be base64 encoded."
            found.append(MailProblem(f"attachments.{index}.content", text))
        if not _ATTACHMENT_TYPE.fullmatch(each.get("type") or "text/plain"):
            text = "The attachment type cannot contain ';', or CRLF characters."
            found.append(MailProblem(f"attachments.{index}.type", text))
        if each.get("disposition") == "inline" and not each.get("content_id"):
            text = "The content_id is required when the disposition is inline."
            found.append(MailProblem(f"attachments.{index}.content_id", text))
    return found


def _custom_args(mail: dict[str, Any]) -> list[MailProblem]:
    for each in mail["personalizations"]:
        arguments = {**mail.get("custom_args", {}), **each.get("custom_args", {})}
        if len(json.dumps(arguments).encode()) > MAX_CUSTOM_ARG_BYTES:
            text = f"The custom_args must not exceed {MAX_CUSTOM_ARG_BYTES} bytes."
            return [MailProblem("custom_args", text)]
    return []


def _headers(mail: dict[str, Any]) -> list[MailProblem]:
    places = [mail, *mail["personalizations"]]
    names = {name.lower() for place in places for name in place.get("headers") or ()}
    return [MailProblem("headers", f"The {name} header is reserved.") for name in sorted(names & _RESERVED_HEADERS)]


def _times(mail: dict[str, Any]) -> list[MailProblem]:
    latest = time.time() + MAX_DELAY_SECONDS
    moments = [place.get("send_at") for place in [mail, *mail["personalizations"]]]
    if any(moment is not None and moment > latest for moment in moments):
        return [MailProblem("send_at", "Scheduling more than 72 hours in advance is not allowed.")]
    return []
