"""Firebase Cloud Messaging, as far as Temani uses it: pushes to devices and topics, kept in the inbox."""

import json
import secrets
import time
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from emulators.providers.api_descriptions import load_description
from emulators.providers.faults import Fault, FaultQueue, respond_with_fault
from emulators.providers.inbox import Inbox, InboxMessage, MessageChannel
from emulators.providers.push_rules import PushProblem, find_push_problems, target_from_message
from emulators.providers.settings import ProviderSettings

SEND_OPERATION = "fcm.projects.messages.send"
_STATUSES = {
    400: "INVALID_ARGUMENT",
    401: "UNAUTHENTICATED",
    403: "PERMISSION_DENIED",
    404: "NOT_FOUND",
    429: "RESOURCE_EXHAUSTED",
    500: "INTERNAL",
    503: "UNAVAILABLE",
}
_CODES = {
    "INVALID_ARGUMENT", "UNREGISTERED", "SENDER_ID_MISMATCH", "QUOTA_EXCEEDED", "UNAVAILABLE", "INTERNAL",
    "THIRD_PARTY_AUTH_ERROR",
}  # fmt: skip
_USUAL_CODES = {429: "QUOTA_EXCEEDED", 500: "INTERNAL", 503: "UNAVAILABLE"}
_NO_CREDENTIAL = "Request is missing required authentication credential. Expected OAuth 2 access token."


class UnregisteredToken(BaseModel):
    """Token that FCM refuses: its device is unregistered, or it belongs to another sender."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    token: str = Field(min_length=1)
    error_code: Literal["UNREGISTERED", "SENDER_ID_MISMATCH"] = "UNREGISTERED"


@dataclass
class FcmProject:
    """State of FCM for one Google Cloud project, besides the inbox.

    Attributes:
        faults: Faults of coming calls.
        dead: Refused tokens, by token.
    """

    faults: FaultQueue = field(default_factory=FaultQueue)
    dead: dict[str, UnregisteredToken] = field(default_factory=dict)


def fcm_routes(settings: ProviderSettings, inbox: Inbox) -> list[BaseRoute]:
    """Return the routes below `/fcm`."""
    projects: defaultdict[str, FcmProject] = defaultdict(FcmProject)

    async def send(request: Request) -> Response:
        scheme, _, token = request.headers.get("authorization", "").partition(" ")
        if scheme != "Bearer" or not token:
            return _error_response(401, _NO_CREDENTIAL)
        name = request.path_params["project"]
        project, raw = projects[name], await request.body()

        async def work() -> Response:
            return _accept(name, project, raw, inbox)

        return await respond_with_fault(project.faults.take_next(SEND_OPERATION), project.faults, request, work, _error)

    return [
        Route("/v1/projects/{project}/messages:send", send, methods=["POST"]),
        *_control_routes(settings, inbox, projects),
        Route("/{path:path}", _not_found, methods=["GET", "POST", "PUT", "PATCH", "DELETE"]),
    ]


def _control_routes(
    settings: ProviderSettings, inbox: Inbox, projects: defaultdict[str, FcmProject]
) -> list[BaseRoute]:
    async def pushes(request: Request) -> Response:
        choice = _choice(request)
        if request.method == "DELETE":
            return JSONResponse({"removed": inbox.remove_messages(choice)})
        return JSONResponse({"items": [_listed(message) for message in inbox.select_messages(choice)]})

    async def faults(request: Request) -> Response:
        queue = projects[_project(request, settings)].faults
        if request.method == "DELETE":
            queue.clear_faults()
        if request.method == "POST":
            try:
                queue.add(Fault.model_validate_json(await request.body()))
            except ValidationError as error:
                return _invalid_control_response(error)
        return JSONResponse(queue.as_json())

    async def dead_tokens(request: Request) -> Response:
        dead = projects[_project(request, settings)].dead
        if request.method == "DELETE":
            dead.clear()
        if request.method == "POST":
            try:
                told = UnregisteredToken.model_validate_json(await request.body())
            except ValidationError as error:
                return _invalid_control_response(error)
            dead[told.token] = told
        return JSONResponse({"items": [each.model_dump() for each in dead.values()]})

    return [
        Route("/_control/pushes", pushes, methods=["GET", "DELETE"]),
        Route("/_control/faults", faults, methods=["GET", "POST", "DELETE"]),
        Route("/_control/dead_tokens", dead_tokens, methods=["GET", "POST", "DELETE"]),
    ]


def _accept(name: str, project: FcmProject, raw: bytes, inbox: Inbox) -> Response:
    try:
        asked = json.loads(raw)
    except ValueError:
        return _invalid_json_response("", "Invalid JSON payload received. Unexpected token.")
    misfits = load_description("fcm").find_request_problems(SEND_OPERATION, asked)
    if misfits:
        return _invalid_json_response(misfits[0].path, f"Invalid value at '{misfits[0].path}': {misfits[0].message}")
    message = asked.get("message") or {}
    problems = find_push_problems(message)
    if problems:
        return _field_violation_response(problems[0])
    _, target = target_from_message(message)
    if target in project.dead:
        return _unregistered_response(project.dead[target])
    if asked.get("validate_only") or asked.get("validateOnly"):
        return JSONResponse({"name": f"projects/{name}/messages/fake_message_id"})
    vendor_id = f"projects/{name}/messages/0:{time.time_ns() // 1_000}%{secrets.token_hex(8)}"
    inbox.receive(_message(name, message, vendor_id))
    return JSONResponse({"name": vendor_id})


def _message(project: str, message: dict[str, Any], vendor_id: str) -> InboxMessage:
    kind, target = target_from_message(message)
    shown = message.get("notification") or {}
    return InboxMessage(
        kind=MessageChannel.PUSH,
        account=project,
        sender=project,
        to=(f"/topics/{target}" if kind == "topic" else target,),
        subject=shown.get("title", ""),
        text=shown.get("body", ""),
        tags=message.get("data") or {},
        vendor_id=vendor_id,
        details={"message": message},
    )


def _listed(push: InboxMessage) -> dict[str, Any]:
    message = push.details["message"]
    return {
        "name": push.vendor_id,
        "at": push.at.isoformat(),
        "title": push.subject,
        "body": push.text,
        "data": push.tags,
        "token": message.get("token"),
        "topic": message.get("topic"),
        "message": message,
    }


def _choice(request: Request) -> Callable[[InboxMessage], bool]:
    query = request.query_params
    project, token, topic, title = (query.get(name) for name in ("project", "token", "topic", "title"))

    def fits(push: InboxMessage) -> bool:
        return (
            push.kind is MessageChannel.PUSH
            and project in (None, push.account)
            and token in (None, push.details["message"].get("token"))
            and topic in (None, push.details["message"].get("topic"))
            and (title is None or title.lower() in push.subject.lower())
        )

    return fits


def _project(request: Request, settings: ProviderSettings) -> str:
    return request.query_params.get("project") or settings.project


def _error_response(status: int, message: str, *details: dict[str, Any]) -> Response:
    error = {"code": status, "message": message, "status": _STATUSES.get(status, "UNKNOWN")}
    return JSONResponse({"error": error | ({"details": details} if details else {})}, status_code=status)


def _invalid_json_response(path: str, message: str) -> Response:
    """Return the error of Google's API front end for a body that does not match the schema."""
    violations = [{"field": path, "description": message}]
    return _error_response(
        400, message, {"@type": "type.googleapis.com/google.rpc.BadRequest", "fieldViolations": violations}
    )


def _field_violation_response(problem: PushProblem) -> Response:
    return _error_response(400, problem.message, _code("INVALID_ARGUMENT"))


def _unregistered_response(token: UnregisteredToken) -> Response:
    if token.error_code == "UNREGISTERED":
        return _error_response(404, "Requested entity was not found.", _code(token.error_code))
    return _error_response(403, "SenderId mismatch", _code(token.error_code))


def _error(status: int, code: str, message: str) -> Response:
    told = code if code in _CODES else _USUAL_CODES.get(status)
    return _error_response(status, message, *([_code(told)] if told else []))


def _code(code: str) -> dict[str, Any]:
    return {"@type": "type.googleapis.com/google.firebase.fcm.v1.FcmError", "errorCode": code}


def _invalid_control_response(error: ValidationError) -> Response:
    details = error.errors(include_url=False, include_context=False)
    return JSONResponse({"error": "invalid", "details": details}, 422)


async def _not_found(_: Request) -> Response:
    return _error_response(404, "Not Found")
