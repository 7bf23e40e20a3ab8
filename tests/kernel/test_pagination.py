"""Cursors: opaque, but not trusted."""

import base64
import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.kernel.errors import Invalid
from shared.kernel.ids import Id
from shared.kernel.paging import (
    encode_cursor,
    encode_position,
    merge_rows,
    start_after_cursor,
    start_each_after_cursor,
)
from shared.kernel.ports import Query
from shared.kernel.schemas import Entity, Moment

AT = datetime(2026, 11, 26, 5, 0, 0, 123_456, tzinfo=UTC)


class Row(Entity):
    """What a list of these tests holds."""

    id: Id
    price: int | None
    at: Moment


ROWS = Query("rows", Row).order_by("price", "desc").order_by("at").order_by("id")


@given(st.integers(-(2**63), 2**63 - 1) | st.none(), st.datetimes(timezones=st.just(UTC)))
def test_what_goes_into_a_cursor_comes_out(price: int | None, at: datetime) -> None:
    """
    The sort values of a row survive the way to the caller and back.
    """
    row = Row(id=Id("a-row"), price=price, at=at)

    query = start_after_cursor(ROWS, encode_cursor(ROWS, row))

    assert (query.start, query.start_inclusive) == ((price, at, "a-row"), False)


def test_a_list_without_cursor_begins_at_its_first_row() -> None:
    """Without a cursor the query is as it was."""
    assert start_after_cursor(ROWS, None) == ROWS


@pytest.mark.parametrize(
    "other",
    [
        Query("others", Row).order_by("price", "desc").order_by("at").order_by("id"),
        Query("rows", Row).order_by("price").order_by("at").order_by("id"),
        Query("rows", Row).order_by("at").order_by("price", "desc").order_by("id"),
    ],
)
def test_a_cursor_of_another_list_is_refused(other: Query[Row]) -> None:
    """Another collection, direction or order is another list."""
    cursor = encode_cursor(other, Row(id=Id("a-row"), price=1, at=AT))

    with pytest.raises(Invalid) as refused:
        start_after_cursor(ROWS, cursor)

    assert refused.value.errors[0].field == "cursor"


def test_a_filter_does_not_change_the_list() -> None:
    """A position stays valid where time has moved a filter on."""
    cursor = encode_cursor(ROWS.matching("at", ">", AT), Row(id=Id("a-row"), price=1, at=AT))

    assert start_after_cursor(ROWS, cursor).start == (1, AT, "a-row")


def _encode(value: Any) -> str:
    return base64.urlsafe_b64encode(json.dumps(value).encode()).decode()


@pytest.mark.parametrize(
    "text",
    [
        "a",
        "%%%",
        "é",
        "AAAA",
        _encode({"a": 1}),
        _encode("text"),
        _encode(5),
        _encode([]),
        _encode([1.5]),
        _encode([None]),
        _encode([[1]]),
        _encode([1, AT.isoformat(), "a-row"]),
        base64.urlsafe_b64encode(b"\xff\xfe").decode(),
        base64.urlsafe_b64encode(b"[" * 50_000).decode(),
        encode_position(ROWS, []),
        encode_position(ROWS, [1, AT]),
        encode_position(ROWS, [1, AT, "a-row", "b"]),
        encode_position(ROWS, [1, "yesterday", "a-row"]),
        encode_position(ROWS, [1, "2026-11-26T05:00:00", "a-row"]),
        encode_position(ROWS, [1, 5, "a-row"]),
        encode_position(ROWS, [1, None, "a-row"]),
        encode_position(ROWS, [1, "0001-01-01T00:00:00+14:00", "a-row"]),
        encode_position(ROWS, ["1", AT, "a-row"]),
        encode_position(ROWS, [True, AT, "a-row"]),
        encode_position(ROWS, [1.5, AT, "a-row"]),
        encode_position(ROWS, [2**63, AT, "a-row"]),
        encode_position(ROWS, [-(2**63) - 1, AT, "a-row"]),
        encode_position(ROWS, [float("nan"), AT, "a-row"]),
        encode_position(ROWS, [1, AT, "a/b"]),
        encode_position(ROWS, [1, AT, ""]),
        encode_position(ROWS, [1, AT, "\ud800"]),
        encode_position(ROWS, [1, AT, 6]),
        encode_position(ROWS, [[1], AT, {"a": 1}]),
    ],
)
def test_a_forged_cursor_is_refused_by_name(text: str) -> None:
    """
    What is no cursor of this list is the field's fault, never a crash.
    """
    with pytest.raises(Invalid) as refused:
        start_after_cursor(ROWS, text)

    assert refused.value.errors[0].field == "cursor"


@given(st.text(min_size=1))
def test_no_text_makes_it_crash(text: str) -> None:
    """
    Any text is either a cursor or refused.
    """
    with pytest.raises(Invalid):
        start_after_cursor(ROWS, text)


@given(st.lists(st.none() | st.booleans() | st.floats() | st.text() | st.integers()))
def test_no_values_make_it_crash(values: list[Any]) -> None:
    """
    Any values in a cursor are either a position or refused.
    """
    try:
        found = start_after_cursor(ROWS, encode_position(ROWS, values))
    except Invalid:
        return
    assert found.start is not None


@given(st.lists(st.tuples(st.integers(0, 5), st.integers(0, 1)), max_size=12), st.integers(1, 4))
def test_a_merged_list_has_each_row_once(found: list[tuple[int, int]], limit: int) -> None:
    """
    Whatever comes from which query, the pages hold every row once, the latest first, also where instants are equal.
    """
    queries = [Query(name, Row).order_by("at", "desc").order_by("id", "desc") for name in ("rows", "others")]
    rows: list[list[Row]] = [[], []]
    for number, (minute, source) in enumerate(found):
        rows[source].append(Row(id=Id(f"row-{number:02}"), price=None, at=AT + timedelta(minutes=minute)))
    listed: list[Row] = []
    cursor = None
    while True:
        starts = [query.start for query in start_each_after_cursor(queries, cursor)]
        pages = [
            sorted((row for row in some if start is None or (row.at, row.id) < start), key=_sort_key, reverse=True)
            for some, start in zip(rows, starts, strict=True)
        ]
        page = merge_rows(queries, [each[: limit + 1] for each in pages], limit=limit)
        listed += page.items
        if (cursor := page.next_cursor) is None:
            break

    assert listed == sorted((row for some in rows for row in some), key=_sort_key, reverse=True)


def _sort_key(row: Row) -> tuple[datetime, str]:
    return row.at, row.id
