"""Texts for WhatsApp keep the rules of its approval, and are filled with the values of a notification."""

import re
from zoneinfo import ZoneInfo

import pytest

from infra.build import whatsapp_page
from shared.contracts.people import Locale
from shared.notifications.notice_templates import NOTICE_TEMPLATES
from shared.notifications.whatsapp_texts import APP_LINK, compose_whatsapp_text, fill_variables

LOCALES: tuple[Locale, ...] = ("id", "en")
JAKARTA = ZoneInfo("Asia/Jakarta")
_PLACE = re.compile(r"\{\{(\d+)\}\}")


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize("template", NOTICE_TEMPLATES)
def test_texts_keep_the_rules_of_whatsapp(template: str, locale: Locale) -> None:
    """
    Places are numbered in order, never begin or end the text, never stand side by side, and leave enough fixed words.
    """
    text = compose_whatsapp_text(template, locale)

    numbers = [int(number) for number in _PLACE.findall(text.body)]
    between = _PLACE.split(text.body)[::2]
    words = [word for part in between for word in part.split() if re.search(r"\w", word)]
    assert list(dict.fromkeys(numbers)) == list(range(1, len(text.variables) + 1))
    assert [part for part in between if not re.search(r"\w{2}", part)] == []
    assert len(words) >= 2 * len(numbers) + 1
    assert not re.search(r"[\n\t]|    |(?<!\{)\{(?!\{)", text.body)
    assert len(text.body) <= 550


@pytest.mark.parametrize("locale", LOCALES)
def test_a_wording_stands_for_one_kind(locale: Locale) -> None:
    """
    Templates of two kinds never share a wording, since WhatsApp puts each wording into one category.
    """
    kinds: dict[str, set[str]] = {}
    for name, template in NOTICE_TEMPLATES.items():
        kinds.setdefault(compose_whatsapp_text(name, locale).body, set()).add(template.kind)

    assert {body: found for body, found in kinds.items() if len(found) > 1} == {}


def test_the_page_has_a_sample_for_each_place() -> None:
    """
    Whoever adds a value to a text adds a sample to the page.
    """
    named = {
        variable.partition(":")[0]
        for template in NOTICE_TEMPLATES
        for locale in LOCALES
        for variable in compose_whatsapp_text(template, locale).variables
    }

    assert named - {APP_LINK} == set(whatsapp_page.SAMPLE_VALUES)
    assert "`1` = 3, `2` = Riko menanggapi" in whatsapp_page.render_page()


def test_values_are_filled_on_one_line() -> None:
    """
    A value with lines becomes one line, a long one is cut, and a missing one leaves the text unfilled.
    """
    variables = compose_whatsapp_text("digest.quiet_hours", "id").variables
    values = {"count": 2, "lines": f"Satu  dua\n\n{'x' * 400}"}

    filled = fill_variables(variables, values, "id", zone=JAKARTA, app_link="https://app.example/n")
    missing = fill_variables(variables, {"count": 2}, "id", zone=JAKARTA, app_link="https://app.example/n")

    assert filled is not None
    assert filled["1"] == "2"
    assert filled["2"].startswith("Satu dua · xxx")
    assert (len(filled["2"]), filled["2"][-1]) == (300, "…")
    assert filled["3"] == "https://app.example/n"
    assert missing is None


def test_times_are_told_in_the_zone_of_the_person() -> None:
    """
    A moment is written in the language and zone of the person, as in every other text.
    """
    text = compose_whatsapp_text("booking.confirmed", "id")
    values = {"service": "Career chat", "other": "Maya", "starts_at": "2027-03-09T03:00:00+00:00"}

    filled = fill_variables(
        text.variables, values, "id", zone=ZoneInfo("Asia/Makassar"), app_link="https://app.example"
    )

    assert filled is not None
    assert "11.00 WITA" in filled["3"]
