"""Page of a video room, which stands for camera and microphone: who is there, the token's rights, and the clock."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from emulators.providers.deliveries import format_timestamp
from emulators.providers.pages import render_page
from emulators.providers.video.account import RoomRecord, VideoAccount, VideoAccounts, VideoProblem
from emulators.providers.video.webhooks import VideoLevers

Act = Callable[[VideoAccount, RoomRecord, str, dict[str, Any]], None]


def place_routes(accounts: VideoAccounts) -> list[BaseRoute]:
    """Return the routes of the page and of its buttons. The page gives its access token with each call."""

    async def show(request: Request) -> Response:
        return render_page(request, "video_place.html")

    def button(path: str, method: str, act: Act) -> Route:
        async def endpoint(request: Request) -> Response:
            token = request.headers.get("authorization", "")
            account = accounts.find_for_access(token)
            try:
                if account is None:
                    raise VideoProblem("the token names no account")
                claims = account.verify_access(token, account.now())
                room = account.find_room(claims.get("roomId") or "")
                if room is None:
                    raise VideoProblem("the account has no such room")
                act(account, room, token, claims)
                return JSONResponse(_describe_place(account, room, claims))
            except VideoProblem as problem:
                return JSONResponse({"error": str(problem)}, 409)

        return Route(f"/place/{path}", endpoint, methods=[method])

    return [
        Route("/place", show, methods=["GET"]),
        button("state", "GET", lambda account, room, token, claims: None),
        button("enter", "POST", _enter),
        button("leave", "POST", _leave),
    ]


def _enter(account: VideoAccount, room: RoomRecord, token: str, claims: dict[str, Any]) -> None:
    session = room.find_ongoing_session()
    # A second press changes nothing: it is the same connection.
    if session is None or session.find_open_entry(claims["participantId"]) is None:
        account.join_room(token, room.id, "", account.now(), VideoLevers())


def _leave(account: VideoAccount, room: RoomRecord, _: str, claims: dict[str, Any]) -> None:
    account.leave_room(room.id, claims["participantId"], account.now(), VideoLevers())


def _describe_place(account: VideoAccount, room: RoomRecord, claims: dict[str, Any]) -> dict[str, Any]:
    session = room.find_ongoing_session()
    here = {id: entry for id in session.timelogs if (entry := session.find_open_entry(id))} if session else {}
    return {
        "room": room.id,
        "me": claims["participantId"],
        "may": claims.get("permissions", []),
        "until": format_timestamp(datetime.fromtimestamp(claims["exp"], UTC)),
        "now": format_timestamp(account.now()),
        "open": not room.disabled,
        "here": [{"participant": id, "since": format_timestamp(entry.start)} for id, entry in here.items()],
    }
