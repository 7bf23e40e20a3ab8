"""Pushes through Firebase's SDK, and without it."""

import secrets
import ssl
from collections.abc import Callable, Iterator
from typing import Any

import firebase_admin
import httpx
import pytest
from firebase_admin import exceptions, messaging
from google.oauth2.credentials import Credentials

from emulators.demo.expectations import POLL_TIMEOUT
from emulators.providers.api_descriptions import load_description
from emulators.providers.fcm import SEND_OPERATION
from emulators.providers.settings import ProviderSettings

KEY = {"authorization": "Bearer local"}
HALO = {"title": "Halo", "body": "Ada pesan baru."}

Push = Callable[..., str]


@pytest.fixture
def project() -> str:
    """A project of the test's own."""
    return f"test-{secrets.token_hex(6)}"


@pytest.fixture
def levers(providers: str, project: str, tls: ssl.SSLContext) -> Iterator[httpx.Client]:
    """The levers of the push server for this test's project."""
    base = f"{providers}/fcm/_control"
    with httpx.Client(
        base_url=base, params={"project": project}, verify=tls, trust_env=False, timeout=POLL_TIMEOUT
    ) as client:
        yield client


@pytest.fixture
def push(providers: str, project: str) -> Iterator[Push]:
    """Firebase's SDK, pointed at the local server."""
    credential = Credentials("local")  # type: ignore[no-untyped-call]
    app = firebase_admin.initialize_app(credential, {"projectId": project, "httpTimeout": POLL_TIMEOUT}, name=project)
    messaging._get_messaging_service(app)._fcm_url = f"{providers}/fcm/v1/projects/{project}/messages:send"

    def send(token: str | None = None, **parts: Any) -> str:
        message = messaging.Message(notification=messaging.Notification(**HALO), **parts)
        message.token = token
        return str(messaging.send(message, app=app))

    yield send
    firebase_admin.delete_app(app)


@pytest.fixture
def ask(browser: httpx.Client, providers: str, project: str) -> Callable[..., httpx.Response]:
    """Send anything at all; the answer must fit its description."""

    def asked(message: Any = None, *, headers: dict[str, str] = KEY, **request: Any) -> httpx.Response:
        request = request or {"json": {"message": message}}
        answer = browser.post(f"{providers}/fcm/v1/projects/{project}/messages:send", headers=headers, **request)
        assert load_description("fcm").find_response_problems(SEND_OPERATION, answer.status_code, answer.json()) == []
        return answer

    return asked


Ask = Callable[..., httpx.Response]


def pushed(levers: httpx.Client, **wanted: str) -> list[dict[str, Any]]:
    """What has arrived."""
    items: list[dict[str, Any]] = levers.get("/pushes", params={**levers.params, **wanted}).json()["items"]
    return items


def test_a_push_arrives(push: Push, levers: httpx.Client, project: str) -> None:
    """It is taken under a name, and found with all its parts."""
    name = push("budi-phone", data={"room_id": "r1"}, android=messaging.AndroidConfig(ttl=60, collapse_key="r1"))

    [got] = pushed(levers)
    assert got["name"] == name
    assert name.startswith(f"projects/{project}/messages/0:")
    assert (got["title"], got["body"], got["data"]) == ("Halo", "Ada pesan baru.", {"room_id": "r1"})
    assert (got["token"], got["topic"]) == ("budi-phone", None)
    assert got["message"]["android"] == {"collapse_key": "r1", "ttl": "60s"}


def test_pushes_are_found(push: Push, levers: httpx.Client) -> None:
    """By device, by topic, by title; and thrown away."""
    push("budi-phone")
    push(topic="online-experts")
    push(condition="'id' in topics && !('muted' in topics)")

    assert [got["token"] for got in pushed(levers, token="budi-phone")] == ["budi-phone"]
    assert [got["topic"] for got in pushed(levers, topic="online-experts")] == ["online-experts"]
    assert len(pushed(levers, title="halo")) == 3
    assert pushed(levers, project="another") == []
    assert levers.delete("/pushes", params={**levers.params, "token": "budi-phone"}).json() == {"removed": 1}
    assert len(pushed(levers)) == 2


def test_the_inbox_shows_pushes(push: Push, browser: httpx.Client, providers: str, project: str) -> None:
    """Beside the mails: what it says, to whom, and what the app is given."""
    push(topic=f"topic-{project}", data={"room_id": "r-<1>"})

    [listed] = browser.get(f"{providers}/inbox/messages", params={"q": f"topic-{project}"}).json()["items"]
    page = browser.get(f"{providers}/inbox", params={"m": listed["id"], "kind": "push"}).text
    assert listed["kind"] == "push"
    for words in ("Halo", "Ada pesan baru.", f"/topics/topic-{project}", "room_id: r-&lt;1&gt;", "<dt>Data</dt>"):
        assert words in page


@pytest.mark.parametrize(
    ("reason", "error"),
    [("UNREGISTERED", messaging.UnregisteredError), ("SENDER_ID_MISMATCH", messaging.SenderIdMismatchError)],
)
def test_a_dead_token(push: Push, levers: httpx.Client, reason: str, error: type[Exception]) -> None:
    """The SDK says which way it died; it lives again when the lever is let go."""
    levers.post("/dead_tokens", json={"token": "budi-phone", "error_code": reason}).raise_for_status()

    with pytest.raises(error):
        push("budi-phone")
    push("budi-tablet")
    levers.delete("/dead_tokens").raise_for_status()
    push("budi-phone")

    assert [got["token"] for got in pushed(levers)] == ["budi-tablet", "budi-phone"]


@pytest.mark.parametrize(
    ("fault", "error"),
    [
        ({"kind": "rate_limited", "times": 5, "seconds": 0}, messaging.QuotaExceededError),
        ({"kind": "bad_gateway"}, exceptions.UnknownError),
        ({"kind": "garbage"}, exceptions.UnknownError),
        ({"kind": "error", "status": 404}, exceptions.NotFoundError),
        ({"kind": "error", "status": 404, "error_code": "UNREGISTERED"}, messaging.UnregisteredError),
        ({"kind": "error", "status": 403}, exceptions.PermissionDeniedError),
        ({"kind": "error", "status": 400, "error_code": "INVALID_ARGUMENT"}, exceptions.InvalidArgumentError),
        ({"kind": "reset_before", "times": 2}, exceptions.UnavailableError),
    ],
    ids=lambda given: "-".join(map(str, given.values())) if isinstance(given, dict) else given.__name__,
)
def test_each_fault(push: Push, levers: httpx.Client, fault: dict[str, Any], error: type[Exception]) -> None:
    """The SDK fails as it does in the field; afterwards all is well."""
    levers.post("/faults", json=fault).raise_for_status()

    with pytest.raises(error) as raised:
        push("budi-phone")
    push("budi-phone")

    assert type(raised.value) is error
    assert len(pushed(levers)) == 1


def test_the_sdk_pushes_twice_when_it_is_let(push: Push, levers: httpx.Client) -> None:
    """A connection that breaks after the work is done: the SDK asks again, and the device shows two."""
    levers.post("/faults", json={"kind": "reset"}).raise_for_status()

    push("budi-phone")

    assert len(pushed(levers)) == 2


@pytest.mark.parametrize(
    ("message", "said"),
    [
        ({}, "Recipient of the message is not set."),
        ({"token": "a", "topic": "b"}, "Cannot set 'topic'"),
        ({"topic": "a", "condition": "'a' in topics"}, "Cannot set 'condition'"),
        ({"token": "budi phone"}, "not a valid FCM registration token"),
        ({"topic": "/topics/a"}, "Malformed topic name."),
        ({"condition": "a"}, "Invalid condition"),
        ({"condition": " || ".join(f"'{n}' in topics" for n in range(6))}, "Invalid condition"),
        ({"token": "a", "data": {"seq": 7}}, "message.data.seq"),
        ({"token": "a", "data": {"from": "a"}}, "Invalid data payload key: from"),
        ({"token": "a", "data": {"google.c": "a"}}, "Invalid data payload key: google.c"),
        ({"token": "a", "android": {"ttl": 60}}, "message.android.ttl"),
        ({"token": "a", "android": {"ttl": "60"}}, "Invalid TTL"),
        ({"token": "a", "android": {"ttl": "2419201s"}}, "Invalid TTL"),
        ({"token": "a", "apns": {"headers": {"apns-priority": "high"}}}, "apns-priority"),
        ({"token": "a", "apns": {"headers": {"apns-expiration": "60s"}}}, "apns-expiration"),
        ({"token": "a", "apns": {"headers": {"apns-collapse-id": "a" * 65}}}, "apns-collapse-id"),
        ({"token": "a", "webpush": {"fcm_options": {"link": "http://a.id"}}}, "HTTPS"),
        ({"token": "a", "titel": "Halo"}, "titel"),
    ],
    ids=str,
)
def test_a_bad_push_is_refused(ask: Ask, levers: httpx.Client, message: dict[str, Any], said: str) -> None:
    """With the reason, in Google's shape, and without sending anything."""
    answer = ask({"notification": HALO, **message})

    error = answer.json()["error"]
    assert (answer.status_code, error["code"], error["status"]) == (400, 400, "INVALID_ARGUMENT")
    assert said in error["message"]
    assert pushed(levers) == []


@pytest.mark.parametrize(("target", "most"), [({"token": "a"}, 4_096), ({"topic": "a"}, 2_048)])
def test_the_room_for_words(ask: Ask, target: dict[str, str], most: int) -> None:
    """Keys and values count, in bytes; a topic's push has half the room."""
    data = {"é" * 10: "é" * (most // 2 - 10)}

    assert ask({**target, "data": data}).status_code == 200
    assert ask({**target, "data": {**data, "a": ""}}).status_code == 400


def test_who_is_wrong_and_how(ask: Ask) -> None:
    """What is no message at all is refused by Google's front; what is an unfit one, by FCM."""
    front, fcm = ask({"token": "a", "data": []}), ask({})

    [told] = front.json()["error"]["details"]
    assert told["@type"].endswith("BadRequest")
    assert told["fieldViolations"][0]["field"] == "message.data"
    assert fcm.json()["error"]["details"] == [
        {"@type": "type.googleapis.com/google.firebase.fcm.v1.FcmError", "errorCode": "INVALID_ARGUMENT"}
    ]


@pytest.mark.parametrize("body", [b"{", b"[]", b"null", b"\xe9"])
def test_no_json_is_refused(ask: Ask, body: bytes) -> None:
    """Anything else than an object is no message."""
    assert ask(content=body).status_code == 400


@pytest.mark.parametrize("headers", [{}, {"authorization": "Bearer"}, {"authorization": "Basic a"}])
def test_a_credential_is_needed(ask: Ask, headers: dict[str, str]) -> None:
    """A missing token must not go unnoticed."""
    assert ask({"token": "a"}, headers=headers).status_code == 401


def test_a_rehearsal_sends_nothing(ask: Ask, levers: httpx.Client) -> None:
    """It only checks."""
    good = ask(json={"validate_only": True, "message": {"token": "a"}})
    bad = ask(json={"validate_only": True, "message": {}})

    assert (good.status_code, bad.status_code, pushed(levers)) == (200, 400, [])


@pytest.mark.parametrize(
    ("lever", "told"), [("faults", {"kind": "rain"}), ("dead_tokens", {"token": ""}), ("dead_tokens", {"token": 1})]
)
def test_a_lever_that_is_not_there(levers: httpx.Client, lever: str, told: dict[str, Any]) -> None:
    """Says so."""
    assert levers.post(f"/{lever}", json=told).status_code == 422


def test_other_paths(browser: httpx.Client, providers: str) -> None:
    """Are not found, in Google's shape."""
    answer = browser.post(f"{providers}/fcm/v1/projects/a/messages", headers=KEY)

    assert (answer.status_code, answer.json()["error"]["status"]) == (404, "NOT_FOUND")


def test_the_levers_of_the_local_cloud(browser: httpx.Client, providers: str) -> None:
    """Without a project they mean the one that the local cloud runs."""
    settings = ProviderSettings.from_environment({"GOOGLE_CLOUD_PROJECT": "demo-other"})
    token = f"phone-{secrets.token_hex(6)}"
    browser.post(f"{providers}/fcm/_control/dead_tokens", json={"token": token}).raise_for_status()

    named = browser.get(f"{providers}/fcm/_control/dead_tokens", params={"project": ProviderSettings().project})

    assert settings.project == "demo-other"
    assert token in [each["token"] for each in named.json()["items"]]
