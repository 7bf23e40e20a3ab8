"""Detection of danger, measured on corpora of lines: one to develop on, and three by people without the rules."""

import time
from collections import Counter

import pytest

from shared.chat.crisis import (
    function_words,
    words_of_context,
    words_of_death,
    words_of_farewell,
    words_of_harm,
    words_of_people,
    words_of_plans,
    words_of_wishes,
)
from shared.chat.crisis.rules import BARRIERS, GUARDS, load_rules
from shared.chat.crisis_detection import has_crisis_words
from shared.chat.settings import ChatSettings
from tests.chat.crisis_corpora import CORPORA, DEFAULTS, RATES, measure_rates, read_corpus, render_rates

GIVEN_BY_CODE = {"NUMBER", "ASK", "CLOSE", "STRANGER"}
"""Meanings that the reader and the matcher give to words by themselves."""

HOSTILE = {
    "words of a rule's beginning": "mau ",
    "letters without a space": "a",
    "letters with spaces": "b u n u h ",
    "a guarded pattern": "gak mau hidup di ",
    "stars": "m*t* ",
    "separators": "x.y-z",
    "unknown words": "qzxvb wkjhgf pqrsd ",
    "joined words": "pengenmatiaja",
    "line breaks": "a\n",
    "clitics": "kesedihanku ",
    "negations": "tidak bukan jangan ",
}


@pytest.mark.parametrize(
    ("corpus", "heard", "alarmed"),
    [("development", 0.94, 0.05), ("held_out", 0.97, 0.04), ("everyday", 0.985, 0.055), ("unseen", 0.74, 0.115)],
)
def test_danger_is_heard_and_the_harmless_is_not(corpus: str, heard: float, alarmed: float) -> None:
    """The rates are floors: a change of the rules never hears less danger, nor alarms more often."""
    rates = measure_rates(corpus)

    assert rates[True, "all"].share >= heard
    assert rates[False, "all"].share <= alarmed


def test_the_rates_are_written_down_as_they_are() -> None:
    """`python -m tests.chat.crisis_corpora` writes the table again after a change of rules or lines."""
    assert RATES.read_text(encoding="utf-8") == render_rates()


@pytest.mark.parametrize("corpus", CORPORA)
def test_a_line_stands_once_in_a_corpus(corpus: str) -> None:
    """A line that stands twice would count twice."""
    counted = Counter((line.is_distress, line.text) for line in read_corpus(corpus))

    assert [line for line, count in counted.items() if count > 1] == []


@pytest.mark.parametrize("seed", HOSTILE.values(), ids=HOSTILE)
def test_the_time_grows_with_the_length_alone(seed: str) -> None:
    """A message of 4,000 characters takes about eight times as long as one of 500, whatever it holds."""
    long, short = (seed * 4_000)[:4_000], (seed * 4_000)[:500]
    has_crisis_words([long, short], DEFAULTS)

    def measure_seconds(text: str) -> float:
        begin = time.process_time()
        has_crisis_words([text], DEFAULTS)
        return time.process_time() - begin

    times = [(measure_seconds(long), measure_seconds(short)) for _ in range(5)]
    assert min(one for one, _ in times) < 30 * max(min(other for _, other in times), 0.000_2)


@pytest.mark.parametrize(
    "spelling",
    [
        "aku nyerah total",
        "aku nyerah totalll",
        "AKU MENYERAH TOTAL",
        "menyerahlah total",
        "nyerah-total",
        "nyer4h t0tal",
        "n y e r a h total",
        "menyerah banget total",
        "nyerahtotal",
        "nyerah 𝕥𝕠𝕥𝕒𝕝",
    ],
)
def test_added_phrases_are_heard_in_any_spelling(spelling: str) -> None:
    """Phrases of admins pass the same normalisation as messages."""
    added = ChatSettings(crisis_words=("menyerah total",))

    assert has_crisis_words([spelling], added)
    assert not has_crisis_words([spelling], DEFAULTS)


def test_excepted_phrases_raise_no_alarm() -> None:
    """The phrase alone is excepted, not the message around it."""
    settings = ChatSettings(crisis_exceptions=("The Virgin Suicides",))

    assert not has_crisis_words(["baca the virgin suicides dulu"], settings)
    assert has_crisis_words(["baca the virgin suicides, aku juga mau mati"], settings)


def test_words_of_older_settings_do_not_alarm_by_themselves() -> None:
    """Settings that were stored before the rules list `suicide`, which titles have too."""
    stored = ChatSettings(crisis_words=("suicide", "mau mati"))

    assert not has_crisis_words(["film Suicide Squad bagus", "HP-ku mau mati"], stored)
    assert has_crisis_words(["aku mau mati"], stored)


def test_rules_speak_only_of_meanings_that_exist() -> None:
    """A meaning without words, or that no rule names, is a mistake of writing."""
    tables = (
        words_of_wishes,
        words_of_death,
        words_of_harm,
        words_of_farewell,
        words_of_people,
        words_of_context,
        words_of_plans,
    )
    headings = "\n".join([*(table.WORDS for table in tables), function_words.MARKS]).splitlines()
    defined = {line for line in headings if line[:1].isupper()} | GIVEN_BY_CODE
    named = set(BARRIERS)
    for rule in load_rules():
        named |= rule.needs | rule.barriers
        named |= {meaning for steps in rule.patterns for step in steps for option in step.options for meaning in option}
    for guard in GUARDS.values():
        named |= guard.meanings | guard.through | guard.stops

    assert named - defined == set()
    assert {name for rule in load_rules() for name in rule.unless} <= GUARDS.keys()
