"""Pagination: a query is read page by page, and each page but the last carries the cursor of the next."""

import base64
import binascii
import hashlib
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Annotated, Any, Generic, TypeVar

from pydantic import AfterValidator, Field, TypeAdapter, ValidationError

from shared.kernel.errors import Invalid
from shared.kernel.ids import is_valid_id
from shared.kernel.ports import EntityT, Query, Reader
from shared.kernel.schemas import Entity, View

ItemT = TypeVar("ItemT")

PageSize = Annotated[int, Field(ge=1, le=100)]

_INTEGER_LIMIT = 2**63


class Page(View, Generic[ItemT]):
    """Page of a list."""

    items: list[ItemT]
    """Entries of this page, in the order of the list; empty when nothing matches."""
    next_cursor: str | None = None
    """Opaque position to send as `cursor` for the next page; null on the last page."""


@dataclass(frozen=True, slots=True)
class Rows(Generic[EntityT]):
    """Page of the documents that a query finds."""

    items: list[EntityT]
    next_cursor: str | None

    def to_page(self, view: Callable[[EntityT], ItemT]) -> Page[ItemT]:
        """Return the page that callers see, each document as `view` shows it."""
        return Page(items=[view(item) for item in self.items], next_cursor=self.next_cursor)


async def list_rows(reader: Reader, query: Query[EntityT], *, cursor: str | None, limit: int) -> Rows[EntityT]:
    """List the documents of `query` behind `cursor`, at most `limit`.

    Reads one document more than the page has: so a full page is known to be the last one.

    Raises:
        Invalid: `cursor` is not a cursor of this list.
    """
    found = await reader.query(start_after_cursor(query, cursor).first(limit + 1))
    items = found[:limit]
    return Rows(items, encode_cursor(query, items[-1]) if len(found) > limit else None)


def start_each_after_cursor(queries: Sequence[Query[Any]], cursor: str | None) -> list[Query[Any]]:
    """Return the queries of one merged list from the documents behind `cursor` on, for `merge_rows`.

    Each query orders by an instant and then by the id, both descending; ids differ between the queries.

    Raises:
        Invalid: `cursor` is not a cursor of this list.
    """
    if not cursor:
        return list(queries)
    position = _decode_position(queries[0], cursor)
    return [query.after(*position) for query in queries]


def merge_rows(queries: Sequence[Query[Any]], found: Sequence[Sequence[Any]], *, limit: int) -> Rows[Any]:
    """Merge what the queries of one list have found into one page, the latest first.

    Args:
        queries: Queries of the list, in the order in which `start_each_after_cursor` got them.
        found: Documents of each query, at most `limit` and one more.
        limit: Most documents on the page.
    """
    rows = [
        (getattr(row, query.order[0][0]), row.id, row)
        for query, page in zip(queries, found, strict=True)
        for row in page
    ]
    rows.sort(key=lambda row: row[:2], reverse=True)
    next_cursor = encode_position(queries[0], rows[limit - 1][:2]) if len(rows) > limit else None
    return Rows([row for *_, row in rows[:limit]], next_cursor)


def start_after_cursor(query: Query[EntityT], cursor: str | None) -> Query[EntityT]:
    """Return `query` from the document behind `cursor` on; without a cursor, from the first.

    Raises:
        Invalid: `cursor` is not a cursor of this list.
    """
    return query.after(*_decode_position(query, cursor)) if cursor else query


def encode_cursor(query: Query[EntityT], row: EntityT) -> str:
    """Return the cursor that stands behind `row` in the list of `query`."""
    return encode_position(query, [getattr(row, field) for field, _ in query.order])


def encode_position(query: Query[Any], values: Sequence[object]) -> str:
    """Return the cursor that stands behind the document with these values of the fields that `query` orders by."""
    parts = [value.isoformat() if isinstance(value, datetime) else value for value in values]
    text = json.dumps([_compute_list_key(query), *parts], separators=(",", ":"))
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def _decode_position(query: Query[Any], cursor: str) -> Sequence[Any]:
    model: type[Entity] = query.model
    try:
        key, *parts = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
        if key != _compute_list_key(query):
            raise ValueError("belongs to another list")
        values = [
            _value_adapter(model, field).validate_json(json.dumps(part), strict=True)
            for (field, _), part in zip(query.order, parts, strict=True)
        ]
        if any(isinstance(value, int) and not -_INTEGER_LIMIT <= value < _INTEGER_LIMIT for value in values):
            raise ValueError("contains a number that Firestore cannot store")
    except (binascii.Error, ValidationError, ValueError, TypeError, RecursionError):
        raise Invalid.field("cursor", "not_a_cursor") from None
    return values


def _compute_list_key(query: Query[Any]) -> str:
    """Return what tells one list from another: a position means something in its collection and order only."""
    return hashlib.sha256(json.dumps([query.collection, query.order]).encode()).hexdigest()[:12]


@lru_cache(maxsize=256)
def _value_adapter(model: type[Entity], field: str) -> TypeAdapter[Any]:
    return TypeAdapter(_field_type(model, field))


def _field_type(model: type[Entity], field: str) -> Any:
    if field == "id":
        return Annotated[str, AfterValidator(_check_id)]
    if field in model.model_computed_fields:
        return model.model_computed_fields[field].return_type
    return model.model_fields[field].rebuild_annotation()


def _check_id(text: str) -> str:
    if not is_valid_id(text):
        raise ValueError("is not a document id")
    return text
