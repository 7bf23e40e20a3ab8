"""Texts of errors: each code has its texts in both languages, and each text that a line names exists."""

import importlib
import pkgutil
import re
from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path
from string import Formatter
from typing import Annotated, Any, Literal

import pytest
from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

import shared
from infra.build.discovery import ROOT
from infra.build.examples import load_examples
from shared.contracts.bookings import BookingStatus
from shared.kernel.errors import Fault
from shared.kernel.validation_messages import PYDANTIC_MESSAGES
from shared.notifications.error_texts.renderer import (
    DETAIL,
    TITLE,
    find_texts,
    load_table,
    render_error_texts,
)
from shared.notifications.text_values import list_placeholders
from shared.orders.models import OrderStatus
from shared.pairing.models import PairingStatus
from shared.runtime.error_responses import invalid_from_validation_error
from tests.collection.error_calls import NamedText, read_named_texts
from tests.notifications.text_tables import TABLES, flatten_table, read_tables

DEFINITIONS = ("shared/kernel/errors.py", "shared/kernel/validation_messages.py")
"""Files that define how texts are named, and name none."""
WORDS = "words"
FIELDS = "fields"
STATUSES: dict[str, type[StrEnum]] = {
    "booking_status": BookingStatus,
    "order_status": OrderStatus,
    "pairing_status": PairingStatus,
}


def list_errors(base: type[Fault] = Fault) -> Iterator[type[Fault]]:
    """List `base` and every class below it."""
    yield base
    for found in base.__subclasses__():
        yield from list_errors(found)


@pytest.fixture(scope="module")
def errors() -> dict[str, type[Fault]]:
    """Every error class of the project, by its name."""
    for module in pkgutil.walk_packages(shared.__path__, "shared."):
        importlib.import_module(module.name)
    return {error.__name__: error for error in list_errors() if error.__module__.startswith("shared.")}


@pytest.fixture(scope="module")
def named(errors: dict[str, type[Fault]]) -> list[NamedText]:
    """Every text that a line of the project names."""
    files = {
        path.relative_to(ROOT).as_posix(): path
        for top in ("shared", "functions")
        for path in sorted((ROOT / top).rglob("*.py"))
        if path.relative_to(ROOT).as_posix() not in DEFINITIONS
    }
    return read_named_texts(files, errors)


def test_every_code_has_texts_in_the_table_of_its_package(errors: dict[str, type[Fault]]) -> None:
    """Each code has a title in its package's table, and no table has a code that nobody gives."""
    codes = {
        (error.__module__.split(".")[1], vars(error)["code"]) for error in errors.values() if "code" in vars(error)
    }

    for locale in ("en", "id"):
        tables = {name: table for name, table in read_tables(locale).items() if name not in (WORDS, FIELDS)}
        assert {(name, code) for name, table in tables.items() for code in table} == codes
        assert [code for table in tables.values() for code, texts in table.items() if TITLE not in texts] == []


def test_both_languages_say_the_same_in_other_words() -> None:
    """The tables of both languages have the same names; every text has the same placeholders, and other words."""
    english, indonesian = flatten_table(read_tables("en")), flatten_table(read_tables("id"))

    assert english.keys() == indonesian.keys()
    texts = {name for name, text in english.items() if isinstance(text, str)}
    assert [n for n in texts if sorted(list_forms(english[n])) != sorted(list_forms(indonesian[n]))] == []
    assert {name for name in texts if english[name] == indonesian[name]} <= {"words.role.admin"}


def list_forms(text: str) -> list[str]:
    """List the placeholders of a text, as they stand there."""
    return [f"{name}:{form}" for _, name, form, _ in Formatter().parse(text) if name]


def test_errors_carry_no_texts(errors: dict[str, type[Fault]]) -> None:
    """A title stands in the tables, not in the class."""
    assert [name for name, error in errors.items() if "title" in vars(error)] == []


def test_every_named_text_exists_and_gets_its_values(named: list[NamedText]) -> None:
    """A line that raises an error names a text of its code, and gives each value that the text shows."""
    wrong = []
    for place, error, text, values in named:
        if error is None:
            template = load_table("en", FIELDS).get(text)
        else:
            texts = find_texts(error, "en")
            template = texts.get(text or DETAIL, None if text else texts[TITLE])
        if template is None:
            wrong.append(f"{place}: there is no text {text!r}; add it to {TABLES.relative_to(ROOT)}, in en and id")
        elif lacking := set(list_placeholders(template)) - values:
            wrong.append(f"{place}: the text {text or DETAIL!r} shows {sorted(lacking)}, which the line does not give")

    assert wrong == []
    assert len(named) > 250


def test_no_text_is_left_over(named: list[NamedText]) -> None:
    """Each text is named by some line, or by one of pydantic's errors."""
    by_code = {(error.code, text) for _, error, text, _ in named if error is not None}
    messages = {text for _, error, text, _ in named if error is None} | {*PYDANTIC_MESSAGES.values(), "not_valid"}
    tables = read_tables("en")

    texts = {
        (code, name)
        for table, codes in tables.items()
        if table not in (WORDS, FIELDS)
        for code, names in codes.items()
        for name in names
        if name not in (TITLE, DETAIL)
    }
    assert texts - by_code == set()
    assert tables[FIELDS].keys() - messages == set()


def test_every_status_has_a_word() -> None:
    """A sentence such as "This order is paid." has a word for every status."""
    for name, statuses in STATUSES.items():
        for locale in ("en", "id"):
            assert read_tables(locale)[WORDS][name].keys() == {status.value for status in statuses}


class Wide(BaseModel):
    """Model with one field for each kind of constraint."""

    model_config = ConfigDict(extra="forbid")

    whole: Annotated[int, Field(ge=1_500, le=2_000)] = 1_500
    between: Annotated[float, Field(gt=1, lt=5)] = 2
    yes: bool = True
    word: Annotated[str, Field(min_length=2, max_length=3, pattern="^[a-z]+$")] = "ab"
    rows: Annotated[list[int], Field(min_length=1, max_length=2)] = [1]
    choice: Literal["a", "b", "c"] = "a"
    status: OrderStatus = OrderStatus.PAID
    moment: AwareDatetime | None = None
    needed: str


@pytest.mark.parametrize(
    ("sent", "english", "indonesian"),
    [
        ({}, "needed: is required", "needed: wajib diisi"),
        ({"needed": 1}, "needed: is not a text", "needed: bukan teks"),
        ({"needed": "a", "whole": 3}, "whole: is less than 1,500", "whole: kurang dari 1.500"),
        ({"needed": "a", "whole": 2_001}, "whole: is more than 2,000", "whole: lebih dari 2.000"),
        ({"needed": "a", "whole": "x"}, "whole: is not a whole number", "whole: bukan bilangan bulat"),
        ({"needed": "a", "between": 5}, "between: is not less than 5.0", "between: tidak kurang dari 5,0"),
        ({"needed": "a", "yes": "?"}, "yes: is neither true nor false", "yes: bukan true maupun false"),
        ({"needed": "a", "word": "a"}, "word: has fewer than 2 characters", "word: kurang dari 2 karakter"),
        ({"needed": "a", "word": "A1"}, "word: does not have the required format", "word: formatnya tidak sesuai"),
        ({"needed": "a", "rows": []}, "rows: has fewer than 1 entries", "rows: kurang dari 1 butir"),
        ({"needed": "a", "choice": "z"}, "choice: is not 'a', 'b' or 'c'", "choice: bukan 'a', 'b' atau 'c'"),
        (
            {"needed": "a", "moment": "2026-11-26T14:00:00"},
            "moment: has no time zone",
            "moment: tidak memiliki zona waktu",
        ),
        ({"needed": "a", "other": 1}, "other: is not a known field", "other: bukan isian yang dikenal"),
    ],
)
def test_findings_of_pydantic_are_told_in_both_languages(sent: dict[str, Any], english: str, indonesian: str) -> None:
    """What pydantic finds is said in the caller's language, with numbers as that language writes them."""
    with pytest.raises(ValidationError) as found:
        TypeAdapter(Wide).validate_python(sent)

    fault = invalid_from_validation_error(found.value)

    assert render_error_texts(fault, "en").detail == english
    assert render_error_texts(fault, "id").detail == indonesian


def test_examples_in_the_description_show_texts_that_exist(errors: dict[str, type[Fault]]) -> None:
    """The sentence in an error's example is one of the code's texts, with its values."""
    wrong = []
    for code, example in load_examples()["errors"].items():
        error = next(one for one in errors.values() if one.code == code)
        texts = find_texts(error, "en")
        messages = load_table("en", FIELDS)
        told = [(example["detail"], [*texts.values()])] if "detail" in example and "errors" not in example else []
        told += [(one["message"], [*messages.values()]) for one in example.get("errors", [])]
        for said, templates in told:
            patterns = (re.sub(r"\\\{.*?\\\}", ".+", re.escape(template)) for template in templates)
            if not any(re.fullmatch(pattern, said) for pattern in patterns):
                wrong.append(f"{code}: {said}")

    assert wrong == []


def test_a_text_that_is_not_known_is_found(errors: dict[str, type[Fault]], tmp_path: Path) -> None:
    """The scan sees a sentence in the place of a name, a message in a branch, and the values of each."""
    source = tmp_path / "sample.py"
    source.write_text(
        'def f(x):\n    raise Conflict("It cannot be.", left=1)\n'
        'def g(x):\n    raise errors.Invalid.field("a", "one" if x else "two", most=2)\n'
    )

    found = read_named_texts({"sample.py": source}, errors)

    assert [(one.text, sorted(one.values)) for one in found] == [
        ("It cannot be.", ["left"]),
        ("one", ["most"]),
        ("two", ["most"]),
    ]
