"""Front-ends in browsers: which origins may call, and read what is answered."""

from starlette.responses import Response

from shared.runtime.requests import IncomingRequest
from shared.runtime.settings import Settings
from shared.runtime.specs import Spec

_REQUEST_HEADERS = "Authorization, Content-Type, Idempotency-Key, X-API-Key, X-Firebase-AppCheck, X-Request-Id"
_RESPONSE_HEADERS = (
    "Idempotency-Replayed, RateLimit-Limit, RateLimit-Remaining, RateLimit-Reset, Retry-After, X-Request-Id, "
    "X-Server-Time"
)
_MAX_AGE = "3600"


def answer_preflight(spec: Spec, request: IncomingRequest, settings: Settings) -> Response | None:
    """Answer a browser's preflight request; None if the request is none."""
    if spec.kind != "http" or request.method != "OPTIONS" or "access-control-request-method" not in request.headers:
        return None
    answer = Response(status_code=204)
    if allow_origin(spec, request, settings, answer):
        answer.headers["Access-Control-Allow-Methods"] = spec.method
        answer.headers["Access-Control-Allow-Headers"] = _REQUEST_HEADERS
        answer.headers["Access-Control-Max-Age"] = _MAX_AGE
    return answer


def allow_origin(spec: Spec, request: IncomingRequest, settings: Settings, answer: Response) -> bool:
    """Let the calling page read `answer` if its origin is allowed. Return whether it is."""
    origin = request.headers.get("origin")
    if spec.kind != "http" or origin is None:
        return False
    # The answer depends on who asks, so caches must keep them apart.
    answer.headers.add_vary_header("Origin")
    if not settings.origins & {origin, "*"}:
        return False
    answer.headers["Access-Control-Allow-Origin"] = origin
    answer.headers["Access-Control-Expose-Headers"] = _RESPONSE_HEADERS
    return True
