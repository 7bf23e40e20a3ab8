"""Pushes through FCM: what is in them, what each failure means, and which tokens to forget."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from shared.contracts.push import PushContent, PushNotice, PushReceipt, PushRefused
from shared.gateways.fcm import FcmPush
from shared.kernel.errors import Unavailable
from tests.emulators.providers.servers import serve_app
from tests.world import World

pytestmark = pytest.mark.emulator

NOW = 1_790_000_000
CONTENT = PushContent(title="Ana", body="Besok jam 9 bisa?", ttl=timedelta(hours=1))


def a_notice(**changes: Any) -> PushNotice:
    """A new message, to one device."""
    given: dict[str, Any] = {
        "title": "Ana",
        "body": "Besok jam 9 bisa?",
        "data": {"room_id": "r1"},
        "token": "budi-phone:APA91b",
    }
    given["ttl"] = timedelta(days=1)
    return PushNotice.model_validate(given | changes)


def to_topic(topic: str, **changes: Any) -> PushNotice:
    """A new pairing, to all who wait for one."""
    return a_notice(token=None, topic=topic, **changes)


def a_gateway(world: World, *, patience: float = 30) -> FcmPush:
    """The gateway, for this test's own project; with patience enough for a slow machine."""
    settings = world.runtime.settings
    return FcmPush(
        project=settings.google_cloud_project,
        base_url=settings.fcm_base_url,
        token="local",
        timeout=patience,
        clock=lambda: NOW,
    )


def an_account(folder: Path, token_uri: str) -> Path:
    """The key file of a service account that signs in at *token_uri*."""
    key = rsa.generate_private_key(public_exponent=65_537, key_size=2_048)
    pem = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    ).decode()
    account = {
        "type": "service_account",
        "project_id": "temani",
        "private_key": pem,
        "client_email": "push@temani.iam.gserviceaccount.com",
        "token_uri": token_uri,
    }
    file = folder / "account.json"
    file.write_text(json.dumps(account))
    return file


@pytest.fixture
def push(world: World) -> FcmPush:
    """The gateway."""
    return a_gateway(world)


Answering = Callable[[Response], FcmPush]


@pytest.fixture
async def answering() -> AsyncIterator[Answering]:
    """Makes a gateway that is always answered like this."""
    said: list[Response] = []

    async def answer(_: Request) -> Response:
        return said[-1]

    with serve_app(Starlette(routes=[Route("/{path:path}", answer, methods=["POST"])])) as address:

        def make(response: Response) -> FcmPush:
            said.append(response)
            return FcmPush(project="temani", base_url=address, token="local", timeout=30)

        yield make


async def test_a_push_to_a_device(world: World, push: FcmPush) -> None:
    """
    It arrives with title, text and data, when the phone wakes up, and is not worth showing after a day.
    """
    receipt = await push.send(a_notice())

    (got,) = await world.sent_pushes()
    assert (receipt.id, receipt.is_token_invalid) == (got["name"], False)
    assert (got["token"], got["topic"]) == ("budi-phone:APA91b", None)
    assert (got["title"], got["body"], got["data"]) == ("Ana", "Besok jam 9 bisa?", {"room_id": "r1"})
    assert got["message"]["android"] == {"priority": "normal", "ttl": "86400s"}
    assert got["message"]["apns"] == {"headers": {"apns-priority": "5", "apns-expiration": str(NOW + 86_400)}}
    assert got["message"]["webpush"] == {"headers": {"TTL": "86400", "Urgency": "normal"}}


async def test_what_is_urgent_wakes_the_phone(world: World, push: FcmPush) -> None:
    """
    On every kind of device, in the Android channel that it belongs to; a browser opens its page.
    """
    await push.send(a_notice(urgent=True, channel="session", link="https://temani.example/sessions/s1"))

    (got,) = await world.sent_pushes()
    assert got["message"]["android"]["priority"] == "high"
    assert got["message"]["android"]["notification"] == {"channel_id": "session"}
    assert got["message"]["apns"]["headers"]["apns-priority"] == "10"
    assert got["message"]["webpush"]["headers"]["Urgency"] == "high"
    assert got["message"]["webpush"]["fcm_options"] == {"link": "https://temani.example/sessions/s1"}


async def test_a_push_to_a_topic(world: World, push: FcmPush) -> None:
    """
    One call reaches all who follow it; with nothing but a title and a text there is no data.
    """
    await push.send(to_topic("online-experts", data={}))

    (got,) = await world.sent_pushes()
    assert (got["token"], got["topic"], got["data"]) == (None, "online-experts", {})


async def test_a_later_push_takes_the_place_of_an_earlier(world: World, push: FcmPush) -> None:
    """
    On every kind of device, whether the earlier one still waits or is on the screen already.
    """
    await push.send(a_notice(collapse_key="room:r1"))

    (got,) = await world.sent_pushes()
    assert got["message"]["android"]["collapse_key"] == "room:r1"
    assert got["message"]["android"]["notification"] == {"tag": "room:r1"}
    assert got["message"]["apns"]["headers"]["apns-collapse-id"] == "room:r1"
    assert got["message"]["webpush"]["notification"] == {"tag": "room:r1"}


async def test_a_push_for_now_or_never(world: World, push: FcmPush) -> None:
    """
    Without any time to live, neither Google nor Apple keeps it for a device that is not there.
    """
    await push.send(a_notice(ttl=timedelta(0)))

    (got,) = await world.sent_pushes()
    assert got["message"]["android"]["ttl"] == "0s"
    assert got["message"]["apns"]["headers"]["apns-expiration"] == "0"


@pytest.mark.parametrize("reason", ["UNREGISTERED", "SENDER_ID_MISMATCH"])
async def test_a_dead_token_is_to_be_forgotten(world: World, push: FcmPush, reason: str) -> None:
    """
    An app that is gone, or a token of somebody else's project, is no error: its token is forgotten, others are not.
    """
    await world.control_fcm("dead_tokens", token="budi-phone:APA91b", error_code=reason)

    dead = await push.send(a_notice())
    alive = await push.send(a_notice(token="budi-tablet:APA91b"))

    assert (dead.id, dead.is_token_invalid, alive.is_token_invalid) == (None, True, False)
    assert [got["token"] for got in await world.sent_pushes()] == ["budi-tablet:APA91b"]


@pytest.mark.parametrize(
    ("fault", "meaning"),
    [
        ({"kind": "bad_gateway"}, Unavailable),
        ({"kind": "unavailable"}, Unavailable),
        ({"kind": "rate_limited"}, Unavailable),
        ({"kind": "hang", "seconds": 60}, Unavailable),
        ({"kind": "late", "seconds": 60}, Unavailable),
        ({"kind": "reset"}, Unavailable),
        ({"kind": "reset_before"}, Unavailable),
        ({"kind": "garbage"}, Unavailable),
        ({"kind": "error", "status": 500}, Unavailable),
        ({"kind": "error", "status": 504}, Unavailable),
        ({"kind": "error", "status": 401}, Unavailable),
        ({"kind": "error", "status": 401, "error_code": "THIRD_PARTY_AUTH_ERROR"}, Unavailable),
        ({"kind": "error", "status": 403}, Unavailable),
        ({"kind": "error", "status": 400, "error_code": "INVALID_ARGUMENT"}, PushRefused),
        ({"kind": "error", "status": 404}, PushRefused),
        ({"kind": "error", "status": 413}, PushRefused),
    ],
    ids=lambda given: "-".join(map(str, given.values())) if isinstance(given, dict) else given.__name__,
)
async def test_what_a_failure_means(
    world: World, push: FcmPush, fault: dict[str, Any], meaning: type[Exception]
) -> None:
    """
    What may pass is tried again, what will not is refused; and nothing but FCM's own word kills a token.
    """
    await world.control_fcm("faults", **fault)
    asked = a_gateway(world, patience=0.4) if fault["kind"] in ("hang", "late") else push

    with pytest.raises(meaning) as raised:
        await asked.send(a_notice())
    again = await push.send(a_notice())

    assert type(raised.value) is meaning
    assert not again.is_token_invalid


@pytest.mark.parametrize(
    "fault",
    [
        {"kind": "unavailable"},
        {"kind": "error", "status": 500},
        {"kind": "reset_before"},
        {"kind": "hang", "seconds": 60},
    ],
    ids=lambda fault: fault["kind"],
)
async def test_one_call_is_one_request(world: World, fault: dict[str, Any]) -> None:
    """
    The SDK's own retries are off: of two faults that wait, one call meets one.
    """
    await world.control_fcm("faults", **fault, times=2)
    push = a_gateway(world, patience=0.4 if fault["kind"] == "hang" else 30)

    for _ in range(2):
        with pytest.raises(Unavailable):
            await push.send(a_notice())
    receipt = await a_gateway(world).send(a_notice())

    assert [got["name"] for got in await world.sent_pushes()] == [receipt.id]


async def test_a_late_answer_is_one_push(world: World) -> None:
    """
    FCM took it and answered too late: it is not pushed again behind our back.
    """
    await world.control_fcm("faults", kind="late", seconds=60)

    with pytest.raises(Unavailable):
        await a_gateway(world, patience=0.4).send(a_notice())

    assert len(await world.sent_pushes()) == 1


async def test_too_many_pushes_pause_for_as_long_as_google_says(world: World, push: FcmPush) -> None:
    """
    Google names the pause after its 429; coming back sooner makes it worse.
    """
    await world.control_fcm("faults", kind="rate_limited", seconds=90)

    with pytest.raises(Unavailable) as raised:
        await push.send(a_notice())

    assert raised.value.retry_after == 90


async def test_too_many_pushes_pause_for_a_minute_where_google_names_no_time() -> None:
    """
    Without `Retry-After` the pause is the minute that Google's documentation asks for.
    """

    async def refuse(_: Request) -> Response:
        return JSONResponse({"error": {"status": "RESOURCE_EXHAUSTED"}}, status_code=429)

    app = Starlette(routes=[Route("/{path:path}", refuse, methods=["POST"])])
    with serve_app(app) as address, pytest.raises(Unavailable) as raised:
        await FcmPush(project="temani", base_url=address, token="t", timeout=30).send(a_notice())

    assert raised.value.retry_after == 60


@pytest.mark.parametrize(
    "answer",
    [
        b'{"id": 1}',
        b"[1]",
        b"null",
        '"halo"'.encode("utf-16"),
    ],
    ids=["no-name", "a-list", "nothing", "another-alphabet"],
)
@pytest.mark.parametrize("status", [200, 502])
async def test_an_answer_that_is_not_fcms(answering: Answering, answer: bytes, status: int) -> None:
    """
    Whatever a proxy says in FCM's place, in JSON or not, nobody has taken the push.
    """
    push = answering(Response(answer, status_code=status, media_type="application/json"))

    with pytest.raises(Unavailable):
        await push.send(a_notice())


@pytest.mark.parametrize("body", [b'{"error": "gone"}', b"\xe9t\xe9", b'{"error": {"details": ["?"]}}'])
async def test_an_error_that_is_not_fcms(answering: Answering, body: bytes) -> None:
    """
    A 404 in another shape than FCM's stumbles through the SDK, and is no reason to forget a token.
    """
    push = answering(Response(body, status_code=404, media_type="application/json"))

    with pytest.raises(Unavailable):
        await push.send(a_notice())


async def test_nobody_there() -> None:
    """
    A push provider that cannot be reached is unavailable.
    """
    push = FcmPush(project="temani", base_url="http://127.0.0.1:1", token="local", timeout=0.4)

    with pytest.raises(Unavailable):
        await push.send(a_notice())


async def test_no_account(monkeypatch: pytest.MonkeyPatch) -> None:
    """
    Outside of the cloud and without a static token there is nobody to sign in as: it is not sent, and may be later.
    """
    monkeypatch.setenv("GOOGLE_APPLICATION_CREDENTIALS", "/nowhere.json")
    push = FcmPush(project="temani", base_url="http://127.0.0.1:1", timeout=0.4)

    with pytest.raises(Unavailable):
        await push.send(a_notice())


async def test_the_clouds_own_account(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """
    Without a static token, the application default account gets a token of its own and shows that.
    """
    shown: list[str] = []

    async def token(_: Request) -> Response:
        return JSONResponse({"access_token": "of-the-account", "expires_in": 3_600, "token_type": "Bearer"})

    async def take(request: Request) -> Response:
        shown.append(request.headers["authorization"])
        return JSONResponse({"name": "projects/temani/messages/1"})

    routes = [Route("/token", token, methods=["POST"]), Route("/{path:path}", take, methods=["POST"])]
    with serve_app(Starlette(routes=routes)) as address:
        monkeypatch.setenv("GOOGLE_APPLICATION_CREDENTIALS", str(an_account(tmp_path, f"{address}/token")))
        receipt = await FcmPush(project="temani", base_url=address, timeout=30).send(a_notice())

    assert (receipt.id, shown) == ("projects/temani/messages/1", ["Bearer of-the-account"])


async def test_a_notice_that_is_too_long(world: World, push: FcmPush) -> None:
    """
    FCM refuses it; a topic's has half the room.
    """
    with pytest.raises(PushRefused):
        await push.send(a_notice(body="a" * 4_096))
    with pytest.raises(PushRefused):
        await push.send(to_topic("online-experts", body="a" * 2_048))
    await push.send(a_notice(body="a" * 2_048))

    assert [got["token"] for got in await world.sent_pushes()] == ["budi-phone:APA91b"]


@pytest.mark.parametrize(
    ("notice", "token_at_fault"),
    [
        ({"token": "no#such#token"}, True),
        ({"body": "a" * 4_096}, False),
        ({"data": {"from": "us"}}, False),
    ],
)
async def test_a_refusal_says_whether_the_token_is_at_fault(
    push: FcmPush, notice: dict[str, Any], token_at_fault: bool
) -> None:
    """
    Only what FCM says of the token condemns the token; a message that is wrong leaves the token as it is.
    """
    with pytest.raises(PushRefused) as refused:
        await push.send(a_notice(**notice))

    assert refused.value.token_at_fault is token_at_fault


@pytest.mark.parametrize(
    ("body", "token_at_fault"),
    [
        ({"error": {"message": "Invalid", "details": [{"fieldViolations": [{"field": "message.token"}]}]}}, True),
        ({"error": {"message": "Invalid", "details": [{"fieldViolations": [{"field": "message.data"}]}]}}, False),
        ({"error": {"message": "The registration token is not a valid FCM registration token"}}, True),
        ({"error": {"message": "Invalid", "details": [{"fieldViolations": None}]}}, False),
        ([], False),
    ],
)
async def test_what_a_refusal_names(body: Any, token_at_fault: bool) -> None:
    """
    The field that FCM names decides, then FCM's words about the token; an answer in other words says nothing of it.
    """

    async def refuse(_: Request) -> Response:
        return JSONResponse(body, status_code=400)

    app = Starlette(routes=[Route("/{path:path}", refuse, methods=["POST"])])
    with serve_app(app) as address, pytest.raises(PushRefused) as refused:
        await FcmPush(project="temani", base_url=address, token="t", timeout=30).send(a_notice())

    assert refused.value.token_at_fault is token_at_fault


async def test_each_device_has_its_own_outcome(world: World, push: FcmPush) -> None:
    """
    Devices that are gone, belong to another sender, or never were, are dead; the others have the notice, each once.
    """
    await world.control_fcm("dead_tokens", token="gone:APA91b")
    await world.control_fcm("dead_tokens", token="of-others:APA91b", error_code="SENDER_ID_MISMATCH")
    tokens = ["phone:APA91b", "gone:APA91b", "of-others:APA91b", "no#such#token", "", "tablet:APA91b", "phone:APA91b"]

    outcomes = await push.send_each(CONTENT, tokens)

    pushes = {got["token"]: got["name"] for got in await world.sent_pushes()}
    assert sorted(pushes) == ["phone:APA91b", "tablet:APA91b"]
    assert outcomes == {token: PushReceipt(pushes.get(token)) for token in tokens}


async def test_a_failure_for_one_device_is_not_one_for_another(world: World, push: FcmPush) -> None:
    """
    FCM is busy for one of three: that one alone is tried again, and each device shows the notice once.
    """
    tokens = ["phone:APA91b", "tablet:APA91b", "laptop:APA91b"]
    await world.control_fcm("faults", kind="unavailable")

    first = await push.send_each(CONTENT, tokens)
    left = [token for token, outcome in first.items() if isinstance(outcome, Unavailable)]
    second = await push.send_each(CONTENT, left)

    assert (len(left), list(second)) == (1, left)
    assert sorted(got["token"] for got in await world.sent_pushes()) == sorted(tokens)


async def test_a_404_of_googles_front_end_keeps_the_token(world: World, push: FcmPush) -> None:
    """
    Without FCM's own word the token is not dead; the outcome is the refusal.
    """
    await world.control_fcm("faults", kind="error", status=404)

    outcomes = await push.send_each(CONTENT, ["phone:APA91b"])

    assert isinstance(outcomes["phone:APA91b"], PushRefused)


async def test_an_answer_that_is_late_is_not_asked_for_twice(world: World) -> None:
    """
    A read that times out is one push; another attempt is for the caller to decide.
    """
    await world.control_fcm("faults", kind="late", seconds=60)

    outcomes = await a_gateway(world, patience=0.4).send_each(CONTENT, ["phone:APA91b"])

    assert isinstance(outcomes["phone:APA91b"], Unavailable)
    assert len(await world.sent_pushes()) == 1


async def test_nobody_to_push_to(push: FcmPush) -> None:
    """
    Without tokens nothing is asked.
    """
    assert await push.send_each(CONTENT, []) == {}


async def test_few_calls_at_a_time() -> None:
    """
    However many devices, at most ten calls are under way, so that other requests of the instance have threads too.
    """
    running, most = 0, 0

    async def take(_: Request) -> Response:
        nonlocal running, most
        running += 1
        most = max(most, running)
        await asyncio.sleep(0.05)
        running -= 1
        return JSONResponse({"name": "projects/temani/messages/1"})

    with serve_app(Starlette(routes=[Route("/{path:path}", take, methods=["POST"])])) as address:
        push = FcmPush(project="temani", base_url=address, token="local", timeout=30)
        outcomes = await push.send_each(CONTENT, [f"phone-{n}:APA91b" for n in range(25)])

    assert (len(outcomes), most) == (25, 10)


async def test_two_instances_in_one_process(new_world: Callable[[], World]) -> None:
    """
    Each gateway pushes for its own project: what one is told changes nothing for another.
    """
    here, there = new_world(), new_world()
    gateways = [world.runtime.gateways.push for world in (here, there)]

    for gateway, title in zip(gateways, ["Di sini", "Di sana"], strict=True):
        await gateway.send(a_notice(title=title))

    assert [got["title"] for world in (here, there) for got in await world.sent_pushes()] == ["Di sini", "Di sana"]
