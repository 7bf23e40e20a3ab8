"""Bodies that are forms: of callbacks (`application/x-www-form-urlencoded`), and of pages and mail programs."""

from collections import defaultdict
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser
from urllib.parse import parse_qsl

from shared.kernel.errors import Invalid, UnsupportedMediaType
from shared.kernel.ports import CallbackForm, FieldValues

MAX_FIELDS = 400
"""Values in one form. Known senders use at most forty."""


def parse_callback_form(raw: bytes, query: str) -> CallbackForm:
    """Parse a form and the query of the address that it was sent to. A field that is repeated keeps all its values.

    Raises:
        Invalid: The body is not a form in UTF-8, or has more than 400 values.
    """
    try:
        return CallbackForm(_parse_fields(raw.decode("utf-8")), _parse_fields(query))
    except UnicodeDecodeError:
        raise Invalid.field("body", "not_a_form") from None


def parse_posted_form(raw: bytes, content_type: str) -> FieldValues:
    """Parse a form, which may be `multipart/form-data` too: mail programs send either (RFC 8058).

    Raises:
        UnsupportedMediaType: The body is announced as something else.
        Invalid: The body is not a form in UTF-8, or has more than 400 values.
    """
    kind = content_type.partition(";")[0].strip().lower()
    if kind == "application/x-www-form-urlencoded":
        return parse_callback_form(raw, "").fields
    if kind != "multipart/form-data":
        raise UnsupportedMediaType()
    try:
        return _parse_parts(raw, content_type)
    except (LookupError, ValueError):
        raise Invalid.field("body", "not_a_form") from None


def _parse_parts(raw: bytes, content_type: str) -> FieldValues:
    head = f"Content-Type: {content_type}\r\n\r\n".encode("latin-1")
    message = BytesParser(EmailMessage, policy=policy.HTTP).parsebytes(head + raw)
    values: defaultdict[str, list[str]] = defaultdict(list)
    for part in message.iter_parts():
        if len(values) >= MAX_FIELDS:
            raise Invalid.field("body", "too_many_entries", max_length=MAX_FIELDS)
        name = part.get_param("name", header="content-disposition")
        if part.is_multipart() or not isinstance(name, str):
            raise Invalid.field("body", "not_a_form")
        content = part.get_payload(decode=True)
        values[name].append(content.decode("utf-8") if isinstance(content, bytes) else "")
    return {name: tuple(given) for name, given in values.items()}


def _parse_fields(text: str) -> FieldValues:
    # One more than the separators: the parser counts the same way, but splits a million of them first.
    if text.count("&") >= MAX_FIELDS:
        raise Invalid.field("body", "too_many_entries", max_length=MAX_FIELDS)
    values: defaultdict[str, list[str]] = defaultdict(list)
    for name, value in parse_qsl(text, keep_blank_values=True, errors="strict"):
        values[name].append(value)
    return {name: tuple(given) for name, given in values.items()}
