"""Push notices: right from the start, or not at all."""

from datetime import timedelta
from typing import Any

import pytest
from pydantic import ValidationError

from shared.contracts.push import PushNotice, PushReceipt

GOOD = {
    "title": "Ana",
    "body": "Besok jam 9 bisa?",
    "data": {"room_id": "r1"},
    "token": "budi-phone:APA91b",
    "ttl": timedelta(days=1),
}


@pytest.mark.parametrize(
    "wrong",
    [
        {"data": {"seq": 7}},
        {"data": {7: "seq"}},
        {"token": None},
        {"topic": "online-experts"},
        {"token": None, "topic": "/topics/online experts"},
        {"token": ""},
        {"token": "budi phone"},
        {"title": ""},
        {"body": ""},
        {"ttl": timedelta(seconds=-1)},
        {"ttl": timedelta(weeks=5)},
        {"ttl": None},
        {"channel": "Pesan masuk"},
        {"link": "http://temani.example/chat"},
        {"collapse_key": "kamar é"},
        {"collapse_key": "a" * 65},
    ],
    ids=str,
)
def test_a_notice_is_right_from_the_start(wrong: dict[str, Any]) -> None:
    """
    What a vendor would stumble over is never built: other data than texts, no address or two, an endless wait.
    """
    with pytest.raises(ValidationError):
        PushNotice.model_validate(GOOD | wrong)


def test_how_long_a_notice_is_true_is_always_told() -> None:
    """
    Without a time to live, Google keeps a notice for four weeks; so there is no notice without one.
    """
    with pytest.raises(ValidationError, match="ttl"):
        PushNotice.model_validate({name: value for name, value in GOOD.items() if name != "ttl"})


def test_a_notice_goes_as_text_and_comes_back() -> None:
    """
    A job carries it whole.
    """
    notice = PushNotice.model_validate(GOOD | {"ttl": timedelta(minutes=5), "collapse_key": "room:r1"})

    assert PushNotice.model_validate_json(notice.model_dump_json()) == notice


def test_a_receipt_says_what_to_forget() -> None:
    """
    A notice that was taken has an id; one without has no device any more.
    """
    assert not PushReceipt("projects/temani/messages/1").is_token_invalid
    assert PushReceipt(None).is_token_invalid
