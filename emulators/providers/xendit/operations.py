"""Handling common to all operations: authentication, faults, validation, idempotency and records of calls."""

import base64
import binascii
import hashlib
import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from emulators.providers.api_descriptions import SchemaProblem, load_description
from emulators.providers.deliveries import format_timestamp
from emulators.providers.faults import respond_with_fault
from emulators.providers.xendit.account import Account, Accounts

_KEY = re.compile(r"xnd_[A-Za-z0-9_.-]+")


class XenditCallRefused(Exception):
    """Xendit refuses the call.

    Attributes:
        status: HTTP status.
        code: Xendit's error code.
        message: Explanation.
        problems: Fields that do not match the API description.
    """

    def __init__(self, status: int, code: str, message: str, problems: list[SchemaProblem] | None = None) -> None:
        super().__init__(message)
        self.status, self.code, self.message, self.problems = status, code, message, problems or []

    def render_response(self) -> JSONResponse:
        """Render the error response."""
        body: dict[str, Any] = {"error_code": self.code, "message": self.message}
        if self.problems:
            body["errors"] = [{"path": each.path, "message": each.message} for each in self.problems]
        return JSONResponse(body, status_code=self.status)


@dataclass(frozen=True)
class OperationCall:
    """Call of an operation by an account.

    Attributes:
        request: HTTP request.
        account: Account of the caller.
        accounts: All accounts.
        body: Parsed request body, or None.
        now: Time of the call by the account's clock.
    """

    request: Request
    account: Account
    accounts: Accounts
    body: Any
    now: datetime

    @property
    def base_url(self) -> str:
        """Return the URL of this server that the caller can reach."""
        public = self.accounts.settings.public_url
        return (public or f"{self.request.url.scheme}://{self.request.url.netloc}").rstrip("/")

    def create_once(self, operation: str, key: str | None, made: Callable[[], str], conflict: XenditCallRefused) -> str:
        """Create an object once for an idempotency key, and return its id.

        Args:
            operation: Operation id.
            key: Idempotency key, or None to create an object in any case.
            made: Function that creates the object and returns its id.
            conflict: Error to raise if the key was used with another body.
        """
        if key is None:
            return made()
        digest = hashlib.sha256(json.dumps(self.body, sort_keys=True).encode()).hexdigest()
        known = self.account.idempotency.get((operation, key))
        if known is None:
            known = self.account.idempotency[operation, key] = (digest, made())
        if known[0] != digest:
            raise conflict
        return known[1]


OperationHandler = Callable[[OperationCall], Any]


def get_secret_key(request: Request) -> str | None:
    """Return the secret key in a request's Basic authentication, or None."""
    scheme, _, credentials = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() != "basic":
        return None
    try:
        name, _, password = base64.b64decode(credentials, validate=True).decode().partition(":")
    except (binascii.Error, UnicodeDecodeError):
        return None
    return name if not password else None


def error_response(status: int, code: str, message: str) -> Response:
    """Render an error response."""
    return XenditCallRefused(status, code, message).render_response()


def validation_error(problems: list[SchemaProblem]) -> XenditCallRefused:
    """Return the error for a body or query that does not match the API description."""
    first = problems[0]
    where = f"{first.path}: " if first.path else ""
    return XenditCallRefused(400, "API_VALIDATION_ERROR", f"{where}{first.message}", problems)


def create_operation_route(operation_id: str, handler: OperationHandler, accounts: Accounts) -> Route:
    """Create the route of one operation in the API description."""
    method, path = load_description("xendit").find_operation(operation_id)

    async def endpoint(request: Request) -> Response:
        key = get_secret_key(request)
        if key is None or not _KEY.fullmatch(key):
            return error_response(401, "INVALID_API_KEY", "API key format is invalid")
        if key.startswith("xnd_public_"):
            return error_response(403, "REQUEST_FORBIDDEN_ERROR", "The API key is forbidden to perform this request")
        account = accounts.get_account(key)
        account.clock.run_due_actions()
        record = _record(request, operation_id, account)
        raw = await request.body()

        async def work() -> Response:
            try:
                body = _body(operation_id, method, raw)
                record["body"] = body
                made = handler(OperationCall(request, account, accounts, body, account.clock.now()))
                return JSONResponse(made)
            except XenditCallRefused as refusal:
                return refusal.render_response()

        fault = account.faults.take_next(operation_id)
        record["fault"] = fault.kind if fault else None
        answer = await respond_with_fault(fault, account.faults, request, work, error_response)
        record["status"] = answer.status_code if fault is None or "reset" not in fault.kind else None
        return answer

    return Route(path, endpoint, methods=[method.upper()], name=operation_id)


def _record(request: Request, operation_id: str, account: Account) -> dict[str, Any]:
    record: dict[str, Any] = {
        "operation": operation_id,
        "at": format_timestamp(account.clock.now()),
        "path": request.url.path,
        "query": request.url.query,
        "idempotency_key": request.headers.get("idempotency-key"),
        "body": None,
        "status": None,
    }
    account.calls.append(record)
    return record


def _body(operation_id: str, method: str, raw: bytes) -> Any:
    if method != "post" or "requestBody" not in _get_operation(operation_id):
        return None
    try:
        body = json.loads(raw)
    except ValueError:
        raise XenditCallRefused(400, "INVALID_JSON_FORMAT", "The request body is not a valid JSON format") from None
    problems = load_description("xendit").find_request_problems(operation_id, body)
    if problems:
        raise validation_error(problems)
    return body


def _get_operation(operation_id: str) -> dict[str, Any]:
    api = load_description("xendit")
    method, path = api.find_operation(operation_id)
    found: dict[str, Any] = api.document["paths"][path][method]
    return found
