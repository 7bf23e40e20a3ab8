"""Text messages: right from the start, or not at all."""

from datetime import timedelta
from typing import Any

import pytest
from pydantic import ValidationError

from shared.contracts.text_messages import TextMessage, TextRefusalCause, TextRefused

TEMPLATE = {"name": "session_reminder", "content_sid": f"HX{'a1' * 16}", "variables": {"1": "Sari"}}
GOOD = {"channel": "whatsapp", "to": "+6281234567890", "template": TEMPLATE, "reference": "d1"}


@pytest.mark.parametrize(
    "wrong",
    [
        {"to": "081234567890"},
        {"to": "whatsapp:+6281234567890"},
        {"body": "Halo"},
        {"template": None},
        {"template": None, "body": ""},
        {"template": None, "body": "a" * 1601},
        {"channel": "sms"},
        {"channel": "telegram"},
        {"reference": "a/b"},
        {"valid_for": timedelta(0)},
        {"valid_for": timedelta(hours=11)},
        {"template": TEMPLATE | {"content_sid": "HX1"}},
        {"template": TEMPLATE | {"variables": {"1": " "}}},
        {"template": TEMPLATE | {"variables": {"{{1}}": "Sari"}}},
    ],
    ids=str,
)
def test_message_is_right_from_the_start(wrong: dict[str, Any]) -> None:
    """
    A number in another spelling, both or neither of text and template, or an SMS with a template is never built.
    """
    with pytest.raises(ValidationError):
        TextMessage.model_validate(GOOD | wrong)


def test_message_comes_back_from_text() -> None:
    """
    A job carries the message whole.
    """
    message = TextMessage.model_validate(GOOD | {"valid_for": timedelta(minutes=5)})

    assert TextMessage.model_validate_json(message.model_dump_json()) == message


def test_refusal_tells_its_cause() -> None:
    """
    The cause is a field of the error and stands in the answer.
    """
    refused = TextRefused(cause=TextRefusalCause.PERSON, code_of_provider=21610)

    assert (refused.cause, refused.fields) == ("person", {"cause": "person", "code_of_provider": 21610})
