"""Rates of the search for contact details on two corpora, and the time that the search takes."""

import time

import pytest

from shared.kernel.contact_details.search import find_contacts
from tests.chat.contact_rates import HALVES, TABLE, count_found, read_corpus, render_table

REPEATED = (
    *("0", "08", "0 ", "0, ", "(0)", "8-", "1.", "12:", "08|", "nol ", "satu", "noldelapan", "ratus ", "dua puluh "),
    *("resi ", "resi nomor ", "bca ", "bca 1 ", "rp 1.", "double ", "•0", "0x", "be-2", "０", "\n1. ", "1-a-"),
    *(
        "a",
        "a.",
        "a@",
        "@",
        "@_a",
        "a dot ",
        "a at ",
        "a at gmail",
        "-a-at-",
        "a_",
        "a b c ",
        "my web is a.",
        "http://",
    ),
    *("ig ", "ig: a", "ig a underscore ", "dm @", "username ", "add a a ", "wa ", "wa.me", "t me ", "garis miring "),
)
"""Pieces of contact details. A text that repeats one of them gives a pattern the most to try."""


@pytest.mark.parametrize("half", HALVES)
def test_nine_of_ten_leaks_are_found_and_few_harmless_lines_touched(half: str) -> None:
    """
    On the lines that the rules were made with, and on lines of a person who did not see the rules.
    """
    lines = read_corpus(half)
    leaks = [line for line in lines if line.label == "leak"]
    harmless = [line for line in lines if line.label == "harmless"]

    assert min(len(leaks), len(harmless)) >= 100
    assert count_found(leaks) / len(leaks) >= 0.9
    assert count_found(harmless) / len(harmless) <= 0.05


def test_the_table_of_rates_is_fresh() -> None:
    """
    `python -m tests.chat.contact_rates` writes the table again.
    """
    assert TABLE.read_text(encoding="utf-8") == render_table()


@pytest.mark.parametrize("piece", REPEATED)
def test_the_time_grows_with_the_length_only(piece: str) -> None:
    """
    A text of eight times the length takes about eight times as long, whatever the text repeats.
    """
    find_contacts(piece)

    short, long = (_measure((piece * length)[:length]) for length in (2_500, 20_000))

    assert long < 24 * short + 0.05


def _measure(text: str) -> float:
    """Return the least processor time in seconds of three searches."""
    times = []
    for _ in range(3):
        begin = time.process_time()
        find_contacts(text)
        times.append(time.process_time() - begin)
    return min(times)
