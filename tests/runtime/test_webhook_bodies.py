"""Bodies of webhooks: JSON objects, JSON arrays and forms, each within limits."""

import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

import pytest

from shared.gateways.form_bodies import MAX_FIELDS
from shared.kernel.errors import Unauthenticated
from shared.kernel.ports import CALLBACK_PATH, CallbackForm
from shared.kernel.schemas import Model
from shared.orders.ports import PaymentCallbacks
from shared.runtime.context import Context
from shared.runtime.triggers import webhook
from tests.runtime.sample_functions import SampleFunctionCaller
from tests.world import World

pytestmark = pytest.mark.emulator

SIGNED = {"signature": "right"}
MEGABYTE = 1024 * 1024


class BodyNotice(Model):
    """Callback of the sample sender: whatever the body was."""

    body: Any


class SampleSender:
    """Sender that records what it is asked to verify, and translates every body."""

    def __init__(self) -> None:
        self.verified: list[tuple[str, bytes]] = []

    def verify_callback(self, headers: Mapping[str, str], raw: bytes) -> None:
        """Verify the header `signature`."""
        if headers.get("signature") != "right":
            raise Unauthenticated
        self.verified.append((headers[CALLBACK_PATH], raw))

    def translate_callback(self, body: Any, wanted: type[Any]) -> Any:
        """Put the body into a notice."""
        return wanted(body=body)


received: list[Any] = []


@webhook(sender=PaymentCallbacks)
async def receive_sample_object(notice: BodyNotice, ctx: Context) -> None:
    """Take an object."""
    received.append(notice.body)


@webhook(sender=PaymentCallbacks, body="array")
async def receive_sample_array(notice: BodyNotice, ctx: Context) -> None:
    """Take an array."""
    received.append(notice.body)


@webhook(sender=PaymentCallbacks, body="form")
async def receive_sample_form(notice: BodyNotice, ctx: Context) -> None:
    """Take a form."""
    received.append(notice.body)


@pytest.fixture
def sender(world: World, toys: SampleFunctionCaller) -> SampleSender:
    """Provide the sender, in the place of the payment provider."""
    toys.serve_handlers(receive_sample_object, receive_sample_array, receive_sample_form)
    received.clear()
    sender = SampleSender()
    world.runtime.gateways.payments = sender  # type: ignore[assignment]
    return sender


async def test_form_keeps_repeated_and_empty_fields(toys: SampleFunctionCaller, sender: SampleSender) -> None:
    """
    A form arrives with every value, also empty ones; the parameters of the address stand apart.
    """
    content = b"To=%2B62812&Media=a&Media=b&Body=&Smile=%F0%9F%98%80&Space=a+b"

    answer = await toys(receive_sample_form, content=content, headers=SIGNED, query="delivery=d1&channel=sms")

    fields = {
        "To": ("+62812",),
        "Media": ("a", "b"),
        "Body": ("",),
        "Smile": ("\N{GRINNING FACE}",),
        "Space": ("a b",),
    }
    assert answer.status == 200
    assert received == [CallbackForm(fields, {"delivery": ("d1",), "channel": ("sms",)})]


async def test_sender_verifies_raw_body_and_our_own_path(toys: SampleFunctionCaller, sender: SampleSender) -> None:
    """
    The path is the function's by configuration, with the query as sent, whatever the request says of itself.
    """
    await toys(receive_sample_form, content=b"b=%31&a=+", headers=SIGNED, query="x=%2f")

    assert sender.verified == [("/receive-sample-form?x=%2f", b"b=%31&a=+")]


async def test_array_arrives_with_every_item(toys: SampleFunctionCaller, sender: SampleSender) -> None:
    """
    The translation decides about each item, whatever the item is.
    """
    answer = await toys(receive_sample_array, content=b'[{"event": "click"}, 7, null]', headers=SIGNED)

    assert answer.status == 200
    assert received == [[{"event": "click"}, 7, None]]


async def test_unsigned_body_is_not_parsed(toys: SampleFunctionCaller, sender: SampleSender) -> None:
    """
    A stranger learns only that the proof is missing, not what is wrong with the body.
    """
    for function in (receive_sample_object, receive_sample_array, receive_sample_form):
        answer = await toys(function, content=b"\xff{", headers={"signature": "wrong"})

        assert (answer.status, answer.code) == (401, "unauthenticated")


@pytest.mark.parametrize(
    ("function", "content", "message"),
    [
        (receive_sample_object, b"[]", "is not a JSON object"),
        (receive_sample_object, b"a=b", "is not a JSON object"),
        (receive_sample_array, b"{}", "is not a JSON array"),
        (receive_sample_array, b"", "is not a JSON array"),
        (receive_sample_array, b"[1", "is not a JSON array"),
        (receive_sample_array, b"[" * 70 + b"]" * 70, "is nested more than 64 levels deep"),
        (receive_sample_array, b"[" * 100_000 + b"]" * 100_000, "is not a JSON array"),
        (receive_sample_array, json.dumps([0] * 5_001).encode(), "has more than 5,000 entries"),
        (receive_sample_form, b"a=\xff", "is not a form in UTF-8"),
        (receive_sample_form, b"a=%ff", "is not a form in UTF-8"),
        (receive_sample_form, urlencode([("a", "b")] * (MAX_FIELDS + 1)).encode(), "has more than 400 entries"),
        (receive_sample_form, b"&" * 1_000_000, "has more than 400 entries"),
    ],
)
async def test_wrong_body_is_told_to_the_sender(
    toys: SampleFunctionCaller, sender: SampleSender, function: Any, content: bytes, message: str
) -> None:
    """
    A signed body of another kind, too deep or with too many entries is 400 and reaches no function.
    """
    answer = await toys(function, content=content, headers=SIGNED)

    assert (answer.status, answer.code) == (400, "invalid")
    assert answer.body["errors"] == [{"field": "body", "message": message}]
    assert received == []


async def test_form_of_the_largest_count_is_taken(toys: SampleFunctionCaller, sender: SampleSender) -> None:
    """
    The limit itself is allowed.
    """
    content = urlencode([(f"f{number}", "x") for number in range(MAX_FIELDS)]).encode()

    answer = await toys(receive_sample_form, content=content, headers=SIGNED)

    assert answer.status == 200
    assert len(received[0].fields) == MAX_FIELDS


async def test_huge_body_is_refused_unread(toys: SampleFunctionCaller, sender: SampleSender) -> None:
    """
    More than a megabyte is not kept in memory, and not verified.
    """
    for function in (receive_sample_array, receive_sample_form):
        answer = await toys(function, content=b"a" * (MEGABYTE + 1), headers=SIGNED)

        assert (answer.status, answer.code) == (413, "body_too_large")
    assert sender.verified == []
