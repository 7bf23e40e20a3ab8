"""Texts that people read use one word for one thing, in both languages."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from infra.build.discovery import ROOT
from shared.contracts.people import Locale
from shared.orders import invoice_pdf, item_names
from tests.notifications.text_tables import flatten_table, read_table, read_tables

NOTIFICATIONS = ROOT / "shared" / "notifications"
LOCALES: tuple[Locale, ...] = ("en", "id")


class Entry(NamedTuple):
    """Row of the glossary: the words that we use, and those to avoid, by language."""

    used: dict[Locale, list[str]]
    avoided: dict[Locale, list[str]]


def read_glossary() -> list[Entry]:
    """Read the table of `shared/notifications/README.md`."""
    rows = re.findall(r"^\| (?!English |---)(.+) \|$", (NOTIFICATIONS / "README.md").read_text(), re.MULTILINE)
    cells = [[[word.strip() for word in cell.split(",") if word.strip()] for cell in row.split("|")] for row in rows]
    return [Entry({"en": row[0], "id": row[2]}, {"en": row[1], "id": row[3]}) for row in cells if "---" not in row[0]]


def list_texts(locale: Locale) -> Iterator[tuple[str, str]]:
    """List every text that people read in a language, with its place."""
    for name, text in flatten_table(read_tables(locale)).items():
        yield from ((f"error_texts {name}", each) for each in (text if isinstance(text, list) else [text]))
    for path in sorted((NOTIFICATIONS / "templates" / locale).iterdir()):
        if path.suffix == ".json":
            yield from (
                (f"{path.name} {name}", text) for name, text in flatten_table(json.loads(path.read_text())).items()
            )
        else:
            yield path.name, strip_markup(path)
    for path in sorted((NOTIFICATIONS / "notice_texts" / locale).glob("*.toml")):
        yield from ((f"{path.name} {name}", text) for name, text in flatten_table(read_table(path)).items())
    yield from (("invoice_pdf", text) for text in invoice_pdf.LABELS[locale].values())
    yield from (("item_names", text) for text in item_names.NAMES[locale].values())


def strip_markup(path: Path) -> str:
    """Return what people read of a template: no tags, no comments, and of code only the words that it shows."""
    text = re.sub(r"\{#.*?#\}|\{%.*?%\}|<[^>]*>", " ", path.read_text(), flags=re.DOTALL)
    return re.sub(r"\{\{.*?\}\}", lambda found: " ".join(re.findall(r': "([^"]*)"', found[0])), text)


def find_avoided(text: str, entries: list[Entry], locale: Locale) -> list[str]:
    """Find the words to avoid in a text. Words in backticks and placeholders are names of the API."""
    plain = re.sub(r"`[^`]*`|\{[^}]*\}|https?://\S+|[A-Z][\w]*-[A-Z][\w-]*", " ", text)
    kept = sorted((word for entry in entries for word in entry.used[locale] if " " in word), key=len, reverse=True)
    for phrase in kept:
        plain = re.sub(rf"\b{re.escape(phrase)}s?\b", " ", plain, flags=re.IGNORECASE)
    suffix = "s?" if locale == "en" else "(?:nya)?"
    return [
        word
        for entry in entries
        for word in entry.avoided[locale]
        if re.search(rf"(?<![\w-]){re.escape(word)}{suffix}(?![\w-])", plain, re.IGNORECASE)
    ]


@pytest.mark.parametrize("locale", LOCALES)
def test_no_text_uses_another_word(locale: Locale) -> None:
    """No mail, error, invoice or name of an item has a word that the glossary avoids."""
    entries, texts = read_glossary(), [*list_texts(locale)]

    found = {f"{place}: {word}" for place, text in texts for word in find_avoided(text, entries, locale)}

    assert found == set()
    assert len(texts) > 350


def test_the_glossary_does_not_avoid_its_own_words() -> None:
    """Each thing has a word in both languages, and no word is used for one thing and avoided for the same."""
    entries = read_glossary()

    assert len(entries) >= 25
    assert [entry for entry in entries if not entry.used["en"] or not entry.used["id"]] == []
    for locale in LOCALES:
        used = {word for entry in entries for word in entry.used[locale]}
        avoided = [word for entry in entries for word in entry.avoided[locale]]
        assert used & set(avoided) == set()


@pytest.mark.parametrize(
    ("locale", "text", "found"),
    [
        ("id", "Pemesanan Anda sudah kadaluarsa.", ["pemesanan", "kadaluarsa"]),
        ("id", "Eventnya dibatalkan, lihat tautan pertemuan.", ["event"]),
        ("id", "Pertemuan ini selesai; panggil `leave-room`.", ["pertemuan"]),
        ("en", "Meetings begin soon; the meeting link is below.", ["meeting"]),
        ("en", "Your session with the expert is confirmed.", []),
    ],
)
def test_a_word_to_avoid_is_found(locale: Locale, text: str, found: list[str]) -> None:
    """The check sees a word with its endings, and leaves compounds of ours and names of the API."""
    assert find_avoided(text, read_glossary(), locale) == found
