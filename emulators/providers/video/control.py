"""Control endpoints of the simulated VideoSDK: what participants do, and what becomes of the webhooks."""

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from typing import Any, Literal, TypeVar

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, ValidationError
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from emulators.providers.faults import Fault
from emulators.providers.video.account import VideoAccount, VideoAccounts, VideoProblem
from emulators.providers.video.webhooks import VideoLevers, VideoWebhook

KEY_HEADER = "x-videosdk-api-key"
"""Header of a control call that names the account."""

Body = TypeVar("Body", bound=BaseModel)


class RoomAction(BaseModel):
    """Action in a room.

    Attributes:
        room_id: Id of the room, or its `customRoomId`.
        at: Time of the action; now by default, by the clock of the local cloud.
        levers: Faults of the webhooks.
        wait_seconds: Time to wait for the end of the webhooks.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    room_id: str
    at: AwareDatetime | None = None
    levers: VideoLevers = VideoLevers()
    wait_seconds: float = Field(default=0, ge=0)

    def find_moment(self, account: VideoAccount) -> datetime:
        """Return the time of the action, UTC: the given one, or now by the clock of the account's rooms."""
        return (self.at or account.now()).astimezone(UTC)


class Join(RoomAction):
    """Participant who joins.

    Attributes:
        room_id: Id of the room, or its `customRoomId`; None for the room of the token.
        token: Access token.
        name: Name that the app shows.
    """

    room_id: str | None = None  # type: ignore[assignment]
    token: str
    name: str = ""


class Leave(RoomAction):
    """Participant who leaves by the button, which is reported."""

    participant_id: str


class Drop(RoomAction):
    """Participant whose connection breaks, of which no webhook ever tells.

    Attributes:
        participant_id: Id of the participant.
        noticed_after_seconds: Time until VideoSDK closes the interval; None: at the end of the session.
    """

    participant_id: str
    noticed_after_seconds: float | None = Field(default=None, ge=0)


class Recording(RoomAction):
    """Recording that starts or stops."""

    state: Literal["started", "stopped"]


class AnyWebhook(RoomAction):
    """Webhook with a body of the test's own, signed and sent as any other."""

    event: dict[str, Any]


class VideoAccountChanges(BaseModel):
    """Changes of an account; what is left out stays as it is.

    Attributes:
        sends_webhooks: True if webhooks are sent to the address that comes with a room.
        new_key: True to sign the webhooks of all accounts with a new key.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    sends_webhooks: bool = False
    new_key: bool = False


class WebhookWait(BaseModel):
    """Longest time to wait until no webhook is on its way."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    timeout_seconds: float = Field(default=10, gt=0)


def control_routes(accounts: VideoAccounts) -> list[BaseRoute]:
    """Return the routes of the control endpoints. Without a key, they concern the local cloud's own account."""

    def action(path: str, body: type[Body], pull: Callable[[VideoAccount, Body], Awaitable[Any]]) -> Route:
        async def endpoint(request: Request) -> Response:
            try:
                asked = body.model_validate_json(await request.body() or b"{}")
                return JSONResponse(await pull(_find_account(request, accounts), asked))
            except ValidationError as error:
                details = error.errors(include_url=False, include_context=False)
                return JSONResponse({"error": "invalid", "details": details}, 422)
            except VideoProblem as problem:
                return JSONResponse({"error": str(problem)}, 409)

        return Route(f"/_control/{path}", endpoint, methods=["POST"])

    async def change_account(account: VideoAccount, changes: VideoAccountChanges) -> Any:
        if "sends_webhooks" in changes.model_fields_set:
            account.webhooks.sends = changes.sends_webhooks
        if changes.new_key:
            accounts.signers.replace_key()
        return {"api_key": account.api_key, "sends_webhooks": account.webhooks.sends}

    return [
        *_record_routes(accounts),
        action("faults", Fault, _add_fault),
        action("account", VideoAccountChanges, change_account),
        action("join", Join, _join),
        action("leave", Leave, _leave),
        action("drop", Drop, _drop),
        action("end_session", RoomAction, _end_session),
        action("recording", Recording, _record),
        action("webhook", AnyWebhook, _send_webhook),
        action("wait", WebhookWait, _wait),
    ]


def _record_routes(accounts: VideoAccounts) -> list[BaseRoute]:
    async def webhooks(request: Request) -> Response:
        return JSONResponse({"items": [one.as_json() for one in _find_account(request, accounts).webhooks.webhooks]})

    async def calls(request: Request) -> Response:
        return JSONResponse({"items": _find_account(request, accounts).calls, "key_fetches": accounts.key_fetches})

    async def faults(request: Request) -> Response:
        queue = _find_account(request, accounts).faults
        if request.method == "DELETE":
            queue.clear_faults()
        return JSONResponse(queue.as_json())

    return [
        Route("/_control/webhooks", webhooks, methods=["GET"]),
        Route("/_control/calls", calls, methods=["GET"]),
        Route("/_control/faults", faults, methods=["GET", "DELETE"]),
    ]


def _find_account(request: Request, accounts: VideoAccounts) -> VideoAccount:
    return accounts.get(request.headers.get(KEY_HEADER) or accounts.settings.videosdk_api_key)


async def _add_fault(account: VideoAccount, fault: Fault) -> Any:
    account.faults.add(fault)
    return account.faults.as_json()


async def _join(account: VideoAccount, join: Join) -> Any:
    session, participant_id, made = account.join_room(
        join.token, join.room_id, join.name, join.find_moment(account), join.levers
    )
    told = await _tell(account, join, made)
    return told | {"room_id": session.room.id, "session_id": session.id, "participant_id": participant_id}


async def _leave(account: VideoAccount, leave: Leave) -> Any:
    return await _tell(
        account,
        leave,
        account.leave_room(leave.room_id, leave.participant_id, leave.find_moment(account), leave.levers),
    )


async def _drop(account: VideoAccount, drop: Drop) -> Any:
    seconds = drop.noticed_after_seconds
    ends_at = None if seconds is None else drop.find_moment(account) + timedelta(seconds=seconds)
    account.drop_connection(drop.room_id, drop.participant_id, ends_at)
    return await _tell(account, drop, [])


async def _end_session(account: VideoAccount, end: RoomAction) -> Any:
    return await _tell(account, end, account.end_session(end.room_id, end.find_moment(account), end.levers))


async def _record(account: VideoAccount, recording: Recording) -> Any:
    made = account.report_recording(recording.room_id, recording.state, recording.levers)
    return await _tell(account, recording, made)


async def _send_webhook(account: VideoAccount, webhook: AnyWebhook) -> Any:
    room = account.find_room(webhook.room_id)
    subscription = room.created.get("webhook") if room else None
    everything = {"endPoint": subscription["endPoint"] if subscription else None, "events": ["*"]}
    made = account.webhooks.send_events(webhook.room_id, everything, [webhook.event], webhook.levers)
    return await _tell(account, webhook, made)


async def _wait(account: VideoAccount, wait: WebhookWait) -> Any:
    return {"idle": await account.webhooks.wait_until_idle(wait.timeout_seconds)}


async def _tell(account: VideoAccount, asked: RoomAction, made: list[VideoWebhook]) -> dict[str, Any]:
    if asked.wait_seconds:
        await account.webhooks.wait_until_idle(asked.wait_seconds)
    return {"webhooks": [one.as_json() for one in made]}
