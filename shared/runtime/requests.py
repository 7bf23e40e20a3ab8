"""A request's body and query, within limits, as the model that the function takes."""

import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qsl

from pydantic import BaseModel, ValidationError
from starlette.requests import Request as HttpRequest

from shared.kernel.errors import Invalid, MethodNotAllowed, TooLarge, UnsupportedMediaType
from shared.kernel.ids import is_id
from shared.kernel.schemas import Request
from shared.runtime import faults
from shared.runtime.context import new_request_id
from shared.runtime.specs import Spec

LARGEST_BODY = 256 * 1024
_LONGEST_KEY = 255


_HEADERS = "temani.headers"


def headers(request: HttpRequest) -> Mapping[str, str]:
    """The request's headers, by their names in lower case; decoded once, the first of those that come twice."""
    found: dict[str, str] | None = request.scope.get(_HEADERS)
    if found is None:
        pairs = reversed(request.scope["headers"])
        found = request.scope[_HEADERS] = {name.decode("latin-1"): value.decode("latin-1") for name, value in pairs}
    return found


async def raw_body(request: HttpRequest, *, limit: int = LARGEST_BODY) -> bytes:
    """The body, as it was sent. Raises `TooLarge` before more than *limit* bytes are kept."""
    announced = headers(request).get("content-length", "")
    if announced.isdigit() and int(announced) > limit:
        raise TooLarge(f"Send at most {limit} bytes.", limit=limit)
    parts: list[bytes] = []
    size = 0
    async for part in request.stream():
        size += len(part)
        if size > limit:
            raise TooLarge(f"Send at most {limit} bytes.", limit=limit)
        parts.append(part)
    return b"".join(parts)


async def parsed(spec: Spec, request: HttpRequest) -> Any:
    """What *spec*'s function takes: of one that takes nothing, no field, and the body may be missing.

    Raises `MethodNotAllowed`, `UnsupportedMediaType`, `TooLarge`, `Invalid`.
    """
    if request.method != spec.method:
        raise MethodNotAllowed(f"Use {spec.method}.", allow=spec.method)
    takes = spec.takes or Request
    if spec.method == "GET":
        return checked(takes, _query(request))
    body = await raw_body(request)
    if spec.takes is None and not body:
        return Request()
    if headers(request).get("content-type", "").partition(";")[0].strip().lower() != "application/json":
        raise UnsupportedMediaType("Send the body as application/json.")
    return from_json(takes, body)


def from_json(model: type[BaseModel], body: bytes) -> Any:
    """*body* as *model*. Raises `Invalid`, with the field."""
    try:
        return model.model_validate_json(body)
    except ValidationError as error:
        raise faults.invalid(error) from None


def checked(model: type[BaseModel], values: Mapping[str, Any]) -> Any:
    """*values* as *model*; texts become numbers where numbers are wanted. Raises `Invalid`, with the field."""
    try:
        return model.model_validate(values)
    except ValidationError as error:
        raise faults.invalid(error) from None


def json_object(body: bytes) -> dict[str, Any]:
    """*body* as a JSON object, for senders whose fields change without notice. Raises `Invalid`."""
    try:
        decoded = json.loads(body)
    except (ValueError, RecursionError):
        decoded = None
    if not isinstance(decoded, dict):
        raise Invalid.field("body", "is not a JSON object")
    return decoded


def _query(request: HttpRequest) -> dict[str, Any]:
    query: dict[str, Any] = {}
    text = request.scope["query_string"].decode("latin-1")
    for name, value in _pairs(text):
        if name in query:
            raise Invalid.field(name, "is given twice")
        query[name] = value
    return query


def _pairs(text: str) -> list[tuple[str, str]]:
    if not text or "%" in text or "+" in text:
        return parse_qsl(text, keep_blank_values=True)
    # With nothing to decode, this is the same in a quarter of the time.
    parts = [part.partition("=") for part in text.split("&") if part]
    return [(name, value) for name, _, value in parts]


def idempotency_key(request: HttpRequest) -> str | None:
    """The caller's `Idempotency-Key`, if there is one."""
    key = headers(request).get("idempotency-key")
    if key is None:
        return None
    if not 1 <= len(key) <= _LONGEST_KEY or not key.isprintable():
        raise Invalid.field("Idempotency-Key", f"has 1 to {_LONGEST_KEY} printable characters")
    return key


def request_id(request: HttpRequest) -> str:
    """The id that the caller gave this request (so that both sides' logs meet), or a new one."""
    given = headers(request).get("x-request-id", "")
    return given if is_id(given) else new_request_id()


def trace(request: HttpRequest) -> str | None:
    """The trace id of W3C `traceparent` or Google's older header."""
    parts = headers(request).get("traceparent", "").split("-")
    if len(parts) == 4:
        return parts[1]
    return headers(request).get("x-cloud-trace-context", "").partition("/")[0] or None
