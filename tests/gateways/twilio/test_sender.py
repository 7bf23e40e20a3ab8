"""SMS and WhatsApp messages through Twilio's SDK: what goes out, and what each failure means."""

from datetime import timedelta
from typing import Any

import pytest

from shared.contracts.text_messages import TextMessage, TextRefused
from shared.gateways.twilio.sender import TwilioTexts
from shared.kernel.errors import Unavailable
from tests.world import World

pytestmark = pytest.mark.emulator

PHONE = "+6281234567890"
CONTENT = f"HX{'a' * 32}"
STATUS_URL = "http://functions.test/receive-twilio-status?delivery=d1"


def an_sms(**changes: Any) -> TextMessage:
    """A reminder by SMS, which is true for ten minutes."""
    given = {
        "channel": "sms",
        "to": PHONE,
        "body": "Temani: sesi Anda mulai 10 menit lagi.",
        "reference": "d1",
        "valid_for": timedelta(minutes=10),
    }
    return TextMessage.model_validate(given | changes)


def a_template_message(**changes: Any) -> TextMessage:
    """A reminder by WhatsApp, from an approved template."""
    template = {"name": "session_reminder", "content_sid": CONTENT, "variables": {"1": "Sari", "2": "14.00 WIB"}}
    given = {"channel": "whatsapp", "to": PHONE, "template": template, "reference": "d1"}
    return TextMessage.model_validate(given | changes)


def a_gateway(world: World, *, patience: float = 30, tokens: str | None = None) -> TwilioTexts:
    """The gateway, for this test's own account; with patience enough for a slow machine."""
    settings = world.runtime.settings
    return TwilioTexts(
        base_url=settings.twilio_base_url,
        account_sid=settings.twilio_account_sid,
        auth_tokens=tokens or settings.twilio_auth_token.get_secret_value(),
        messaging_service_sid=settings.twilio_messaging_service_sid,
        whatsapp_sender=settings.whatsapp_sender,
        callback_base_url=settings.public_base_url,
        timeout=patience,
    )


@pytest.fixture
def texts(world: World) -> TwilioTexts:
    """Provide the gateway."""
    return a_gateway(world)


async def test_sms_goes_out_by_the_messaging_service(world: World, texts: TwilioTexts) -> None:
    """
    Twilio chooses the registered sender, drops the message when its time is over, and reports to our address.
    """
    sid = await texts.send(an_sms())

    (got,) = await world.sent_texts()
    assert (got["kind"], got["to"], got["message_id"]) == ("sms", [PHONE], sid)
    assert got["text"] == "Temani: sesi Anda mulai 10 menit lagi."
    assert (got["segments"], got["encoding"]) == (1, "GSM-7")
    assert got["form"] == {
        "To": PHONE,
        "Body": got["text"],
        "MessagingServiceSid": world.runtime.settings.twilio_messaging_service_sid,
        "SmartEncoded": True,
        "StatusCallback": STATUS_URL,
        "ValidityPeriod": 600,
    }


async def test_typographic_characters_cost_no_segments(world: World, texts: TwilioTexts) -> None:
    """
    A text with curly quotes and dashes stays in one segment; a longer one is counted.
    """
    await texts.send(an_sms(body="“Sesi” dimulai – 10 menit…" + " lagi" * 20))
    await texts.send(an_sms(body="a" * 400))
    await texts.send(an_sms(body="Halo 😀" + "a" * 70))

    assert [(got["segments"], got["encoding"]) for got in await world.sent_texts()] == [
        (1, "GSM-7"),
        (3, "GSM-7"),
        (2, "UCS-2"),
    ]


async def test_template_goes_out_by_whatsapp(world: World, texts: TwilioTexts) -> None:
    """
    Both addresses are WhatsApp's, and the values stand apart from the template.
    """
    await world.control_twilio("templates", content_sid=CONTENT, body="Halo {{1}}, sesi mulai pukul {{2}}.")

    await texts.send(a_template_message())

    (got,) = await world.sent_texts()
    assert (got["kind"], got["text"]) == ("whatsapp", "Halo Sari, sesi mulai pukul 14.00 WIB.")
    assert got["form"] == {
        "To": f"whatsapp:{PHONE}",
        "From": f"whatsapp:{world.runtime.settings.whatsapp_sender}",
        "ContentSid": CONTENT,
        "ContentVariables": '{"1": "Sari", "2": "14.00 WIB"}',
        "StatusCallback": STATUS_URL,
        "ValidityPeriod": 36_000,
    }


async def test_values_have_no_line_breaks(world: World, texts: TwilioTexts) -> None:
    """
    WhatsApp refuses line breaks, tabs and many spaces in a value.
    """
    template = {"name": "t", "content_sid": CONTENT, "variables": {"1": "Sari\n\tWulandari     😀 \"'"}}

    await texts.send(a_template_message(template=template))

    (got,) = await world.sent_texts()
    assert got["text"] == f"[{CONTENT}] 1: Sari Wulandari 😀 \"'"


async def test_template_without_values(world: World, texts: TwilioTexts) -> None:
    """
    A template without placeholders is sent without values.
    """
    await texts.send(a_template_message(template={"name": "t", "content_sid": CONTENT}))

    (got,) = await world.sent_texts()
    assert "ContentVariables" not in got["form"]


async def test_free_text_by_whatsapp_within_a_day(world: World, texts: TwilioTexts) -> None:
    """
    After the person has written, free text passes for 24 hours; later Twilio accepts the text and it fails.
    """
    message = a_template_message(template=None, body="Baik, Kak.")
    await world.control_twilio("account", inbound_url="http://functions.test/receive-twilio-inbound")
    await world.control_twilio("inbound", phone=PHONE, body="Halo", hours_ago=23)
    await texts.send(message)
    await world.control_twilio("inbound", phone=PHONE, body="Halo", hours_ago=25)

    late = await texts.send(message)

    assert [got["text"] for got in await world.sent_texts()] == ["Baik, Kak."]
    *_, failed = await world.list_text_callbacks(MessageSid=late)
    assert (failed["form"]["MessageStatus"], failed["form"]["ErrorCode"]) == ("failed", "63016")


@pytest.mark.parametrize(
    ("message", "cause"),
    [
        (an_sms(to="+622112345678"), "person"),
        (an_sms(to="+6281111111111"), "person"),
        (a_template_message(template={"name": "t", "content_sid": f"HX{'d' * 32}"}), "template"),
    ],
    ids=["landline", "opted out", "deleted template"],
)
async def test_refusal_names_its_cause(world: World, texts: TwilioTexts, message: TextMessage, cause: str) -> None:
    """
    A landline, a person who has answered STOP, and a template that is gone.
    """
    await world.control_twilio("phones", phone="+6281111111111", refuse=21610)
    await world.control_twilio("templates", content_sid=f"HX{'d' * 32}", state="deleted")

    with pytest.raises(TextRefused) as raised:
        await texts.send(message)

    assert raised.value.cause == cause
    assert await world.sent_texts() == []


@pytest.mark.parametrize(
    ("fault", "detail", "unanswered"),
    [
        ({"kind": "bad_gateway"}, "text_busy", True),
        ({"kind": "unavailable"}, "text_busy", True),
        ({"kind": "rate_limited"}, "text_busy", False),
        ({"kind": "garbage"}, "text_malformed", True),
        ({"kind": "hang", "seconds": 60}, "text_silent", True),
        ({"kind": "late", "seconds": 60}, "text_silent", True),
        ({"kind": "reset"}, "text_silent", True),
        ({"kind": "reset_before"}, "text_silent", True),
        ({"kind": "error", "status": 500}, "text_busy", True),
        ({"kind": "error", "status": 403, "error_code": "20003"}, "text_credentials", False),
    ],
    ids=lambda given: f"{given['kind']}-{given.get('status', '')}" if isinstance(given, dict) else str(given),
)
async def test_failure_is_tried_again(
    world: World, texts: TwilioTexts, fault: dict[str, Any], detail: str, unanswered: bool
) -> None:
    """
    Whether the message may have gone out is told apart, since Twilio knows no repeated call.
    """
    await world.control_twilio("faults", **fault)
    asked = a_gateway(world, patience=0.4) if fault["kind"] in ("hang", "late") else texts

    with pytest.raises(Unavailable) as raised:
        await asked.send(an_sms())

    assert (raised.value.detail, raised.value.unanswered) == (detail, unanswered)
    assert await texts.send(an_sms())


async def test_tokens_rotate(world: World) -> None:
    """
    With two tokens, either may be the valid one, and the message goes out once.
    """
    settings = world.runtime.settings
    good = settings.twilio_auth_token.get_secret_value()
    await a_gateway(world).send(an_sms(body="satu"))

    for tokens in (f"revoked,{good}", f"{good}, not-yet"):
        await a_gateway(world, tokens=tokens).send(an_sms(body="dua"))
    with pytest.raises(Unavailable) as raised:
        await a_gateway(world, tokens="revoked").send(an_sms(body="tiga"))

    assert raised.value.detail == "text_credentials"
    assert [got["text"] for got in await world.sent_texts()] == ["satu", "dua", "dua"]
