"""A request's body and query, within limits, as the model that the function takes."""

import json
import secrets
from collections.abc import Mapping
from ipaddress import ip_address
from typing import Any
from urllib.parse import parse_qsl

from pydantic import BaseModel, ValidationError
from starlette.requests import Request as HttpRequest

from shared.kernel.errors import Invalid, MethodNotAllowed, TooLarge, UnsupportedMediaType
from shared.kernel.ids import is_valid_id
from shared.kernel.ports import CallbackForm
from shared.kernel.schemas import Request
from shared.runtime import error_responses
from shared.runtime.options import WebhookBody
from shared.runtime.specs import Spec

MAX_BODY_BYTES = 256 * 1024
_MAX_KEY_LENGTH = 255
_MAX_DEPTH = 64
"""Levels of nesting in a sender's JSON. Known senders use at most six; Python's stack bears some 900."""
_MAX_ENTRIES = 5_000
"""Entries of a sender's JSON array. Within a megabyte, known senders have room for some 3,000."""


class IncomingRequest:
    """HTTP request to a function, with its headers decoded once."""

    __slots__ = ("headers", "http")

    def __init__(self, http: HttpRequest) -> None:
        self.http = http
        self.headers: Mapping[str, str] = {
            name.decode("latin-1"): value.decode("latin-1") for name, value in reversed(http.scope["headers"])
        }

    @property
    def method(self) -> str:
        return self.http.method


async def read_raw_body(request: IncomingRequest, *, limit: int = MAX_BODY_BYTES) -> bytes:
    """Read the body as it was sent.

    Raises:
        TooLarge: The body has more than `limit` bytes; no more than that is kept in memory.
    """
    announced = request.headers.get("content-length", "")
    if announced.isdigit() and int(announced) > limit:
        raise TooLarge(limit=limit)
    parts: list[bytes] = []
    size = 0
    async for part in request.http.stream():
        size += len(part)
        if size > limit:
            raise TooLarge(limit=limit)
        parts.append(part)
    return b"".join(parts)


def check_method(spec: Spec, request: IncomingRequest) -> None:
    """Check that the request has the HTTP method that the function serves. A GET is also served as HEAD, without body.

    Raises:
        MethodNotAllowed: Names the method that the function serves.
    """
    if request.method != spec.method and (request.method, spec.method) != ("HEAD", "GET"):
        raise MethodNotAllowed(allow=spec.method)


async def parse_request(spec: Spec, request: IncomingRequest) -> Any:
    """Parse the request of a function. A function that takes nothing accepts no field, and no body."""
    check_method(spec, request)
    takes = spec.request_type or Request
    if spec.method == "GET":
        return validate_values(takes, _parse_query(request))
    body = await read_raw_body(request)
    if spec.body == "form":
        return validate_values(takes, _parse_form(request, body))
    if spec.request_type is None and not body:
        return Request()
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() != "application/json":
        raise UnsupportedMediaType()
    return parse_json(takes, body)


def _parse_form(request: IncomingRequest, body: bytes) -> dict[str, Any]:
    from shared.gateways.form_bodies import parse_posted_form

    values = _parse_query(request)
    for name, given in parse_posted_form(body, request.headers.get("content-type", "")).items():
        if name in values or len(given) > 1:
            raise Invalid.field(name, "given_twice")
        values[name] = given[0]
    return values


def parse_json(model: type[BaseModel], body: bytes) -> Any:
    """Parse `body` as a `model`.

    Raises:
        Invalid: Names each field whose value is not valid.
    """
    try:
        return model.model_validate_json(body)
    except ValidationError as error:
        raise error_responses.invalid_from_validation_error(error) from None


def validate_values(model: type[BaseModel], values: Mapping[str, Any]) -> Any:
    """Validate `values` as a `model`; texts become numbers where the model has numbers.

    Raises:
        Invalid: Names each field whose value is not valid.
    """
    try:
        return model.model_validate(values)
    except ValidationError as error:
        raise error_responses.invalid_from_validation_error(error) from None


def parse_callback(kind: WebhookBody, body: bytes, query: str) -> dict[str, Any] | list[Any] | CallbackForm:
    """Parse the body of a callback, for senders whose fields change without notice.

    Raises:
        Invalid: The body is not of this kind, is nested more than 64 levels deep, or has too many entries.
    """
    if kind == "form":
        from shared.gateways.form_bodies import parse_callback_form

        return parse_callback_form(body, query)
    return _parse_json_array(body) if kind == "array" else parse_json_object(body)


def parse_json_object(body: bytes) -> dict[str, Any]:
    """Parse `body` as a JSON object, for senders whose fields change without notice.

    Raises:
        Invalid: The body is not a JSON object, or is nested more than 64 levels deep.
    """
    decoded = _decode_json(body)
    if not isinstance(decoded, dict):
        raise Invalid.field("body", "not_a_json_object")
    _check_depth(decoded)
    return decoded


def _parse_json_array(body: bytes) -> list[Any]:
    decoded = _decode_json(body)
    if not isinstance(decoded, list):
        raise Invalid.field("body", "not_a_json_array")
    if len(decoded) > _MAX_ENTRIES:
        raise Invalid.field("body", "too_many_entries", max_length=_MAX_ENTRIES)
    _check_depth(decoded)
    return decoded


def _decode_json(body: bytes) -> Any:
    try:
        return json.loads(body)
    except (ValueError, RecursionError):
        return None


def _check_depth(decoded: Any) -> None:
    if not _is_flatter_than(decoded, _MAX_DEPTH):
        raise Invalid.field("body", "nested_too_deep")


def _is_flatter_than(value: Any, levels: int) -> bool:
    """Return whether `value` is nested at most `levels` deep. Goes level by level, so deep nesting uses no stack."""
    level = [value]
    for _ in range(levels):
        inner = [part.values() if isinstance(part, dict) else part for part in level if isinstance(part, dict | list)]
        level = [one for parts in inner for one in parts]
        if not level:
            return True
    return not any(isinstance(one, dict | list) for one in level)


def get_query_text(request: IncomingRequest) -> str:
    """Return the query of the request's address as the client wrote the query."""
    text: str = request.http.scope["query_string"].decode("latin-1")
    return text


def _parse_query(request: IncomingRequest) -> dict[str, Any]:
    query: dict[str, Any] = {}
    for name, value in _split_query(get_query_text(request)):
        if name in query:
            raise Invalid.field(name, "given_twice")
        query[name] = value
    return query


def _split_query(text: str) -> list[tuple[str, str]]:
    if not text or "%" in text or "+" in text:
        return parse_qsl(text, keep_blank_values=True)
    # With nothing to decode, this is the same in a quarter of the time.
    parts = [part.partition("=") for part in text.split("&") if part]
    return [(name, value) for name, _, value in parts]


def find_idempotency_key(spec: Spec, request: IncomingRequest) -> str | None:
    """Find the caller's `Idempotency-Key`; None without one, and for a function that takes none.

    Raises:
        Invalid: The key is missing where the function needs one, or is not 1 to 255 printable characters.
    """
    if spec.method != "POST" or not spec.takes_idempotency_key:
        return None
    key = request.headers.get("idempotency-key")
    if key is None:
        if spec.needs_idempotency_key:
            raise Invalid.field("Idempotency-Key", "key_needed")
        return None
    if not 1 <= len(key) <= _MAX_KEY_LENGTH or not key.isprintable():
        raise Invalid.field("Idempotency-Key", "not_printable", most=_MAX_KEY_LENGTH)
    return key


def resolve_request_id(request: IncomingRequest) -> str:
    """Return the caller's id of the request, or a new one. The caller's id joins the logs of both sides."""
    given = request.headers.get("x-request-id", "")
    return given if is_valid_id(given) else new_request_id()


def new_request_id() -> str:
    """Make an id under which one request is found in every log."""
    return f"req_{secrets.token_hex(10)}"


def find_client_address(request: IncomingRequest, trusted_proxies: int) -> str | None:
    """Find the client's IP address: the first of the entries that our load balancer has added to `X-Forwarded-For`.

    What stands before them was sent by the caller, and is not believed. None without a load balancer in front.
    """
    lines = [value.decode("latin-1") for name, value in request.http.scope["headers"] if name == b"x-forwarded-for"]
    entries = [entry.strip() for entry in ",".join(lines).split(",")]
    if len(entries) < trusted_proxies:
        return None
    try:
        return str(ip_address(entries[-trusted_proxies]))
    except ValueError:
        return None


def find_trace_id(request: IncomingRequest) -> str | None:
    """Find the trace id in W3C `traceparent` or in Google's older header."""
    parts = request.headers.get("traceparent", "").split("-")
    if len(parts) == 4:
        return parts[1]
    return request.headers.get("x-cloud-trace-context", "").partition("/")[0] or None
