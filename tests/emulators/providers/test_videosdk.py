"""The local VideoSDK: its API by VideoSDK's own library, tokens, attendance, webhooks, and their faults."""

import secrets
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import jwt
import pytest

from emulators.demo.expectations import POLL_TIMEOUT
from emulators.providers.api_descriptions import load_description
from emulators.providers.video import OPERATIONS
from emulators.providers.video.account import SECRET_PREFIX
from shared.contracts.video import VideoEvent
from shared.gateways.videosdk.callbacks import VideoSdkCallbacks
from shared.kernel.errors import Unauthenticated
from tests.emulators.providers.servers import WebhookInbox
from tests.gateways.videosdk.vendor_library import VendorError, ask_vendor_library

NAME = "BE-20261126-ACD346"
EVENTS = ["session-started", "session-ended", "participant-*", "recording-started", "recording-stopped"]


class Account:
    """Control endpoints and API of one account, and a person's app."""

    def __init__(self, providers: str, receiver: str, mailboxes: dict[str, WebhookInbox]) -> None:
        self.key = secrets.token_hex(8)
        self.secret = f"{SECRET_PREFIX}{self.key}"
        self.url = f"{providers}/videosdk"
        self.mailbox = mailboxes[self.key] = WebhookInbox()
        self.target = f"{receiver}/{self.key}/receive-videosdk-event"
        self.client = httpx.Client(
            base_url=self.url, headers={"x-videosdk-api-key": self.key}, trust_env=False, timeout=POLL_TIMEOUT
        )

    def post_control(self, lever: str, status: int = 200, **told: Any) -> Any:
        """Call a control endpoint."""
        answer = self.client.post(f"/_control/{lever}", json=told)
        assert answer.status_code == status, answer.text
        return answer.json()

    def ask_library(self, task: str, **told: Any) -> Any:
        """Let VideoSDK's library call the API."""
        return ask_vendor_library(task, apiKey=self.key, secret=self.secret, url=self.url, **told)

    def call_api(self, operation: str, method: str, path: str, status: int = 200, **request: Any) -> Any:
        """Call an operation of the API; the answer must fit its description."""
        claims = {"apikey": self.key, "version": 2, "roles": ["crawler"], "permissions": ["allow_join"]}
        now = int(time.time())
        token = jwt.encode(claims | {"iat": now, "exp": now + 60}, self.secret, algorithm="HS256")
        answer = self.client.request(method, path, headers={"authorization": token}, **request)
        assert answer.status_code == status, answer.text
        assert load_description("videosdk").find_response_problems(operation, status, answer.json()) == []
        return answer.json()

    def create_room(self) -> str:
        """Create a room that reports to this test's inbox, and return its id."""
        webhook = {"endPoint": self.target, "events": EVENTS}
        room = self.call_api("createRoom", "POST", "/v2/rooms", json={"customRoomId": NAME, "webhook": webhook})
        room_id: str = room["roomId"]
        return room_id

    def sign_token(self, room_id: str | None, participant: str = "customer-1", **changes: Any) -> str:
        """Sign a participant's token; a change to None leaves a claim out."""
        now = int(time.time())
        claims: dict[str, Any] = {
            "apikey": self.key,
            "permissions": ["allow_join"],
            "version": 2,
            "roles": ["rtc"],
            "roomId": room_id,
            "participantId": participant,
            "iat": now,
            "exp": now + 600,
            "secret": self.secret,
        } | changes
        secret = claims.pop("secret")
        told = {name: value for name, value in claims.items() if value is not None}
        return jwt.encode(told, secret, algorithm="HS256")

    def join(self, room_id: str, participant: str = "customer-1", **told: Any) -> Any:
        """Let a participant join."""
        return self.post_control("join", token=self.sign_token(room_id, participant), name="Sari", **told)

    @property
    def told(self) -> list[tuple[str, str | None]]:
        """Types of the received webhooks, each with its participant."""
        hits = self.mailbox.hits
        return [(hit.body["webhookType"], hit.body["data"].get("participantId")) for hit in hits]


@pytest.fixture
def account(providers: str, receiver: str, mailboxes: dict[str, WebhookInbox]) -> Iterator[Account]:
    """Provide a new account whose webhooks are sent."""
    account = Account(providers, receiver, mailboxes)
    account.post_control("account", sends_webhooks=True)
    yield account
    account.client.close()


def test_every_operation_is_served() -> None:
    """The description and the server know the same operations."""
    described = {
        operation["operationId"]
        for methods in load_description("videosdk").document["paths"].values()
        for operation in methods.values()
    }

    assert described == set(OPERATIONS)


def test_vendors_library_creates_and_closes_rooms(account: Account) -> None:
    """Idempotent by name; a room is found by both ids, and closed by its own id alone."""
    options = {"customRoomId": NAME, "webhook": {"url": account.target, "events": ["session*"]}}

    room = account.ask_library("createRoom", options=options)
    again = account.ask_library("createRoom", options=options)

    assert (room["id"], room["disabled"]) == (again["id"], False)
    assert account.ask_library("getRoom", room=NAME)["roomId"] == room["roomId"]
    assert account.ask_library("validateRoom", room=room["roomId"])["valid"] is True
    with pytest.raises(VendorError, match="RoomNotFoundError"):
        account.ask_library("endRoom", room=NAME)
    assert account.ask_library("endRoom", room=room["roomId"])["disabled"] is True
    assert account.ask_library("validateRoom", room=room["roomId"])["valid"] is False


def test_vendors_library_reads_attendance(account: Account) -> None:
    """Sessions over pages, and the participants of each with their log."""
    room_id = account.create_room()
    for _ in range(3):
        account.join(room_id)
        account.post_control("end_session", room_id=room_id)

    sessions = account.ask_library("listSessions", room=room_id, limit=2)

    assert [session["status"] for session in sessions] == ["ended"] * 3
    (person,) = account.ask_library("listParticipants", session=sessions[0]["id"])
    assert (person["participantId"], person["name"]) == ("customer-1", "Sari")
    assert [set(entry) for entry in person["timelog"]] == [{"start", "end"}]


def test_vendors_library_verifies_webhooks(account: Account) -> None:
    """With the key that it fetches from the server."""
    room_id = account.create_room()
    (started, joined) = account.join(room_id)["webhooks"]

    event = account.ask_library("verify", raw=joined["body"], signature=joined["headers"]["videosdk-signature"])

    assert (event["type"], event["data"]["participantId"]) == ("participant-joined", "customer-1")
    with pytest.raises(VendorError, match="WebhookVerificationError"):
        account.ask_library("verify", raw=joined["body"], signature=started["headers"]["videosdk-signature"])


def test_answers_fit_the_description(account: Account) -> None:
    """Of every operation, and of unknown rooms and sessions; a request that does not fit is refused."""
    room_id = account.create_room()
    session_id = account.join(room_id)["session_id"]

    account.call_api("fetchRoom", "GET", f"/v2/rooms/{room_id}")
    account.call_api("validateRoom", "GET", f"/v2/rooms/validate/{room_id}")
    account.call_api("fetchSessions", "GET", "/v2/sessions", params={"roomId": room_id})
    account.call_api("fetchSession", "GET", f"/v2/sessions/{session_id}")
    account.call_api("fetchParticipants", "GET", f"/v2/sessions/{session_id}/participants")
    account.call_api("deactivateRoom", "POST", "/v2/rooms/deactivate", json={"roomId": room_id})
    account.call_api("fetchRoom", "GET", "/v2/rooms/aaaa-bbbb-cccc", 402)
    account.call_api("fetchSession", "GET", "/v2/sessions/x", 402)
    account.call_api("fetchParticipants", "GET", "/v2/sessions/x/participants", 402)
    account.call_api("createRoom", "POST", "/v2/rooms", 400, json={"webhook": {"endPoint": "https://x"}})
    account.call_api("createRoom", "POST", "/v2/rooms", 400, json={"autoCloseConfig": {"type": "never"}})
    fetched = account.client.get("/v2/public/rsa-public-key").json()
    assert load_description("videosdk").find_response_problems("fetchPublicKey", 200, fetched) == []


@pytest.mark.parametrize(
    "changes",
    [{"secret": "another-secret-of-thirty-two-bytes!"}, {"exp": 1}, {"exp": None}, {"roles": ["rtc"]}, {"version": 1}],
    ids=str,
)
def test_api_takes_management_tokens_alone(account: Account, changes: dict[str, Any]) -> None:
    """Not a participant's, an expired one, or one of another secret."""
    token = account.sign_token(None, **{"roles": ["crawler"]} | changes)

    answers = [
        account.client.get("/v2/sessions", headers={"authorization": sent}) for sent in (token, f"Bearer {token}", "x")
    ]

    assert [answer.status_code for answer in answers] == [401] * 3


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({"secret": "another-secret-of-thirty-two-bytes!"}, "not signed"),
        ({"exp": 1_000_000_000}, "expired"),
        ({"exp": None}, "not signed"),
        ({"permissions": ["ask_join"]}, "does not allow"),
        ({"permissions": None}, "does not allow"),
        ({"roles": ["crawler"]}, "REST API"),
        ({"roomId": "aaaa-bbbb-cccc"}, "another room"),
    ],
    ids=str,
)
def test_nobody_joins_with_another_token(account: Account, changes: dict[str, Any], problem: str) -> None:
    """Signature, end, permission, role and room are checked, and nothing is told."""
    room_id = account.create_room()

    refused = account.post_control("join", 409, token=account.sign_token(room_id, **changes), room_id=room_id)

    assert problem in refused["error"]
    assert account.call_api("fetchSessions", "GET", "/v2/sessions")["data"] == []


def test_nobody_joins_a_closed_room(account: Account) -> None:
    """Whose session has ended, too."""
    room_id = account.create_room()
    account.join(room_id)
    account.call_api("deactivateRoom", "POST", "/v2/rooms/deactivate", json={"roomId": room_id})

    refused = account.post_control("join", 409, token=account.sign_token(room_id))

    assert "deactivated" in refused["error"]
    (session,) = account.call_api("fetchSessions", "GET", "/v2/sessions")["data"]
    assert session["status"] == "ended"


def test_meeting_is_told(account: Account) -> None:
    """Start, joins, recording, leaves and end: each signed, in the documented shape, and understood by our gateway."""
    room_id = account.create_room()
    account.join(room_id, "expert-1", wait_seconds=POLL_TIMEOUT)
    account.join(room_id, "customer-1", wait_seconds=POLL_TIMEOUT)
    account.post_control("recording", room_id=room_id, state="started", wait_seconds=POLL_TIMEOUT)
    account.post_control("recording", room_id=room_id, state="stopped", wait_seconds=POLL_TIMEOUT)
    account.post_control("leave", room_id=room_id, participant_id="customer-1", wait_seconds=POLL_TIMEOUT)
    account.post_control("end_session", room_id=room_id, wait_seconds=POLL_TIMEOUT)

    assert account.told == [
        ("session-started", None),
        ("participant-joined", "expert-1"),
        ("participant-joined", "customer-1"),
        ("recording-started", None),
        ("recording-stopped", None),
        ("participant-left", "customer-1"),
        ("participant-left", "expert-1"),
        ("session-ended", None),
    ]
    gateway = VideoSdkCallbacks(base_url=account.url)
    for hit in account.mailbox.hits:
        assert load_description("videosdk").find_schema_problems("WebhookEvent", hit.body) == []
        assert gateway.translate_callback(hit.body, VideoEvent).room_id == room_id


def test_second_device_throws_out_the_first(account: Account) -> None:
    """The old connection's end is told after the new one's beginning; its interval ends where the new one begins."""
    room_id = account.create_room()
    account.join(room_id)

    account.join(room_id, wait_seconds=POLL_TIMEOUT)

    assert [name for name, _ in account.told[1:]] == ["participant-joined", "participant-joined", "participant-left"]
    (session,) = account.call_api("fetchSessions", "GET", "/v2/sessions")["data"]
    first, second = session["participants"][0]["timelog"]
    assert (first["end"], second["end"]) == (second["start"], None)


def test_broken_connection_is_never_told(account: Account) -> None:
    """The log closes the interval when the break is noticed, or else at the end of the session."""
    room_id = account.create_room()
    at = datetime.now(UTC).replace(microsecond=0)
    account.join(room_id, "expert-1", at=at.isoformat())
    account.join(room_id, "customer-1", at=at.isoformat())

    account.post_control(
        "drop", room_id=room_id, participant_id="customer-1", at=at.isoformat(), noticed_after_seconds=90
    )
    account.post_control("drop", room_id=room_id, participant_id="expert-1", at=at.isoformat())
    account.post_control("wait", timeout_seconds=POLL_TIMEOUT)

    assert "participant-left" not in [name for name, _ in account.told]
    (session,) = account.call_api("fetchSessions", "GET", "/v2/sessions")["data"]
    ends = {one["participantId"]: one["timelog"][0]["end"] for one in session["participants"]}
    noticed = (at + timedelta(seconds=90)).isoformat(timespec="milliseconds").replace("+00:00", "Z")
    assert ends == {"customer-1": noticed, "expert-1": None}


@pytest.mark.parametrize(
    ("levers", "told"),
    [
        ({"drop": True}, []),
        ({"duplicates": 2}, ["session-started"] * 3 + ["participant-joined"] * 3),
        ({"reorder": True}, ["participant-joined", "session-started"]),
    ],
    ids=["lost", "doubled", "disordered"],
)
def test_webhooks_go_astray(account: Account, levers: dict[str, Any], told: list[str]) -> None:
    """Lost, doubled, in another order."""
    room_id = account.create_room()

    account.join(room_id, levers=levers, wait_seconds=POLL_TIMEOUT)

    assert [name for name, _ in account.told] == told


async def test_webhooks_are_forged(account: Account) -> None:
    """Of another room they are signed all the same; of a stranger they are not, and after a change of the key by it."""
    room_id = account.create_room()
    gateway = VideoSdkCallbacks(base_url=account.url)
    (_, elsewhere) = account.join(room_id, levers={"room_id": "aaaa-bbbb-cccc"})["webhooks"]
    (forged,) = account.join(room_id, "expert-1", levers={"forged": True})["webhooks"]

    await gateway.verify_callback(elsewhere["headers"], elsewhere["body"].encode())
    assert elsewhere["event"]["data"]["meetingId"] == "aaaa-bbbb-cccc"
    with pytest.raises(Unauthenticated):
        await gateway.verify_callback(forged["headers"], forged["body"].encode())

    account.post_control("account", new_key=True)
    (renewed,) = account.join(room_id, "expert-2")["webhooks"]
    await VideoSdkCallbacks(base_url=account.url).verify_callback(renewed["headers"], renewed["body"].encode())


def test_other_webhooks_can_be_sent(account: Account) -> None:
    """A kind that is new to us, signed as any other."""
    room_id = account.create_room()
    event = {"webhookType": "livestream-started", "data": {"meetingId": room_id}}

    account.post_control("webhook", room_id=room_id, event=event, wait_seconds=POLL_TIMEOUT)

    assert [hit.body for hit in account.mailbox.hits] == [event]


@pytest.mark.parametrize(
    ("lever", "told"),
    [
        ("leave", {"participant_id": "customer-1"}),
        ("drop", {"participant_id": "customer-1"}),
        ("end_session", {}),
        ("recording", {"state": "started"}),
    ],
)
def test_nothing_happens_in_an_empty_room(account: Account, lever: str, told: dict[str, Any]) -> None:
    """The control endpoint says so."""
    room_id = account.create_room()

    assert "room" in account.post_control(lever, 409, room_id=room_id, **told)["error"]
    assert account.post_control(lever, 422, room_id=room_id, nonsense=1)["error"] == "invalid"


def test_the_page_of_a_room_shows_who_is_there(account: Account) -> None:
    """A person enters and leaves by its buttons, and the log tells it as of an app. A wrong token enters nothing."""
    room_id = account.create_room()
    mine, theirs = ({"authorization": account.sign_token(room_id, one)} for one in ("customer-1", "expert-1"))

    entered = [account.client.post("/place/enter", headers=one).json() for one in (mine, theirs, mine)]
    left = account.client.post("/place/leave", headers=theirs).json()
    state = account.client.get("/place/state", headers=mine).json()

    assert [[one["participant"] for one in told["here"]] for told in (*entered, left)] == [
        ["customer-1"],
        ["customer-1", "expert-1"],
        ["customer-1", "expert-1"],
        ["customer-1"],
    ]
    assert (state["me"], state["may"], state["open"]) == ("customer-1", ["allow_join"], True)
    (session,) = account.call_api("fetchSessions", "GET", f"/v2/sessions?roomId={room_id}")["data"]
    assert {one["participantId"]: len(one["timelog"]) for one in session["participants"]} == {
        "customer-1": 1,
        "expert-1": 1,
    }
    for wrong in (
        "",
        account.sign_token(room_id, secret="another secret that is long enough for it"),
        account.sign_token(room_id, exp=1),
    ):
        assert account.client.post("/place/enter", headers={"authorization": wrong}).status_code == 409
    assert "Ruang video" in account.client.get("/place").text
