"""Words of people inside our messages."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.kernel.quoted_words import NAME_LIMIT, quote_name, quote_text, quote_words


@pytest.mark.parametrize(
    ("words", "shown"),
    [
        ("MENANG 50 JUTA klik https://menang.example/x", "MENANG 50 JUTA klik […]"),
        ("www.menang.example", "[…]"),
        ("lihat HTTP:menang", "lihat […]"),
        ("mailto:ana@example.com", "[…]"),
        ("javascript:alert(1)", "[…]"),
        ("tg://resolve?domain=x", "[…]"),
        ("menang.example/x", "menang. example/x"),
        ("ana@example.com", "ana@ example. com"),
        ("menang。example", "menang. example"),
        ("men\u200bang\u202e.example", "men ang .example"),
        ("one\r\n\r\nTwo", "one Two"),
        ("Topik: karier, jam 14.30, Rp157.500", "Topik: karier, jam 14.30, Rp157.500"),
        ("Dr. Ana W., M.Sc.", "Dr. Ana W., M. Sc."),
        ("Away & ill", "Away & ill"),
    ],
)
def test_links_are_taken_apart(words: str, shown: str) -> None:
    """No mail program finds a link in quoted words, and other words stay as they are."""
    assert quote_name(words) == shown


def test_long_words_are_cut_off() -> None:
    """A name takes one short line; a missing text stays missing."""
    assert len(quote_name("a" * 1_000)) == NAME_LIMIT
    assert quote_name("a" * 1_000).endswith("…")
    assert (quote_text(None), quote_text("")) == (None, None)


@given(st.text(max_size=300))
def test_quoting_holds_for_any_text(text: str) -> None:
    """Quoted words are one line within the limit, without a scheme."""
    shown = quote_words(text, limit=100)

    assert len(shown) <= 100
    assert shown == " ".join(shown.split())
    assert "://" not in shown


@pytest.mark.parametrize("part", ["a.", "www", "a+", "x:", "http"])
def test_quoting_takes_linear_time(part: str) -> None:
    """Eight times as many beginnings of links take about eight times as long, and not 64 times, in CPU time."""
    short, long = (min(_measure_quoting(part * count) for _ in range(3)) for count in (5_000, 40_000))

    assert long < 24 * short


def _measure_quoting(words: str) -> float:
    """Measure the CPU seconds of quoting a text, on whatever else the machine does."""
    began = time.process_time()
    quote_words(words, limit=100_000)
    return time.process_time() - began
