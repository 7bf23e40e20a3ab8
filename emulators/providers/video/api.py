"""REST API of the simulated VideoSDK."""

import json
from collections.abc import Callable
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from emulators.providers.api_descriptions import load_description
from emulators.providers.faults import respond_with_fault
from emulators.providers.video.account import SessionRecord, VideoAccount, VideoAccounts
from emulators.providers.video.control import control_routes
from emulators.providers.video.place import place_routes

Work = Callable[[VideoAccount, Request, Any], Response]

OPERATIONS = (
    "createRoom",
    "fetchRoom",
    "validateRoom",
    "deactivateRoom",
    "fetchSessions",
    "fetchSession",
    "fetchParticipants",
    "fetchPublicKey",
)
_MAX_PER_PAGE = 200


def video_routes(accounts: VideoAccounts) -> list[BaseRoute]:
    """Return the routes below `/videosdk`."""

    def operation(name: str, path: str, method: str, work: Work) -> Route:
        async def endpoint(request: Request) -> Response:
            account = accounts.find_for_token(request.headers.get("authorization", ""))
            if account is None:
                return _error(401, "", "Token is invalid or expired")
            body: Any = None
            if method == "POST":
                try:
                    body = json.loads(await request.body() or b"{}")
                except ValueError:
                    return _error(400, "", "The body is not valid JSON")
                if problems := load_description("videosdk").find_request_problems(name, body):
                    return _error(400, "", f"{problems[0].path}: {problems[0].message}")

            async def answer() -> Response:
                return work(account, request, body)

            queue = account.faults
            response = await respond_with_fault(queue.take_next(name), queue, request, answer, _error)
            account.calls.append({"operation": name, "status": response.status_code, "body": body})
            return response

        return Route(path, endpoint, methods=[method])

    async def public_key(_: Request) -> Response:
        accounts.key_fetches += 1
        return JSONResponse({"publicKey": accounts.signers.current.public_key})

    return [
        operation("createRoom", "/v2/rooms", "POST", _create_room),
        operation("deactivateRoom", "/v2/rooms/deactivate", "POST", _deactivate_room),
        operation("validateRoom", "/v2/rooms/validate/{room_id}", "GET", _validate_room),
        operation("fetchRoom", "/v2/rooms/{room_id}", "GET", _fetch_room),
        operation("fetchSessions", "/v2/sessions", "GET", _fetch_sessions),
        operation("fetchSessions", "/v2/sessions/", "GET", _fetch_sessions),
        operation("fetchSession", "/v2/sessions/{session_id}", "GET", _fetch_session),
        operation("fetchParticipants", "/v2/sessions/{session_id}/participants", "GET", _fetch_participants),
        Route("/v2/public/rsa-public-key", public_key, methods=["GET"]),
        *control_routes(accounts),
        *place_routes(accounts),
        Route("/{path:path}", _not_found, methods=["GET", "POST", "PUT", "PATCH", "DELETE"]),
    ]


def _create_room(account: VideoAccount, request: Request, body: Any) -> Response:
    return JSONResponse(account.create_room(body).as_json(_base(request)))


def _fetch_room(account: VideoAccount, request: Request, _: Any) -> Response:
    room = account.find_room(request.path_params["room_id"])
    return JSONResponse(room.as_json(_base(request))) if room else _error(402, "", "Room not found")


def _validate_room(account: VideoAccount, request: Request, _: Any) -> Response:
    room = account.find_room(request.path_params["room_id"])
    if room is None or room.disabled:
        return _error(402, "", "Room is invalid")
    return JSONResponse(room.as_json(_base(request)))


def _deactivate_room(account: VideoAccount, request: Request, body: Any) -> Response:
    room = account.rooms.get(body["roomId"])
    if room is None:
        return _error(402, "", "Room not found")
    account.deactivate_room(room)
    return JSONResponse(room.as_json(_base(request)))


def _fetch_sessions(account: VideoAccount, request: Request, _: Any) -> Response:
    query = request.query_params
    room_id, custom_id, status = query.get("roomId"), query.get("customRoomId"), query.get("status")
    found = [
        session
        for session in account.list_sessions()
        if (room_id is None or session.room.id == room_id)
        and (custom_id is None or session.room.custom_id == custom_id)
        and (status is None or session.as_json("")["status"] == status)
    ]
    page, info = _page(request, len(found))
    return JSONResponse({"pageInfo": info, "data": [session.as_json(_base(request)) for session in found[page]]})


def _find_session(account: VideoAccount, request: Request) -> SessionRecord | None:
    wanted = request.path_params["session_id"]
    return next((session for session in account.list_sessions() if session.id == wanted), None)


def _fetch_session(account: VideoAccount, request: Request, _: Any) -> Response:
    session = _find_session(account, request)
    return JSONResponse(session.as_json(_base(request))) if session else _error(402, "", "Session not found")


def _fetch_participants(account: VideoAccount, request: Request, _: Any) -> Response:
    session = _find_session(account, request)
    if session is None:
        return _error(402, "", "Session not found")
    page, info = _page(request, len(session.timelogs))
    return JSONResponse({"pageInfo": info, "data": [session.as_json(_base(request), page=page)]})


def _page(request: Request, total: int) -> tuple[slice, dict[str, int]]:
    number, size = _read_number(request, "page", 1), min(_read_number(request, "perPage", 20), _MAX_PER_PAGE)
    info = {"currentPage": number, "perPage": size, "lastPage": max(1, -(-total // size)), "total": total}
    return slice((number - 1) * size, number * size), info


def _read_number(request: Request, name: str, default: int) -> int:
    text = request.query_params.get(name, "")
    return max(1, int(text)) if text.isascii() and text.isdigit() else default


def _base(request: Request) -> str:
    return f"{request.url.scheme}://{request.url.netloc}/videosdk"


def _error(status: int, code: str, message: str) -> Response:
    return JSONResponse({"message": message} | ({"code": code} if code else {}), status)


async def _not_found(request: Request) -> Response:
    return _error(404, "", f"{request.url.path} was not found")
