"""Answers of Twilio to a message: each is accepted, refused with its cause, or tried again."""

from collections.abc import AsyncIterator, Callable
from datetime import timedelta
from typing import Any

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from shared.contracts.text_messages import TextMessage, TextRefused
from shared.gateways.twilio.sender import TwilioTexts
from shared.kernel.errors import Unavailable
from tests.emulators.providers.servers import serve_app

ACCOUNT = f"AC{'1' * 32}"
PHONE = "+6281234567890"
ACCEPTED = {"sid": f"SM{'2' * 32}", "status": "accepted", "to": PHONE}

Answering = Callable[[Response], TwilioTexts]


def an_sms(**changes: Any) -> TextMessage:
    """A reminder by SMS."""
    given = {
        "channel": "sms",
        "to": PHONE,
        "body": "Temani: sesi Anda mulai 10 menit lagi.",
        "reference": "d1",
        "valid_for": timedelta(minutes=10),
    }
    return TextMessage.model_validate(given | changes)


def a_refusal(status: int, code: Any, **fields: Any) -> Response:
    """An error as Twilio writes errors, with the number in its text."""
    body = {"code": code, "message": f"The 'To' number {PHONE} is wrong", "status": status}
    return JSONResponse(body | fields, status)


@pytest.fixture
async def answering() -> AsyncIterator[Answering]:
    """Provide a factory of gateways that are always answered like this."""
    said: list[Response] = []

    async def answer(_: Request) -> Response:
        return said[-1]

    with serve_app(Starlette(routes=[Route("/{path:path}", answer, methods=["POST"])])) as address:

        def make(response: Response) -> TwilioTexts:
            said.append(response)
            return a_gateway(address)

        yield make


def a_gateway(address: str, *, patience: float = 30, tokens: str = "token") -> TwilioTexts:
    """The gateway, connected to `address`."""
    return TwilioTexts(
        base_url=address,
        account_sid=ACCOUNT,
        auth_tokens=tokens,
        messaging_service_sid=f"MG{'5' * 32}",
        whatsapp_sender="+6281100000001",
        callback_base_url="https://api.temani.example",
        timeout=patience,
    )


async def test_accepted_message_has_an_id(answering: Answering) -> None:
    """
    The id is Twilio's.
    """
    assert await answering(JSONResponse(ACCEPTED, 201)).send(an_sms()) == ACCEPTED["sid"]


@pytest.mark.parametrize(
    ("status", "code", "cause"),
    [
        (400, 21211, "person"),
        (400, 21610, "person"),
        (400, 21614, "person"),
        (400, 63024, "person"),
        (400, 21656, "template"),
        (400, 63041, "template"),
        (400, 21408, "message"),
        (400, 63016, "message"),
        (400, 98_765, "message"),
        (404, 20404, "message"),
    ],
)
async def test_refusal_names_its_cause(answering: Answering, status: int, code: int, cause: str) -> None:
    """
    What Twilio refuses is never tried again, and the code stays for whoever looks into it.
    """
    with pytest.raises(TextRefused) as raised:
        await answering(a_refusal(status, code)).send(an_sms())

    assert (raised.value.cause, raised.value.fields["code_of_provider"]) == (cause, code)


@pytest.mark.parametrize(
    "response",
    [
        a_refusal(429, 20429),
        a_refusal(429, 21610),
        a_refusal(400, 21611),
        a_refusal(400, 63018),
    ],
    ids=["429", "429 with another code", "full queue", "WhatsApp's limit"],
)
async def test_busy_provider_is_asked_later(answering: Answering, response: Response) -> None:
    """
    A rate limit names nobody as unreachable, and nothing was sent.
    """
    with pytest.raises(Unavailable) as raised:
        await answering(response).send(an_sms())

    assert (raised.value.detail, raised.value.retry_after, raised.value.unanswered) == ("text_busy", 10, False)


@pytest.mark.parametrize(
    "response",
    [
        Response("<html>502</html>", 502, media_type="text/html"),
        Response(status_code=503),
        a_refusal(500, 20500),
        Response("<html>maintenance</html>", 200, media_type="text/html"),
        JSONResponse({}, 201),
        JSONResponse([], 201),
        JSONResponse({"sid": "AC1"}, 201),
        JSONResponse({"sid": None}, 201),
        Response(status_code=302, headers={"location": "https://elsewhere.example"}),
        Response(b"\xff\xfe", 201),
        JSONResponse({"type": "t", "title": "t", "status": 503, "code": 20503}, 503),
        Response(status_code=408),
    ],
    ids=["502", "503", "500", "html", "nothing", "list", "other id", "no id", "redirect", "bytes", "problem", "408"],
)
async def test_unclear_answer_may_mean_sent(answering: Answering, response: Response) -> None:
    """
    After an answer that is not Twilio's, nobody knows whether the message goes out.
    """
    with pytest.raises(Unavailable) as raised:
        await answering(response).send(an_sms())

    assert raised.value.unanswered


async def test_problem_document_is_read_too(answering: Answering) -> None:
    """
    Twilio's newer errors (RFC 9457) have the same codes.
    """
    with pytest.raises(TextRefused) as raised:
        await answering(JSONResponse({"type": "t", "title": "t", "status": 400, "code": 21610}, 400)).send(an_sms())

    assert raised.value.cause == "person"


@pytest.mark.parametrize("status", [401, 403])
async def test_wrong_token_is_ours_to_mend(answering: Answering, status: int) -> None:
    """
    A refused token says nothing about the message: a person mends the token while the task retries.
    """
    with pytest.raises(Unavailable) as raised:
        await answering(a_refusal(status, 20003)).send(an_sms())

    assert (raised.value.detail, raised.value.unanswered) == ("text_credentials", False)


async def test_no_error_shows_the_number(answering: Answering) -> None:
    """
    Twilio's own text, which names the number, is in no error, cause or context.
    """
    for response in (a_refusal(400, 21211), a_refusal(500, 20500), a_refusal(401, 20003)):
        with pytest.raises((TextRefused, Unavailable)) as raised:
            await answering(response).send(an_sms())

        told = (raised.value, raised.value.__cause__, raised.value.__context__)
        assert PHONE[3:] not in f"{told}{[vars(one) for one in told if one]}"


async def test_nobody_there() -> None:
    """
    A provider that cannot be reached has sent nothing.
    """
    with pytest.raises(Unavailable) as raised:
        await a_gateway("http://127.0.0.1:1", patience=0.4).send(an_sms())

    assert (raised.value.detail, raised.value.unanswered) == ("text_silent", False)


async def test_without_token_nothing_is_sent() -> None:
    """
    An instance without a token asks nobody.
    """
    with pytest.raises(Unavailable):
        await a_gateway("http://127.0.0.1:1", tokens="").send(an_sms())
