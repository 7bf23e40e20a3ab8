"""Amounts in words, as invoices have them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.kernel.amounts_in_words import format_amount_in_words, format_number_in_words
from shared.kernel.money import Money

_UNITS = {
    "id": "nol satu dua tiga empat lima enam tujuh delapan sembilan sepuluh sebelas".split(),
    "en": (
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
        "seventeen eighteen nineteen"
    ).split(),
}
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()
_POWERS = {
    "id": {"ribu": 3, "juta": 6, "miliar": 9, "triliun": 12, "kuadriliun": 15},
    "en": {"thousand": 3, "million": 6, "billion": 9, "trillion": 12, "quadrillion": 15},
}


def read_number(words: str, language: str) -> int:
    """Read a number that is written in words."""
    total = group = 0
    for word in words.replace("-", " ").replace("seribu", "satu ribu").replace("seratus", "satu ratus").split():
        if word in _POWERS[language]:
            total, group = total + group * 10 ** _POWERS[language][word], 0
        elif word in ("ratus", "hundred"):
            group *= 100
        elif word == "puluh":
            group += group % 10 * 9
        elif word == "belas":
            group += 10
        else:
            group += 20 + 10 * _TENS.index(word) if word in _TENS else _UNITS[language].index(word)
    return total + group


@pytest.mark.parametrize(
    ("amount", "indonesian", "english"),
    [
        (0, "nol", "zero"),
        (11, "sebelas", "eleven"),
        (19, "sembilan belas", "nineteen"),
        (21, "dua puluh satu", "twenty-one"),
        (100, "seratus", "one hundred"),
        (1_000, "seribu", "one thousand"),
        (1_100, "seribu seratus", "one thousand one hundred"),
        (21_000, "dua puluh satu ribu", "twenty-one thousand"),
        (101_000, "seratus satu ribu", "one hundred one thousand"),
        (157_500, "seratus lima puluh tujuh ribu lima ratus", "one hundred fifty-seven thousand five hundred"),
        (1_000_000, "satu juta", "one million"),
        (2_000_000_013, "dua miliar tiga belas", "two billion thirteen"),
    ],
)
def test_amounts_are_written_as_people_say_them(amount: int, indonesian: str, english: str) -> None:
    """
    One thousand is *seribu*, twenty-one thousand is not; the currency stands behind.
    """
    said = [format_amount_in_words(Money.idr(amount), locale) for locale in ("id", "en")]

    assert said == [f"{indonesian} rupiah", f"{english} rupiah"]


@given(number=st.integers(0, 10**18 - 1), language=st.sampled_from(["id", "en"]))
def test_each_number_is_read_as_it_was_written(number: int, language: str) -> None:
    """
    No two numbers have the same words.
    """
    words = format_number_in_words(number, language)

    assert read_number(words, language) == number


def test_dollars_are_named() -> None:
    """
    In the reader's language; an unknown language gets English.
    """
    price = Money(amount=25, currency="USD")

    said = [format_amount_in_words(price, locale) for locale in ("id", "en", "xx")]

    assert said == ["dua puluh lima dolar Amerika Serikat", "twenty-five US dollars", "twenty-five US dollars"]
