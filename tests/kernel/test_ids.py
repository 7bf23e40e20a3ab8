"""Ids keep to their pattern, and none of them leaves its place in a path."""

import secrets
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from shared.kernel.ids import (
    UNAMBIGUOUS,
    Id,
    OrderId,
    PartnerId,
    TicketEventId,
    TicketId,
    TicketTypeId,
    UserId,
    is_valid_id,
)

KINDS = [Id, UserId, PartnerId, OrderId, TicketEventId, TicketTypeId, TicketId]


@pytest.mark.parametrize("kind", KINDS)
def test_an_example_is_an_id_of_its_kind(kind: type[Id]) -> None:
    """
    What the API reference shows is valid.
    """
    assert TypeAdapter(kind).validate_python(kind.example) == kind.try_parse(kind.example) == kind.example


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(
    "escape",
    ["", "/", "a/b", "..", "../users", ".", "a b", "a\n", "\n", "é", "a.b", "a\x00", "a" * 129, "%2F", "__id__/x"],
)
def test_nothing_escapes_from_its_place_in_a_path(kind: type[Id], escape: str) -> None:
    """
    What could name another document, or none, is no id: neither in a request nor in a webhook.
    """
    for text in (escape, kind.example + escape, escape + kind.example):
        if text == kind.example:
            continue
        with pytest.raises(ValidationError):
            TypeAdapter(kind).validate_python(text)
        assert kind.try_parse(text) is None


@given(st.text(max_size=30))
def test_both_ways_of_reading_an_id_agree(text: str) -> None:
    """
    `parsed` takes exactly what a request may carry, and none of it has a slash.
    """
    for kind in KINDS:
        try:
            accepted: str | None = TypeAdapter(kind).validate_python(text)
        except ValidationError:
            accepted = None

        assert accepted == kind.try_parse(text)
        assert accepted is None or is_valid_id(accepted)


@pytest.mark.parametrize("digits", ["٢٠٢٦١١٢٦", "２０２６１１２６"])
def test_other_scripts_have_digits_too(digits: str) -> None:
    """
    An order's date is written in the digits 0 to 9.
    """
    with pytest.raises(ValidationError):
        TypeAdapter(OrderId).validate_python(f"BE-{digits}-ACD346")
    assert OrderId.try_parse(f"BE-{digits}-ACD346") is None


@pytest.mark.parametrize(
    ("moment", "date"),
    [
        (datetime(2026, 11, 26, 16, 59, 59, 999_999, tzinfo=UTC), "20261126"),
        (datetime(2026, 11, 26, 17, 0, tzinfo=UTC), "20261127"),
        (datetime(2026, 12, 31, 17, 0, tzinfo=UTC), "20270101"),
        (datetime(2026, 11, 27, 0, 0, tzinfo=UTC), "20261127"),
    ],
)
def test_an_order_is_dated_in_jakarta(moment: datetime, date: str) -> None:
    """
    The date in an order's id changes at midnight in Jakarta, which is 17:00 UTC.
    """
    assert OrderId.at(moment, secrets.randbelow).startswith(f"BE-{date}-")


def test_an_order_id_can_be_read_aloud() -> None:
    """
    No letter of it is mistaken for another, and it is a valid id.
    """
    made = [OrderId.at(datetime(2026, 11, 26, tzinfo=UTC), secrets.randbelow) for _ in range(200)]

    assert {letter for id in made for letter in id[-6:]} <= set(UNAMBIGUOUS)
    assert all(OrderId.try_parse(id) for id in made)
    assert len(set(made)) == 200


def test_new_ids_differ() -> None:
    """
    A new id is twenty characters that nobody has.
    """
    made = {Id.new(secrets.randbelow) for _ in range(1_000)}

    assert len(made) == 1_000
    assert all(len(id) == 20 and is_valid_id(id) for id in made)
