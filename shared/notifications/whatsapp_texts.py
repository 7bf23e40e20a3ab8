"""Texts of notifications as WhatsApp approves them: fixed words, with numbered places for the values."""

from collections.abc import Mapping
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from shared.contracts.people import Locale
from shared.notifications.notice_templates import get_template
from shared.notifications.notice_texts.renderer import load_notice_table
from shared.notifications.text_values import fill_text, list_fields

APP_LINK = "app_link"
"""Name of the value for the place in the app that a notification opens."""

_LONGEST_VALUE = 300
_TABLE = "whatsapp"


class WhatsAppText(NamedTuple):
    """Text of a template at WhatsApp.

    Attributes:
        body: Words with the places `{{1}}`, `{{2}}` and so on.
        variables: Value of each place, in order, as the notification's texts name it, such as `starts_at:moment`.
    """

    body: str
    variables: tuple[str, ...]


def compose_whatsapp_text(template: str, locale: Locale) -> WhatsAppText:
    """Compose the text of a template that an admin submits to WhatsApp for approval.

    Raises:
        Unavailable: Only a newer version knows the template.
        LookupError: The template has no texts.
    """
    family, _, name = template.partition(".")
    table, texts = load_notice_table(locale, _TABLE), load_notice_table(locale, family)[name]
    kind = table["kinds"][get_template(template).kind]
    words = table["frame"].replace("{kind}", kind).replace("{title}", texts["title"]).replace("{body}", texts["body"])
    variables = tuple(dict.fromkeys(list_fields(words)))
    for number, field in enumerate(variables, start=1):
        words = words.replace(f"{{{field}}}", f"{{{{{number}}}}}")
    return WhatsAppText(words, variables)


def fill_variables(
    variables: tuple[str, ...], values: Mapping[str, Any], locale: Locale, *, zone: ZoneInfo, app_link: str
) -> dict[str, str] | None:
    """Fill in the values of an approved text, by the numbers of their places; None if a value is missing.

    Args:
        variables: Value of each place, as `WhatsAppText` has them.
        values: Values of the notification.
        locale: Language of the text.
        zone: Zone in which times are shown.
        app_link: Address of the place in the app that the notification opens.
    """
    filled = [
        app_link if field == APP_LINK else _flatten(fill_text(f"{{{field}}}", values, locale, zone))
        for field in variables
    ]
    return {str(number): text for number, text in enumerate(filled, start=1)} if all(filled) else None


def _flatten(text: str) -> str:
    """Return a value on one line and of bounded length; WhatsApp takes no line breaks and no runs of spaces."""
    line = " · ".join(" ".join(part.split()) for part in text.splitlines() if part.strip())
    return line if len(line) <= _LONGEST_VALUE else f"{line[: _LONGEST_VALUE - 1].rstrip()}…"
