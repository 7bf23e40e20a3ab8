"""Segments of SMS: as the standard counts them, and texts that are cut to fit."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from emulators.providers import text_rules
from shared.kernel.sms_segments import count_segments, shorten_to_segments


@pytest.mark.parametrize(
    ("text", "segments"),
    [
        ("a" * 160, 1),
        ("a" * 161, 2),
        ("a" * 306, 2),
        ("a" * 307, 3),
        ("€" * 80, 1),
        ("€" * 81, 2),
        ("…" + "a" * 69, 1),
        ("…" + "a" * 70, 2),
        ("😀" * 35, 1),
        ("😀" * 36, 2),
        ("", 1),
    ],
)
def test_segments_are_counted_as_networks_do(text: str, segments: int) -> None:
    """
    160 letters of the basic alphabet, 70 of any other, less in each part of a longer text.
    """
    assert count_segments(text) == segments


@given(st.text(max_size=600) | st.text("abc€[~ \nÅ`…😀", max_size=600))
def test_segments_are_counted_as_the_simulated_provider_does(text: str) -> None:
    """
    Two tables of the basic alphabet that were written apart agree on every text.
    """
    assert count_segments(text) == text_rules.count_segments(text).number


@given(st.text(max_size=600), st.integers(min_value=1, max_value=3))
def test_a_cut_text_fits_and_begins_alike(text: str, most: int) -> None:
    """
    A text that fits stays as it is; a longer one keeps its beginning.
    """
    short = shorten_to_segments(text, most)

    assert count_segments(short) <= most
    if short != text:
        assert text.startswith(short.rstrip(".…").rstrip())
