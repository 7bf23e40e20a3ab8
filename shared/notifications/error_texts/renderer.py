"""Texts of an error in one language, with its values filled in."""

import tomllib
from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import cache
from importlib import resources
from string import Formatter
from types import MappingProxyType
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from shared.contracts.people import Locale
from shared.kernel.dates import JAKARTA, format_moment
from shared.kernel.errors import Fault, FieldError
from shared.kernel.money import Money

TITLE = "title"
DETAIL = "detail"
# Indonesian writes 1.500,5 where English writes 1,500.5.
_SWAPPED = str.maketrans(",.", ".,")
_PERIODS = (("day", 86_400), ("hour", 3_600), ("minute", 60), ("second", 1))


class ErrorTexts(NamedTuple):
    """Texts of an error in one language.

    Attributes:
        title: Title of the code.
        detail: Sentence about this very error.
        messages: Message about each of the error's fields, in their order.
    """

    title: str
    detail: str
    messages: tuple[str, ...]


def render_error_texts(fault: Fault, locale: Locale, *, zone: ZoneInfo = JAKARTA) -> ErrorTexts:
    """Render the texts of `fault`; times are shown in `zone`. A text without its values gives way to the title."""
    texts = find_texts(type(fault), locale)
    messages = tuple(_render_message(error, locale, zone) for error in fault.errors)
    title = texts[TITLE]
    if fault.errors and not fault.detail and DETAIL not in texts:
        return ErrorTexts(title, f"{fault.errors[0].field}: {messages[0]}", messages)
    template = texts.get(fault.detail or DETAIL, title)
    return ErrorTexts(title, _fill(template, fault.fields, locale, zone) or title, messages)


def find_texts(error: type[Fault], locale: Locale) -> Mapping[str, str]:
    """Find the texts of an error's code, in the table of the package that defines the code.

    An error without texts has those of its kind.
    """
    for base in error.__mro__:
        if "code" in vars(base):
            package = base.__module__.split(".")[1]
            if texts := load_table(locale, package).get(vars(base)["code"]):
                return MappingProxyType(texts)
    raise LookupError(f"{error.__name__} has no texts")


@cache
def load_table(locale: Locale, name: str) -> Mapping[str, Any]:
    """Load a table of texts; a table that does not exist is empty."""
    file = resources.files("shared.notifications.error_texts").joinpath(locale, f"{name}.toml")
    return MappingProxyType(tomllib.loads(file.read_text(encoding="utf-8")) if file.is_file() else {})


def list_placeholders(template: str) -> tuple[str, ...]:
    """List the names of the values that a text shows."""
    return tuple(name for _, name, _, _ in Formatter().parse(template) if name)


def _render_message(error: FieldError, locale: Locale, zone: ZoneInfo) -> str:
    messages = load_table(locale, "fields")
    return _fill(messages.get(error.message, ""), error.values, locale, zone) or messages["not_valid"]


def _fill(template: str, values: Mapping[str, Any], locale: Locale, zone: ZoneInfo) -> str:
    """Fill the values into a text; the empty text if a value is missing."""
    filled = []
    for text, name, form, _ in Formatter().parse(template):
        filled.append(text)
        if name and values.get(name) is None:
            return ""
        if name:
            filled.append(_format_value(name, form or "", values, locale, zone))
    return "".join(filled)


def _format_value(name: str, form: str, values: Mapping[str, Any], locale: Locale, zone: ZoneInfo) -> str:
    value, words = values[name], load_table(locale, "words")
    if form == "money":
        return str(Money(amount=value, currency=values.get("currency", "IDR")))
    if form == "period":
        return _format_period(round(value), words["periods"])
    if form in words["joins"]:
        # Pydantic lists choices in English.
        parts = value.replace(" or ", ", ").split(", ") if isinstance(value, str) else value
        return _join([_format_plain(name, one, locale, zone) for one in parts], words["joins"][form])
    return _format_plain(name, value, locale, zone)


def _format_plain(name: str, value: Any, locale: Locale, zone: ZoneInfo) -> str:
    if isinstance(value, datetime):
        return format_moment(value, zone=zone, locale=locale)
    if isinstance(value, int | float):
        grouped = f"{value:,}"
        return grouped.translate(_SWAPPED) if locale == "id" else grouped
    words: Mapping[str, str] = load_table(locale, "words").get(name, {})
    return words.get(str(value), str(value))


def _format_period(seconds: int, words: Mapping[str, Sequence[str]]) -> str:
    unit, length = next((unit, length) for unit, length in _PERIODS if seconds % length == 0)
    count = seconds // length
    one, many = words[unit]
    return f"{count} {one if count == 1 else many}"


def _join(parts: Sequence[str], word: str) -> str:
    *first, last = parts or [""]
    return f"{', '.join(first)} {word} {last}" if first else last
