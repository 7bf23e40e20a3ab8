"""The shapes that cross a border."""

from datetime import UTC, datetime
from typing import Any

import pytest
from pydantic import TypeAdapter, ValidationError

from shared.kernel.schemas import Email, Entity, Event, Line, Model, Moment, Phone, Text, to_kebab_case


def _takes(kind: Any, value: Any) -> Any:
    try:
        return TypeAdapter(kind).validate_python(value)
    except ValidationError:
        return None


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("sari@example.com", "sari@example.com"),
        (" Sari.W+tedx@Example.CO.ID ", "Sari.W+tedx@Example.CO.ID"),
        ("münchen@exämple.de", None),
        ("İ" * 200 + "@a.co", None),
        ("sari", None),
        ("sari@", None),
        ("@example.com", None),
        ("sari@example", None),
        ("sari@@example.com", None),
        ("sari@example..com", None),
        ("sari@.example.com", None),
        ("sari w@example.com", None),
        ("sari@example.com, budi@example.com", None),
        ("Sari <sari@example.com>", None),
        ("sari@example.com\nBcc: all@example.com", None),
        ("sari\x00@example.com", None),
        ("s" * 250 + "@example.com", None),
        ("", None),
        (None, None),
    ],
)
def test_an_email_address(given: Any, kept: str | None) -> None:
    """
    One stored address, without room for a second one or a header.
    """
    assert kept == _takes(Email, given)


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("081234567890", "081234567890"),
        (" +6281234567890 ", "+6281234567890"),
        ("+12025550123", "+12025550123"),
        ("81234567890", None),
        ("+0812345678", None),
        ("0812 3456 7890", None),
        ("0812-345-6789", None),
        ("12", None),
        ("0" * 15, None),
        ("+" + "1" * 16, None),
        ("٠٨١٢٣٤٥٦٧٨٩٠", None),
        (81234567890, None),
    ],
)
def test_a_phone_number(given: Any, kept: str | None) -> None:
    """
    Stored as E.164, or as earlier versions stored what Indonesians write; in digits that a phone can dial.
    """
    assert kept == _takes(Phone, given)


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        (" TEDx Bandung ", "TEDx Bandung"),
        ("Ni Luh Ayu 🌺", "Ni Luh Ayu 🌺"),
        (" ", None),
        ("", None),
        ("two\nlines", None),
        ("tab\there", None),
        ("nul\x00", None),
        ("a" * 201, None),
    ],
)
def test_a_line(given: str, kept: str | None) -> None:
    """
    One line, without stray spaces or control characters.
    """
    assert kept == _takes(Line, given)


def test_a_text_has_lines() -> None:
    """
    Line breaks and tabs are welcome in a text, other control characters are not.
    """
    assert [_takes(Text, "a\n\tb"), _takes(Text, "a\x07b"), _takes(Text, "a" * 5_001)] == ["a\n\tb", None, None]


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("2026-11-26T12:00:00+07:00", datetime(2026, 11, 26, 5, tzinfo=UTC)),
        ("2026-11-26T05:00:00Z", datetime(2026, 11, 26, 5, tzinfo=UTC)),
        ("2026-11-26T05:00:00", None),
        (datetime(2026, 11, 26, 5), None),  # noqa: DTZ001 (the point)
        ("tomorrow", None),
    ],
)
def test_a_moment_has_a_zone_and_is_kept_in_utc(given: Any, kept: datetime | None) -> None:
    """
    A time without a zone is no moment; one with a zone is kept in UTC.
    """
    found = _takes(Moment, given)

    assert kept == found
    assert found is None or found.tzinfo is UTC


def test_unknown_fields() -> None:
    """
    A caller's unknown field is an error; a newer version's in what is kept or told is ignored.
    """

    class Asked(Model):
        a: int = 0

    class Kept(Entity):
        a: int = 0

    class Told(Event):
        a: int = 0

    assert [_takes(kind, {"a": 1, "b": 2}) for kind in (Asked, Kept, Told)] == [None, Kept(a=1), Told(a=1)]


def test_having_leaves_the_original_as_it_was() -> None:
    """
    A changed copy is a copy.
    """

    class Kept(Entity):
        a: int = 0

    first = Kept()
    second = first.having(a=2)

    assert (first.a, second.a) == (0, 2)


def test_names_in_the_cloud() -> None:
    """
    A class and a function of the same words have the same name in the cloud.
    """
    assert {to_kebab_case("OrderPaid"), to_kebab_case("order_paid")} == {"order-paid"}


def test_entities_are_equal_in_what_their_class_knows() -> None:
    """
    What a newer version wrote makes no difference; another value, or another class, does.
    """

    class Kept(Entity):
        a: int = 0

    class Other(Entity):
        a: int = 0

    carrying = Kept()
    carrying.carry_fields({"newer": 1})

    assert (carrying == Kept(), hash(carrying) == hash(Kept())) == (True, True)
    assert [Kept() == Kept(a=1), Kept().__eq__(Other())] == [False, NotImplemented]
