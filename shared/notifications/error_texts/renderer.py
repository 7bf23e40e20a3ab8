"""Texts of an error in one language, with its values filled in."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from shared.contracts.people import Locale
from shared.kernel.dates import JAKARTA
from shared.kernel.errors import Fault, FieldError
from shared.notifications.text_values import fill_text, load_error_table

TITLE = "title"
DETAIL = "detail"


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
    return ErrorTexts(title, fill_text(template, fault.fields, locale, zone) or title, messages)


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


def load_table(locale: Locale, name: str) -> Mapping[str, Any]:
    """Load a table of error texts; a table that does not exist is empty."""
    return load_error_table(locale, name)


def _render_message(error: FieldError, locale: Locale, zone: ZoneInfo) -> str:
    messages = load_table(locale, "fields")
    return fill_text(messages.get(error.message, ""), error.values, locale, zone) or messages["not_valid"]
