"""Texts of a notification in one language, with its values filled in."""

from collections.abc import Mapping
from functools import cache
from importlib import resources
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from shared.contracts.people import Locale
from shared.notifications.text_values import fill_text, read_text_table

BRAND = "Temani"
"""Registered brand with which each SMS begins."""


class NoticeTexts(NamedTuple):
    """Texts of a notification in one language.

    Attributes:
        title: Headline, also the subject of a plain mail.
        body: A sentence or two.
        sms: Text of an SMS, which begins with the brand.
        preview: Body of a push that quotes a person; empty without the words of the person among the values.
    """

    title: str
    body: str
    sms: str
    preview: str = ""


def render_notice_texts(template: str, values: Mapping[str, Any], locale: Locale, *, zone: ZoneInfo) -> NoticeTexts:
    """Render the texts of a notification; times are shown in `zone`.

    A text with `{count}` may have a form for one: `body_one` instead of `body`.

    Raises:
        LookupError: The template has no texts, or a value for them is missing.
    """
    family, _, name = template.partition(".")
    texts: Mapping[str, str] = load_notice_table(locale, family).get(name, {})
    filled = {part: _fill_part(texts, part, values, locale, zone) for part in ("title", "body")}
    if missing := [part for part, text in filled.items() if not text]:
        raise LookupError(f"{template} has no {missing[0]} in {locale} for the values {sorted(values)}")
    sms = _fill_part(texts, "sms", values, locale, zone) or f"{filled['title']}. {filled['body']}"
    preview = _fill_part(texts, "preview", values, locale, zone)
    return NoticeTexts(filled["title"], filled["body"], f"{BRAND}: {sms}", preview)


def _fill_part(texts: Mapping[str, str], part: str, values: Mapping[str, Any], locale: Locale, zone: ZoneInfo) -> str:
    chosen = texts.get(f"{part}_one") if values.get("count") == 1 else None
    return fill_text(chosen or texts.get(part, ""), values, locale, zone)


@cache
def load_notice_table(locale: Locale, family: str) -> Mapping[str, Any]:
    """Load the texts of a family of templates; a family without a table is empty."""
    return read_text_table(resources.files("shared.notifications.notice_texts").joinpath(locale, f"{family}.toml"))
