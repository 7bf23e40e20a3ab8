"""Front-ends in browsers: which origins may call, and read what is answered."""

from starlette.requests import Request as HttpRequest
from starlette.responses import Response

from shared.runtime.requests import headers
from shared.runtime.settings import Settings
from shared.runtime.specs import Spec

_SENT = "Authorization, Content-Type, Idempotency-Key, X-API-Key, X-Request-Id"
_READ = "Idempotency-Replayed, Retry-After, X-Request-Id"
_SECONDS = "3600"


def preflight(spec: Spec, request: HttpRequest, settings: Settings) -> Response | None:
    """The answer to a browser that asks before it calls; None when this is no such question."""
    if spec.kind != "http" or request.method != "OPTIONS" or "access-control-request-method" not in headers(request):
        return None
    answer = Response(status_code=204)
    if allow(spec, request, settings, answer):
        answer.headers["Access-Control-Allow-Methods"] = spec.method
        answer.headers["Access-Control-Allow-Headers"] = _SENT
        answer.headers["Access-Control-Max-Age"] = _SECONDS
    return answer


def allow(spec: Spec, request: HttpRequest, settings: Settings, answer: Response) -> bool:
    """Let the calling page read *answer*, if its origin is one of ours; whether it is."""
    origin = headers(request).get("origin")
    if spec.kind != "http" or origin is None:
        return False
    # The answer depends on who asks, so caches must keep them apart.
    answer.headers["Vary"] = "Origin"
    if not settings.origins & {origin, "*"}:
        return False
    answer.headers["Access-Control-Allow-Origin"] = origin
    answer.headers["Access-Control-Expose-Headers"] = _READ
    return True
