"""An error becomes the right answer for whoever asked: a person, a sender, Pub/Sub, Cloud Tasks or the scheduler."""

import math
from typing import Any, Literal
from zoneinfo import ZoneInfo

from pydantic import ValidationError
from pydantic_core import to_json
from starlette.responses import Response

from shared.contracts.people import Locale
from shared.kernel.dates import JAKARTA
from shared.kernel.errors import (
    Conflict,
    Fault,
    Gone,
    Invalid,
    MethodNotAllowed,
    NotFound,
    TooMany,
    Unauthenticated,
    Unavailable,
)
from shared.kernel.rate_limits import RateLimitStatus
from shared.kernel.validation_messages import field_error_from_finding
from shared.runtime.languages import DEFAULT_LOCALE
from shared.runtime.specs import Kind

ErrorAction = Literal["answer", "record", "drop", "skip", "retry", "fail"]


class Bug(Fault):
    """An error in our code. The answer tells nothing else; `request_id` leads us to the log."""


def decide_error_action(kind: Kind, fault: Fault) -> ErrorAction:
    """Decide what happens after an error in a function of this kind (see the table in the README)."""
    if kind == "http":
        return "answer"
    if isinstance(fault, Bug):
        return "fail"
    if isinstance(fault, Unavailable | TooMany):
        return "retry"
    if kind == "webhook":
        return "record" if isinstance(fault, NotFound | Conflict | Gone) else "answer"
    if kind == "schedule":
        return "skip" if isinstance(fault, NotFound | Conflict | Gone) else "fail"
    return "skip" if isinstance(fault, Conflict | Gone) else "drop"


def compute_status(kind: Kind, fault: Fault) -> int:
    """Compute the HTTP status that tells the caller."""
    decided = decide_error_action(kind, fault)
    if decided in ("record", "drop", "skip"):
        return 200
    if kind == "webhook" and isinstance(fault, Invalid):
        return 400
    return fault.status


def render_problem(
    kind: Kind, fault: Fault, request_id: str, *, locale: Locale = DEFAULT_LOCALE, zone: ZoneInfo = JAKARTA
) -> Response:
    """Render `fault` as `application/problem+json` (RFC 9457), with its texts in the language `locale`."""
    # Most answers are no errors, and need no texts.
    from shared.notifications.error_texts.renderer import render_error_texts

    code, texts = compute_status(kind, fault), render_error_texts(fault, locale, zone=zone)
    body: dict[str, Any] = {
        "type": f"urn:temani:problem:{fault.code}",
        "title": texts.title,
        "status": code,
        "code": fault.code,
        "detail": texts.detail,
        "request_id": request_id,
    }
    # RFC 9457 lets an error add fields of its own, but not take the place of these.
    body |= {name: value for name, value in fault.fields.items() if name not in body}
    if fault.errors:
        body["errors"] = [
            {"field": error.field, "message": message}
            for error, message in zip(fault.errors, texts.messages, strict=True)
        ]
    headers = {"Content-Language": locale, "Vary": "Accept-Language"}
    if fault.retry_after is not None:
        headers["Retry-After"] = str(math.ceil(fault.retry_after))
    if isinstance(fault, TooMany) and fault.status_after is not None:
        headers |= render_limit_headers(fault.status_after)
    if isinstance(fault, MethodNotAllowed):
        headers["Allow"] = str(fault.fields["allow"])
    if isinstance(fault, Unauthenticated):
        headers["WWW-Authenticate"] = "Bearer"
    return Response(
        to_json(body, fallback=str), status_code=code, media_type="application/problem+json", headers=headers
    )


def render_limit_headers(status: RateLimitStatus) -> dict[str, str]:
    """Render the state of a limit as the headers `RateLimit-Limit`, `RateLimit-Remaining` and `RateLimit-Reset`."""
    return {
        "RateLimit-Limit": str(status.limit),
        "RateLimit-Remaining": str(status.remaining),
        "RateLimit-Reset": str(math.ceil(status.reset_seconds)),
    }


def invalid_from_validation_error(error: ValidationError) -> Invalid:
    """Convert pydantic's findings to one error, with the dotted path of each field, and without the values sent."""
    return Invalid(
        errors=[field_error_from_finding(found) for found in error.errors(include_url=False, include_input=False)]
    )
