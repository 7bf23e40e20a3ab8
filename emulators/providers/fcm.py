"""Firebase Cloud Messaging, as much of it as Temani uses: pushes to devices and topics, which arrive in the inbox."""

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

from emulators.providers.descriptions import description
from emulators.providers.faults import Fault, FaultQueue, suffer
from emulators.providers.inbox import Inbox, Kind, Message
from emulators.providers.push_rules import PushProblem, problems_of_push, target_of
from emulators.providers.settings import Settings

SEND = "fcm.projects.messages.send"
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


class DeadToken(BaseModel):
    """A token whose device is gone, or belongs to another sender."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    token: str = Field(min_length=1)
    error_code: Literal["UNREGISTERED", "SENDER_ID_MISMATCH"] = "UNREGISTERED"


@dataclass
class Project:
    """What one Google Cloud project sees of FCM beside the inbox."""

    faults: FaultQueue = field(default_factory=FaultQueue)
    dead: dict[str, DeadToken] = field(default_factory=dict)


def fcm_routes(settings: Settings, inbox: Inbox) -> list[BaseRoute]:
    """Every route below /fcm."""
    projects: defaultdict[str, Project] = defaultdict(Project)

    async def send(request: Request) -> Response:
        scheme, _, token = request.headers.get("authorization", "").partition(" ")
        if scheme != "Bearer" or not token:
            return _refused(401, _NO_CREDENTIAL)
        name = request.path_params["project"]
        project, raw = projects[name], await request.body()

        async def work() -> Response:
            return _accept(name, project, raw, inbox)

        return await suffer(project.faults.take(SEND), project.faults, request, work, _error)

    return [
        Route("/v1/projects/{project}/messages:send", send, methods=["POST"]),
        *_levers(settings, inbox, projects),
        Route("/{path:path}", _not_found, methods=["GET", "POST", "PUT", "PATCH", "DELETE"]),
    ]


def _levers(settings: Settings, inbox: Inbox, projects: defaultdict[str, Project]) -> list[BaseRoute]:
    async def pushes(request: Request) -> Response:
        choice = _choice(request)
        if request.method == "DELETE":
            return JSONResponse({"removed": inbox.remove(choice)})
        return JSONResponse({"items": [_listed(message) for message in inbox.chosen(choice)]})

    async def faults(request: Request) -> Response:
        queue = projects[_project(request, settings)].faults
        if request.method == "DELETE":
            queue.recover()
        if request.method == "POST":
            try:
                queue.add(Fault.model_validate_json(await request.body()))
            except ValidationError as error:
                return _wrong_lever(error)
        return JSONResponse(queue.described())

    async def dead_tokens(request: Request) -> Response:
        dead = projects[_project(request, settings)].dead
        if request.method == "DELETE":
            dead.clear()
        if request.method == "POST":
            try:
                told = DeadToken.model_validate_json(await request.body())
            except ValidationError as error:
                return _wrong_lever(error)
            dead[told.token] = told
        return JSONResponse({"items": [each.model_dump() for each in dead.values()]})

    return [
        Route("/_control/pushes", pushes, methods=["GET", "DELETE"]),
        Route("/_control/faults", faults, methods=["GET", "POST", "DELETE"]),
        Route("/_control/dead_tokens", dead_tokens, methods=["GET", "POST", "DELETE"]),
    ]


def _accept(name: str, project: Project, raw: bytes, inbox: Inbox) -> Response:
    try:
        asked = json.loads(raw)
    except ValueError:
        return _misfit("", "Invalid JSON payload received. Unexpected token.")
    misfits = description("fcm").problems_of_request(SEND, asked)
    if misfits:
        return _misfit(misfits[0].path, f"Invalid value at '{misfits[0].path}': {misfits[0].message}")
    message = asked.get("message") or {}
    problems = problems_of_push(message)
    if problems:
        return _unfit(problems[0])
    _, target = target_of(message)
    if target in project.dead:
        return _dead(project.dead[target])
    if asked.get("validate_only") or asked.get("validateOnly"):
        return JSONResponse({"name": f"projects/{name}/messages/fake_message_id"})
    vendor_id = f"projects/{name}/messages/0:{time.time_ns() // 1_000}%{secrets.token_hex(8)}"
    inbox.receive(_message(name, message, vendor_id))
    return JSONResponse({"name": vendor_id})


def _message(project: str, message: dict[str, Any], vendor_id: str) -> Message:
    kind, target = target_of(message)
    shown = message.get("notification") or {}
    return Message(
        kind=Kind.PUSH,
        account=project,
        sender=project,
        to=(f"/topics/{target}" if kind == "topic" else target,),
        subject=shown.get("title", ""),
        text=shown.get("body", ""),
        tags=message.get("data") or {},
        vendor_id=vendor_id,
        details={"message": message},
    )


def _listed(push: Message) -> dict[str, Any]:
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


def _choice(request: Request) -> Callable[[Message], bool]:
    query = request.query_params
    project, token, topic, title = (query.get(name) for name in ("project", "token", "topic", "title"))

    def fits(push: Message) -> bool:
        return (
            push.kind is Kind.PUSH
            and project in (None, push.account)
            and token in (None, push.details["message"].get("token"))
            and topic in (None, push.details["message"].get("topic"))
            and (title is None or title.lower() in push.subject.lower())
        )

    return fits


def _project(request: Request, settings: Settings) -> str:
    return request.query_params.get("project") or settings.project


def _refused(status: int, message: str, *details: dict[str, Any]) -> Response:
    error = {"code": status, "message": message, "status": _STATUSES.get(status, "UNKNOWN")}
    return JSONResponse({"error": error | ({"details": details} if details else {})}, status_code=status)


def _misfit(path: str, message: str) -> Response:
    """What is no message at all: the answer of Google's front, before FCM has looked at it."""
    violations = [{"field": path, "description": message}]
    return _refused(400, message, {"@type": "type.googleapis.com/google.rpc.BadRequest", "fieldViolations": violations})


def _unfit(problem: PushProblem) -> Response:
    return _refused(400, problem.message, _code("INVALID_ARGUMENT"))


def _dead(token: DeadToken) -> Response:
    if token.error_code == "UNREGISTERED":
        return _refused(404, "Requested entity was not found.", _code(token.error_code))
    return _refused(403, "SenderId mismatch", _code(token.error_code))


def _error(status: int, code: str, message: str) -> Response:
    told = code if code in _CODES else _USUAL_CODES.get(status)
    return _refused(status, message, *([_code(told)] if told else []))


def _code(code: str) -> dict[str, Any]:
    return {"@type": "type.googleapis.com/google.firebase.fcm.v1.FcmError", "errorCode": code}


def _wrong_lever(error: ValidationError) -> Response:
    details = error.errors(include_url=False, include_context=False)
    return JSONResponse({"error": "invalid", "details": details}, 422)


async def _not_found(_: Request) -> Response:
    return _refused(404, "Not Found")
