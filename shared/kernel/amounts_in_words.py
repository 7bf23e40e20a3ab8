"""Amounts in words (terbilang), as Indonesian invoices and receipts have them."""

from shared.kernel.money import Money

_SMALL = {
    "id": "nol satu dua tiga empat lima enam tujuh delapan sembilan sepuluh sebelas".split(),
    "en": (
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
        "seventeen eighteen nineteen"
    ).split(),
}
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()
_THOUSANDS = {
    "id": ("", "ribu", "juta", "miliar", "triliun", "kuadriliun"),
    "en": ("", "thousand", "million", "billion", "trillion", "quadrillion"),
}
_CURRENCIES = {
    "id": {"IDR": "rupiah", "USD": "dolar Amerika Serikat"},
    "en": {"IDR": "rupiah", "USD": "US dollars"},
}


def format_amount_in_words(money: Money, locale: str) -> str:
    """Write `money` in words: `seratus lima puluh ribu rupiah`, `one hundred fifty thousand rupiah`."""
    language = locale if locale in _SMALL else "en"
    return f"{format_number_in_words(money.amount, language)} {_CURRENCIES[language][money.currency]}"


def format_number_in_words(number: int, language: str) -> str:
    """Write a whole number from 0 to 10**18 - 1 in words.

    Args:
        number: Number to write.
        language: `id` or `en`.
    """
    words: list[str] = []
    rest, power = number, 0
    while rest:
        rest, group = divmod(rest, 1_000)
        if group:
            words.insert(0, _format_group(group, power, language))
        power += 1
    return " ".join(words) or _SMALL[language][0]


def _format_group(group: int, power: int, language: str) -> str:
    """Write three digits and the name of their place, such as `dua ratus ribu`."""
    if language == "id" and group == power == 1:
        return "seribu"
    below = _below_thousand_id if language == "id" else _below_thousand_en
    return f"{below(group)} {_THOUSANDS[language][power]}".rstrip()


def _below_thousand_id(number: int) -> str:
    small = _SMALL["id"]
    if number < 12:
        return small[number]
    if number < 20:
        return f"{small[number - 10]} belas"
    if number < 100:
        return _join(f"{small[number // 10]} puluh", number % 10, "id")
    hundreds = "seratus" if number < 200 else f"{small[number // 100]} ratus"
    return _join(hundreds, number % 100, "id")


def _below_thousand_en(number: int) -> str:
    small = _SMALL["en"]
    if number < 20:
        return small[number]
    if number < 100:
        tens = _TENS[number // 10 - 2]
        return f"{tens}-{small[number % 10]}" if number % 10 else tens
    return _join(f"{small[number // 100]} hundred", number % 100, "en")


def _join(words: str, rest: int, language: str) -> str:
    below = _below_thousand_id if language == "id" else _below_thousand_en
    return f"{words} {below(rest)}" if rest else words
