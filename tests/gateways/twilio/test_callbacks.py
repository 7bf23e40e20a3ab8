"""Callbacks of Twilio: who has signed, and what the news means."""

from typing import Any
from urllib.parse import urlencode

import pytest
from twilio.request_validator import RequestValidator

from shared.contracts.delivery_reports import DeliveryReports, InboundText
from shared.gateways.form_bodies import parse_callback_form
from shared.gateways.request_records import open_request_records
from shared.gateways.twilio.callbacks import TwilioCallbacks
from shared.kernel.errors import Invalid, Unauthenticated
from shared.kernel.ports import CALLBACK_PATH
from tests.builders import NOON

ACCOUNT = f"AC{'1' * 32}"
SID = f"SM{'2' * 32}"
PATH = "/receive-twilio-status?delivery=d1"
BASE = "https://api.temani.example"
STATUS = {
    "AccountSid": ACCOUNT,
    "MessageSid": SID,
    "MessageStatus": "delivered",
    "To": "whatsapp:+6281234567890",
    "From": "whatsapp:+6281100000001",
    "ChannelToAddress": "+6281234XXXXX",
    "EventType": "DELIVERED",
    "ErrorMessage": "",
}
INBOUND = {
    "AccountSid": ACCOUNT,
    "MessageSid": SID,
    "From": "whatsapp:+6281234567890",
    "To": "whatsapp:+6281100000001",
    "Body": "Berhenti",
    "ProfileName": "Sari 😀",
}


@pytest.fixture
def texts() -> TwilioCallbacks:
    """Provide the callbacks of an account whose keys rotate."""
    open_request_records("req_test", NOON)
    return TwilioCallbacks(account_sid=ACCOUNT, keys="old-key, new-key", base_url=f"{BASE}/")


def sign_form(
    form: dict[str, Any], *, key: str = "new-key", path: str = PATH, algorithm: str = "HMAC_SHA1", **changes: str
) -> tuple[dict[str, str], bytes]:
    """Sign a form as Twilio does, and return headers and body. `changes` are made to the headers afterwards."""
    signature = RequestValidator(key).compute_signature(f"{BASE}{path}", form, algorithm)
    headers = {CALLBACK_PATH: path, "x-twilio-signature": signature}
    if algorithm != "HMAC_SHA1":
        headers["x-twilio-webhooks-signature-settings"] = f"key=webhooks_sharedkey_1,algorithm={algorithm}"
    return headers | changes, urlencode(form, doseq=True).encode()


@pytest.mark.parametrize("key", ["old-key", "new-key"])
@pytest.mark.parametrize("algorithm", ["HMAC_SHA1", "HMAC_SHA256"])
def test_each_key_and_algorithm_is_taken(texts: TwilioCallbacks, key: str, algorithm: str) -> None:
    """
    While keys rotate, both are valid; a shared key signs by SHA-256.
    """
    headers, raw = sign_form(STATUS, key=key, algorithm=algorithm)

    texts.verify_callback(headers, raw)


def test_repeated_and_empty_fields_are_signed(texts: TwilioCallbacks) -> None:
    """
    Twilio signs every value of a field, and fields without a value; characters beyond ASCII are signed decoded.
    """
    form = INBOUND | {"MediaUrl": "", "Body": "Ya, 10:00 é 😀 + &"}
    headers, raw = sign_form(form, path="/receive-twilio-inbound")

    texts.verify_callback(headers, raw)


@pytest.mark.parametrize(
    "changes",
    [
        {"x-twilio-signature": ""},
        {"x-twilio-signature": "AAAA"},
        {"x-twilio-signature": "é"},
        {CALLBACK_PATH: "/receive-twilio-status?delivery=d2"},
        {CALLBACK_PATH: "/receive-twilio-inbound?delivery=d1"},
        {CALLBACK_PATH: "/receive-twilio-status"},
        {"x-twilio-webhooks-signature-settings": "key=k,algorithm=HMAC_SHA256"},
        {"x-twilio-webhooks-signature-settings": "key=k,algorithm=none"},
    ],
    ids=str,
)
def test_wrong_signature_is_refused(texts: TwilioCallbacks, changes: dict[str, str]) -> None:
    """
    The signature covers the address with its parameters; another algorithm makes another signature.
    """
    headers, raw = sign_form(STATUS, **changes)

    with pytest.raises(Unauthenticated) as raised:
        texts.verify_callback(headers, raw)

    assert raised.value.detail == "callback_signature_not_valid"


def test_missing_signature_is_refused(texts: TwilioCallbacks) -> None:
    """
    A request without the header is nobody's.
    """
    headers, raw = sign_form(STATUS)
    del headers["x-twilio-signature"]

    with pytest.raises(Unauthenticated):
        texts.verify_callback(headers, raw)


@pytest.mark.parametrize("changed", [b"MessageStatus=read", b"MessageStatus=delivered&Extra=1"])
def test_changed_field_is_refused(texts: TwilioCallbacks, changed: bytes) -> None:
    """
    A field that was changed or added on the way breaks the signature.
    """
    headers, raw = sign_form(STATUS)

    with pytest.raises(Unauthenticated):
        texts.verify_callback(headers, raw.replace(b"MessageStatus=delivered", changed))


@pytest.mark.parametrize("form", [STATUS | {"AccountSid": f"AC{'9' * 32}"}, {"MessageSid": SID}])
def test_other_account_is_refused(texts: TwilioCallbacks, form: dict[str, str]) -> None:
    """
    A callback that is signed with our key but names another account, or none, is not about our messages.
    """
    headers, raw = sign_form(form)

    with pytest.raises(Unauthenticated) as raised:
        texts.verify_callback(headers, raw)

    assert raised.value.detail == "callback_of_another_account"


def test_without_keys_or_account_nothing_is_believed() -> None:
    """
    An instance that lacks its key or its account refuses all callbacks.
    """
    headers, raw = sign_form(STATUS | {"AccountSid": ""}, key="k")
    for keys, account in (("", ACCOUNT), (" , ", ACCOUNT), ("k", "")):
        with pytest.raises(Unauthenticated):
            TwilioCallbacks(account_sid=account, keys=keys, base_url=BASE).verify_callback(headers, raw)


def test_form_beyond_the_limits_is_not_verified(texts: TwilioCallbacks) -> None:
    """
    A form of a thousand fields is refused before any signature is computed.
    """
    headers, raw = sign_form(STATUS | {f"f{number}": "x" for number in range(1_000)})

    with pytest.raises(Invalid):
        texts.verify_callback(headers, raw)


def translate(texts: TwilioCallbacks, form: dict[str, Any], wanted: type[Any], query: str = "delivery=d1") -> Any:
    """Translate a form that has arrived at an address with this query."""
    return texts.translate_callback(parse_callback_form(urlencode(form).encode(), query), wanted)


@pytest.mark.parametrize(
    ("told", "status"),
    [
        ("sent", "sent"),
        ("delivered", "delivered"),
        ("partially_delivered", "delivered"),
        ("read", "read"),
        ("failed", "failed"),
        ("undelivered", "failed"),
        ("canceled", "failed"),
    ],
)
def test_status_becomes_ours(texts: TwilioCallbacks, told: str, status: str) -> None:
    """
    A report names the delivery, the channel and Twilio's id, at the time of arrival.
    """
    (report,) = translate(texts, STATUS | {"MessageStatus": told}, DeliveryReports).items

    assert (report.delivery_id, report.channel, report.status) == ("d1", "whatsapp", status)
    assert (report.provider_id, report.at, report.url, report.by_machine) == (SID, NOON, None, False)


@pytest.mark.parametrize("told", ["accepted", "scheduled", "queued", "sending"])
def test_status_of_no_use_is_left_out(texts: TwilioCallbacks, told: str) -> None:
    """
    That Twilio has the message is known since the request was answered.
    """
    assert translate(texts, STATUS | {"MessageStatus": told}, DeliveryReports) is None


@pytest.mark.parametrize(
    ("changes", "query"),
    [
        ({"MessageStatus": "teleported"}, "delivery=d1"),
        ({"MessageStatus": ""}, "delivery=d1"),
        ({}, ""),
        ({}, "delivery="),
        ({}, "delivery=a/b"),
        ({"To": "messenger:123"}, "delivery=d1"),
        ({"To": ""}, "delivery=d1"),
        ({"To": "+0812"}, "delivery=d1"),
    ],
    ids=str,
)
def test_unknown_news_is_counted(texts: TwilioCallbacks, changes: dict[str, str], query: str) -> None:
    """
    A status or a channel that is new to us, or a message that we did not send, is no error and changes nothing.
    """
    reports = translate(texts, STATUS | changes, DeliveryReports, query)

    assert reports == DeliveryReports(skipped=1)


def test_failure_names_its_cause(texts: TwilioCallbacks) -> None:
    """
    The code of a failed SMS says whether the person, the template or the message is at fault.
    """
    form = STATUS | {"To": "+6281234567890", "MessageStatus": "undelivered", "ErrorCode": "30005"}

    (report,) = translate(texts, form, DeliveryReports).items

    assert (report.channel, report.cause, report.permanent, report.code) == ("sms", "person", True, "30005")


def test_stopped_advertising_is_two_reports(texts: TwilioCallbacks) -> None:
    """
    The message has failed, and the person wants no more of its kind.
    """
    reports = translate(texts, STATUS | {"MessageStatus": "failed", "ErrorCode": "63050"}, DeliveryReports)

    assert [(one.status, one.cause, one.permanent) for one in reports.items] == [
        ("failed", "message", True),
        ("unsubscribed", None, False),
    ]
    assert len({one.key for one in reports.items}) == 2


def test_repeated_news_has_one_key(texts: TwilioCallbacks) -> None:
    """
    The same status of the same message is the same news, whenever the callback comes.
    """
    (first,) = translate(texts, STATUS, DeliveryReports).items
    open_request_records("req_later", NOON.replace(hour=23))
    (second,) = translate(texts, STATUS | {"EventType": "OTHER"}, DeliveryReports).items
    (other,) = translate(texts, STATUS | {"MessageSid": f"SM{'3' * 32}"}, DeliveryReports).items

    assert first.key == second.key
    assert first.at != second.at
    assert other.key != first.key


@pytest.mark.parametrize(("sender", "channel"), [("whatsapp:+6281234567890", "whatsapp"), ("+6281234567890", "sms")])
def test_text_from_a_person(texts: TwilioCallbacks, sender: str, channel: str) -> None:
    """
    An incoming text names channel, number and words.
    """
    text = translate(texts, INBOUND | {"From": sender}, InboundText)

    told = {"id": SID, "channel": channel, "sender": "+6281234567890", "body": "Berhenti", "at": NOON}
    assert text == InboundText.model_validate(told)


def test_long_text_is_cut(texts: TwilioCallbacks) -> None:
    """
    A text longer than any known channel's is kept as far as there is room.
    """
    text = translate(texts, INBOUND | {"Body": "a" * 10_000}, InboundText)

    assert text.body == "a" * 4096


@pytest.mark.parametrize("changes", [{"From": "TELKOMSEL"}, {"From": "messenger:1"}, {"MessageSid": ""}], ids=str)
def test_text_from_no_phone_is_of_no_use(texts: TwilioCallbacks, changes: dict[str, str]) -> None:
    """
    A text from a name or another network has no number to which anything could refer.
    """
    assert translate(texts, INBOUND | changes, InboundText) is None
