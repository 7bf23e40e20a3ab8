"""Error codes of Twilio: what each means for the person, the template and the message."""

import pytest

from shared.contracts.delivery_reports import FailureCause
from shared.contracts.text_messages import TextRefusalCause
from shared.gateways.twilio.error_codes import ERROR_CODES, explain_failure, explain_refusal


@pytest.mark.parametrize(
    ("code", "cause", "permanent"),
    [
        (21211, "person", True),
        (21610, "person", True),
        (21614, "person", True),
        (21635, "person", True),
        (30004, "person", True),
        (30005, "person", True),
        (30006, "person", True),
        (63003, "person", True),
        (63024, "person", True),
        (63032, "person", True),
        (21656, "template", True),
        (63027, "template", True),
        (63040, "template", True),
        (63041, "template", True),
        (21408, "message", True),
        (21608, "message", True),
        (30007, "message", True),
        (63016, "message", True),
        (63049, "message", True),
        (63050, "message", True),
        (20429, "vendor", False),
        (30003, "vendor", False),
        (30008, "vendor", False),
        (63018, "vendor", False),
    ],
)
def test_code_has_its_meaning(code: int, cause: str, permanent: bool) -> None:
    """
    A person who cannot be reached, a paused template, a wrong message and a busy network are told apart.
    """
    meaning = explain_failure(str(code))

    assert (meaning.cause, meaning.permanent) == (cause, permanent)
    assert explain_refusal(code) == meaning


def test_only_fault_of_the_vendor_may_pass() -> None:
    """
    What is permanent is refused with one of the three causes of a refusal; what may pass is tried again.
    """
    permanent = {meaning.cause.value for meaning in ERROR_CODES.values() if meaning.permanent}

    assert permanent == {cause.value for cause in TextRefusalCause}
    assert all(not meaning.permanent for meaning in ERROR_CODES.values() if meaning.cause is FailureCause.VENDOR)


def test_advertising_alone_is_unsubscribed() -> None:
    """
    Only the code by which a person stops advertising unsubscribes; other messages still go to the person.
    """
    assert [code for code, meaning in ERROR_CODES.items() if meaning.unsubscribed] == [63050]
    assert ERROR_CODES[63050].cause is FailureCause.MESSAGE


@pytest.mark.parametrize("code", ["", "99999", "63024 ", "-1", "٣", "9" * 5_000, "null"])
def test_unknown_failure_may_pass(code: str) -> None:
    """
    A code that Twilio adds, or no code at all, suppresses nobody.
    """
    meaning = explain_failure(code)

    assert (meaning.cause, meaning.permanent) == (FailureCause.VENDOR, False)


@pytest.mark.parametrize("code", [None, 0, 99_999])
def test_unknown_refusal_is_about_the_message(code: int | None) -> None:
    """
    A refused request is not repeated, and says nothing about the person or the template.
    """
    meaning = explain_refusal(code)

    assert (meaning.cause, meaning.permanent) == (FailureCause.MESSAGE, True)
