"""Cursors: opaque, but not trusted."""

import base64
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.kernel import paging
from shared.kernel.errors import Invalid


@given(st.lists(st.text() | st.integers(-(2**63), 2**63)))
def test_what_goes_into_a_cursor_comes_out(values: list[str | int]) -> None:
    """
    Any sort values survive the way to the caller and back.
    """
    assert paging.decode_cursor(paging.encode_cursor(*values)) == values


def _forged(value: Any) -> str:
    return base64.urlsafe_b64encode(json.dumps(value).encode()).decode()


@pytest.mark.parametrize(
    "text",
    [
        "a",
        "%%%",
        "é",
        "AAAA",
        _forged({"a": 1}),
        _forged("text"),
        _forged([1.5]),
        _forged([None]),
        _forged([[1]]),
        base64.urlsafe_b64encode(b"\xff\xfe").decode(),
        base64.urlsafe_b64encode(b"[" * 50_000).decode(),
    ],
)
def test_a_forged_cursor_is_refused_by_name(text: str) -> None:
    """
    What is no cursor of ours is the field's fault, never a crash.
    """
    with pytest.raises(Invalid) as refused:
        paging.decode_cursor(text)

    assert refused.value.fields["errors"][0]["field"] == "cursor"


@given(st.text())
def test_no_text_makes_it_crash(text: str) -> None:
    """
    Any text is either a cursor or refused.
    """
    try:
        found = paging.decode_cursor(text)
    except Invalid:
        return
    assert isinstance(found, list)
