"""SMS and WhatsApp messages through Twilio's SDK, and the callbacks of the local Twilio."""

import secrets
import threading
from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qs

import httpx
import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from twilio.base.exceptions import TwilioRestException
from twilio.http.http_client import TwilioHttpClient
from twilio.request_validator import RequestValidator
from twilio.rest import Client

from emulators.demo.expectations import POLL_TIMEOUT
from emulators.providers.api_descriptions import load_description
from emulators.providers.text_rules import count_segments
from tests.emulators.providers.servers import serve_app

PHONE = "+6281234567890"
SERVICE = f"MG{'5' * 32}"
SENDER = "whatsapp:+6281100000001"
CONTENT = f"HX{'a' * 32}"
TOKEN = "token"


class Phone:
    """Control endpoints of one account, and the callbacks that a receiver has got."""

    def __init__(self, providers: str, receiver: str, received: list[Any]) -> None:
        self.sid = f"AC{secrets.token_hex(16)}"
        self.sdk = Client(self.sid, TOKEN, http_client=TwilioHttpClient(timeout=POLL_TIMEOUT))
        self.sdk.api.base_url = f"{providers}/twilio"
        self.client = httpx.Client(
            base_url=f"{providers}/twilio", auth=(self.sid, TOKEN), trust_env=False, timeout=POLL_TIMEOUT
        )
        self.receiver = f"{receiver}/{self.sid}"
        self._received = received

    @property
    def received(self) -> list[Any]:
        """Callbacks of this account: address, headers and fields."""
        return [one for one in self._received if one[0].startswith(self.receiver)]

    @property
    def statuses(self) -> list[str]:
        """Statuses of the received callbacks, in order."""
        return [form["MessageStatus"] for _, _, form in self.received]

    def post_control(self, lever: str, **told: Any) -> Any:
        """Call a control endpoint successfully."""
        answer = self.client.post(f"/_control/{lever}", json=told)
        assert answer.status_code == 200, answer.text
        return answer.json()

    def send(self, **changes: Any) -> Any:
        """Send a message through the SDK: an SMS, unless changes say more."""
        given = {"to": PHONE, "body": "Halo", "status_callback": f"{self.receiver}?delivery=d1"}
        sender = {} if "from_" in changes else {"messaging_service_sid": SERVICE}
        sent = given | sender | changes
        return self.sdk.messages.create(**{name: value for name, value in sent.items() if value is not None})

    def wait(self) -> None:
        """Wait until all callbacks have been delivered."""
        assert self.post_control("wait", timeout_seconds=POLL_TIMEOUT)["idle"]

    def list_items(self, path: str) -> list[dict[str, Any]]:
        """List the records of a kind."""
        items: list[dict[str, Any]] = self.client.get(f"/_control/{path}").json()["items"]
        return items


@pytest.fixture(scope="module")
def received() -> list[Any]:
    """Provide the callbacks that the receiver has got."""
    return []


@pytest.fixture(scope="module")
def receiver(received: list[Any]) -> Iterator[str]:
    """Start a receiver of callbacks, and provide its address."""
    lock = threading.Lock()

    async def take(request: Request) -> Response:
        form = {name: values[0] for name, values in parse_qs((await request.body()).decode(), True).items()}
        with lock:
            received.append((str(request.url), dict(request.headers), form))
        return Response(status_code=200)

    with serve_app(Starlette(routes=[Route("/{path:path}", take, methods=["POST"])])) as address:
        yield address


@pytest.fixture
def phone(providers: str, receiver: str, received: list[Any]) -> Iterator[Phone]:
    """Provide a new account whose callbacks are sent."""
    phone = Phone(providers, receiver, received)
    phone.post_control("account", sends_callbacks=True, inbound_url=f"{phone.receiver}/inbound")
    yield phone
    phone.client.close()


def test_message_is_accepted_as_the_description_says(phone: Phone) -> None:
    """The SDK reads the answer; the message lies in the inbox and can be fetched."""
    sent = phone.send()

    again = phone.sdk.messages(sent.sid).fetch()
    raw = phone.client.get(f"/2010-04-01/Accounts/{phone.sid}/Messages/{sent.sid}.json").json()
    assert (sent.status, sent.num_segments, sent.from_) == ("accepted", "0", None)
    assert (again.status, again.num_segments, again.to) == ("delivered", "1", PHONE)
    assert load_description("twilio").find_response_problems("FetchMessage", 200, raw) == []
    assert [(one["kind"], one["to"], one["text"]) for one in phone.list_items("messages")] == [("sms", [PHONE], "Halo")]


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"to": "0812"}, 21211),
        ({"to": ""}, 21604),
        ({"messaging_service_sid": None}, 21603),
        ({"body": None}, 21602),
        ({"body": "a" * 1_601}, 21617),
        ({"to": "+622112345678"}, 21614),
        ({"to": f"whatsapp:{PHONE}", "from_": "+6281100000001"}, 21910),
        ({"content_sid": "HX1"}, 21655),
        ({"content_variables": "{}"}, 21654),
        ({"content_sid": CONTENT, "content_variables": '{"1": ""}'}, 21656),
        ({"content_sid": CONTENT, "content_variables": "{1}"}, 21656),
    ],
    ids=str,
)
def test_wrong_request_is_refused(phone: Phone, changes: dict[str, Any], code: int) -> None:
    """Each with Twilio's own code, which the SDK reads; nothing is sent."""
    with pytest.raises(TwilioRestException) as raised:
        phone.send(**changes)

    assert (raised.value.status, raised.value.code) == (400, code)
    assert phone.list_items("messages") == []


def test_wrong_token_is_refused(phone: Phone) -> None:
    """Another token, another account's path or none at all: 401 with code 20003."""
    path = f"/2010-04-01/Accounts/{phone.sid}/Messages.json"
    with httpx.Client(base_url=phone.client.base_url, trust_env=False, timeout=POLL_TIMEOUT) as client:
        answers = [
            client.post(path, auth=(phone.sid, "wrong")),
            client.post(path),
            client.post(path.replace(phone.sid, f"AC{'0' * 32}"), auth=(phone.sid, TOKEN)),
        ]

    assert [(answer.status_code, answer.json()["code"]) for answer in answers] == [(401, 20003)] * 3
    assert load_description("twilio").find_response_problems("CreateMessage", 401, answers[0].json()) == []


def test_unknown_message_is_not_found(phone: Phone) -> None:
    """As Twilio says it."""
    with pytest.raises(TwilioRestException) as raised:
        phone.sdk.messages(f"SM{'0' * 32}").fetch()

    assert (raised.value.status, raised.value.code) == (404, 20404)


def test_rate_limit(phone: Phone) -> None:
    """One call meets it, the next passes."""
    phone.post_control("faults", kind="rate_limited")

    with pytest.raises(TwilioRestException) as raised:
        phone.send()

    assert (raised.value.status, raised.value.code) == (429, 20429)
    assert phone.send().sid


def test_callbacks_are_signed(phone: Phone) -> None:
    """Each is a form to the address that came with the message, signed with the token over address and fields."""
    sent = phone.send()
    phone.wait()

    assert phone.statuses == ["queued", "sent", "delivered"]
    for url, headers, form in phone.received:
        assert url == f"{phone.receiver}?delivery=d1"
        assert (form["MessageSid"], form["AccountSid"], form["To"]) == (sent.sid, phone.sid, PHONE)
        assert RequestValidator(TOKEN).validate(url, form, headers["x-twilio-signature"])
        assert not RequestValidator("other").validate(url, form, headers["x-twilio-signature"])


def test_whatsapp_message_is_read(phone: Phone) -> None:
    """A person reads a message later; the callback has the fields of WhatsApp."""
    phone.send(to=f"whatsapp:{PHONE}", from_=SENDER, body=None, content_sid=CONTENT)
    phone.wait()
    phone.post_control("report", to=PHONE, statuses=["read"], wait_seconds=POLL_TIMEOUT)

    *_, (_, _, form) = phone.received
    assert (form["MessageStatus"], form["EventType"], form["ChannelPrefix"]) == ("read", "READ", "whatsapp")
    assert PHONE not in form["ChannelToAddress"]


@pytest.mark.parametrize(
    ("levers", "statuses"),
    [
        ({"reorder": True}, ["delivered", "sent", "queued"]),
        ({"duplicates": 1}, ["queued", "queued", "sent", "sent", "delivered", "delivered"]),
        ({"drop": True}, []),
        ({"delay_seconds": 0.05}, ["queued", "sent", "delivered"]),
    ],
    ids=str,
)
def test_callbacks_go_wrong(phone: Phone, levers: dict[str, Any], statuses: list[str]) -> None:
    """They may be late, lost, doubled or out of order."""
    phone.post_control("phones", phone=PHONE, levers=levers)

    phone.send()
    phone.wait()

    assert phone.statuses == statuses


@pytest.mark.parametrize(
    ("levers", "key", "algorithm"),
    [({"algorithm": "HMAC_SHA256"}, TOKEN, "HMAC_SHA256"), ({"forged": True}, None, None)],
)
def test_other_signatures(phone: Phone, levers: dict[str, Any], key: str | None, algorithm: str | None) -> None:
    """A shared key signs by SHA-256; a stranger's signature is no signature."""
    phone.post_control("phones", levers=levers, statuses=["sent"])

    phone.send()
    phone.wait()

    ((url, headers, form),) = phone.received
    valid = RequestValidator(key or TOKEN).validate(url, form, headers["x-twilio-signature"], algorithm)
    assert valid is (key is not None)
    assert ("x-twilio-webhooks-signature-settings" in headers) is (algorithm is not None)


def test_message_fails_with_a_code(phone: Phone) -> None:
    """It was accepted, does not arrive, and the callback says why."""
    phone.post_control("phones", phone=PHONE, statuses=["queued", "undelivered"], error_code=30005)

    sent = phone.send()
    phone.wait()

    *_, (_, _, form) = phone.received
    assert (form["MessageStatus"], form["ErrorCode"]) == ("undelivered", "30005")
    assert phone.sdk.messages(sent.sid).fetch().error_code == 30005
    assert phone.list_items("messages") == []


@pytest.mark.parametrize(
    ("template", "code"),
    [
        ({"state": "rejected"}, "63040"),
        ({"state": "paused"}, "63041"),
        ({"state": "disabled"}, "63042"),
        ({"body": "Halo {{1}} {{2}}"}, "63028"),
    ],
    ids=str,
)
def test_template_is_not_sent(phone: Phone, template: dict[str, Any], code: str) -> None:
    """A paused template and one with other placeholders are accepted, and fail."""
    phone.post_control("templates", content_sid=CONTENT, **template)

    phone.send(to=f"whatsapp:{PHONE}", from_=SENDER, body=None, content_sid=CONTENT, content_variables='{"1": "Sari"}')
    phone.wait()

    *_, (_, _, form) = phone.received
    assert (form["MessageStatus"], form["ErrorCode"]) == ("failed", code)


def test_person_answers_by_whatsapp(phone: Phone) -> None:
    """The text arrives signed, with the fields of WhatsApp, and opens the window for free text."""
    phone.post_control("inbound", phone=PHONE, body="Berhenti", wait_seconds=POLL_TIMEOUT)
    phone.send(to=f"whatsapp:{PHONE}", from_=SENDER, body="Baik.")

    ((url, headers, form),) = [one for one in phone.received if one[0].endswith("/inbound")]
    assert (form["From"], form["Body"], form["WaId"]) == (f"whatsapp:{PHONE}", "Berhenti", PHONE[1:])
    assert RequestValidator(TOKEN).validate(url, form, headers["x-twilio-signature"])
    assert [one["text"] for one in phone.list_items("messages")] == ["Baik."]


def test_nobody_in_indonesia_answers_by_sms(phone: Phone) -> None:
    """The country has no two-way SMS; other countries have."""
    refused = phone.client.post("/_control/inbound", json={"phone": PHONE, "channel": "sms", "body": "STOP"})
    taken = phone.client.post("/_control/inbound", json={"phone": "+6591234567", "channel": "sms", "body": "STOP"})

    assert (refused.status_code, taken.status_code) == (409, 200)


def test_unknown_control_field_is_refused(phone: Phone) -> None:
    """A lever that does not exist is an error, not ignored."""
    assert phone.client.post("/_control/phones", json={"delay": 5}).status_code == 422


@pytest.mark.parametrize(
    ("text", "smart", "encoding", "number"),
    [
        ("a" * 160, False, "GSM-7", 1),
        ("a" * 161, False, "GSM-7", 2),
        ("a" * 306, False, "GSM-7", 2),
        ("a" * 307, False, "GSM-7", 3),
        ("€" * 80, False, "GSM-7", 1),
        ("€" * 81, False, "GSM-7", 2),
        ("“" + "a" * 69, False, "UCS-2", 1),
        ("“" + "a" * 70, False, "UCS-2", 2),
        ("“" + "a" * 70, True, "GSM-7", 1),
        ("😀" * 35, False, "UCS-2", 1),
        ("😀" * 36, False, "UCS-2", 2),
    ],
)
def test_segments_are_counted(text: str, smart: bool, encoding: str, number: int) -> None:
    """160 or 70 characters fit into one SMS; in longer ones each segment has room for 153 or 67."""
    assert count_segments(text, smart=smart) == (encoding, number)


def test_inbox_shows_text_messages(phone: Phone, browser: httpx.Client, providers: str) -> None:
    """The page lists SMS and WhatsApp beside the mails, with the segments that are paid for."""
    marker = secrets.token_hex(4)
    phone.send(body=f"Sesi {marker} " + "a" * 200)
    phone.send(to=f"whatsapp:{PHONE}", from_=SENDER, body=None, content_sid=CONTENT)

    page = browser.get(f"{providers}/inbox", params={"kind": "sms", "q": marker}).text

    assert "WhatsApp" in page
    assert PHONE in page
    assert "2 (GSM-7)" in page
