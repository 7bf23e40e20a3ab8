"""Filling of values into texts that people read, in their language, zone and way of writing numbers."""

import tomllib
from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import cache
from importlib import resources
from importlib.resources.abc import Traversable
from string import Formatter
from types import MappingProxyType
from typing import Any
from zoneinfo import ZoneInfo

from shared.contracts.people import Locale
from shared.kernel.dates import format_moment
from shared.kernel.money import Money

# Indonesian writes 1.500,5 where English writes 1,500.5.
_SWAPPED = str.maketrans(",.", ".,")
_PERIODS = (("day", 86_400), ("hour", 3_600), ("minute", 60), ("second", 1))


def read_text_table(file: Traversable) -> Mapping[str, Any]:
    """Read a table of texts; a file that does not exist is an empty table."""
    return MappingProxyType(tomllib.loads(file.read_text(encoding="utf-8")) if file.is_file() else {})


@cache
def load_error_table(locale: Locale, name: str) -> Mapping[str, Any]:
    """Load a table of error texts, or of the words for values in any text; a table that does not exist is empty."""
    return read_text_table(resources.files("shared.notifications.error_texts").joinpath(locale, f"{name}.toml"))


def list_placeholders(template: str) -> tuple[str, ...]:
    """List the names of the values that a text shows."""
    return tuple(name for _, name, _, _ in Formatter().parse(template) if name)


def list_fields(template: str) -> tuple[str, ...]:
    """List the values that a text shows with their forms, such as `starts_at:moment`, in order."""
    return tuple(f"{name}:{form}" if form else name for _, name, form, _ in Formatter().parse(template) if name)


def fill_text(template: str, values: Mapping[str, Any], locale: Locale, zone: ZoneInfo) -> str:
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
    value, words = values[name], load_error_table(locale, "words")
    if form == "money":
        return str(Money(amount=value, currency=values.get("currency", "IDR")))
    if form == "period":
        return _format_period(round(value), words["periods"])
    if form == "moment":
        return format_moment(datetime.fromisoformat(value), zone=zone, locale=locale)
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
    words: Mapping[str, str] = load_error_table(locale, "words").get(name, {})
    return words.get(str(value), str(value))


def _format_period(seconds: int, words: Mapping[str, Sequence[str]]) -> str:
    unit, length = next((unit, length) for unit, length in _PERIODS if seconds % length == 0)
    count = seconds // length
    one, many = words[unit]
    return f"{count} {one if count == 1 else many}"


def _join(parts: Sequence[str], word: str) -> str:
    *first, last = parts or [""]
    return f"{', '.join(first)} {word} {last}" if first else last
