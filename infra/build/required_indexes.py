"""Composite indexes, computed from the queries that the functions were seen to run."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from infra.build.indexes import INDEXES_FILE
from shared.kernel.ports import Query

_EQUALITIES = ("==", "in", "array_contains", "array_contains_any")
_ARRAYS = ("array_contains", "array_contains_any")
_ORDERS = {"asc": "ASCENDING", "desc": "DESCENDING"}


class IndexShape(NamedTuple):
    """Fields that an index must hold.

    Attributes:
        compared: Fields that are compared for equality, in any order.
        rest: Fields that are sorted or summed, in this order, each with `asc` or `desc`.
    """

    compared: frozenset[str]
    rest: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, order=True)
class QueryShape:
    """A query without its values.

    Attributes:
        collection: Name of the collection, without what it is in.
        where: Each condition's field and operator.
        order: Each sort field with `asc` or `desc`.
        sums: The fields that are summed.
        group: True if every collection of this name is searched.
    """

    collection: str
    where: tuple[tuple[str, str], ...] = ()
    order: tuple[tuple[str, str], ...] = ()
    sums: tuple[str, ...] = ()
    group: bool = False

    @classmethod
    def of(cls, query: Query[Any], sums: Sequence[str] = ()) -> "QueryShape":
        where = tuple((field, operator) for field, operator, _ in query.where)
        return cls(query.collection.rpartition("/")[2], where, query.order, tuple(sums), query.group)

    @property
    def fields(self) -> set[str]:
        """The fields that are compared, sorted by or summed."""
        return {*(field for field, _ in self.where), *(field for field, _ in self.order), *self.sums}


def compute_required_index(query: QueryShape) -> IndexShape | None:
    """Compute the composite index that Firestore needs for `query`; None if single-field indexes suffice.

    Firestore merges single-field indexes for equalities. Every index ends with an order by id in the last direction.
    """
    compared = {name for name, operator in query.where if operator in _EQUALITIES}
    ranged = list(dict.fromkeys(name for name, operator in query.where if name not in compared))
    order = list(query.order) or [(name, "asc") for name in ranged]
    direction = order[-2][1] if len(order) > 1 else "asc"
    if order and order[-1] == ("id", direction):
        order.pop()
    if any(name == "id" for name, _ in order):
        raise NotImplementedError(f"{query}: an order by id against the rest needs a thought")
    rest = (*order, *((name, "asc") for name in query.sums))
    if not rest or (len(rest) == 1 and not compared):
        return None
    if query.group:
        raise NotImplementedError(f"{query}: an index over all collections of one name")
    return IndexShape(frozenset(compared), rest)


def list_required_indexes(queries: Iterable[QueryShape]) -> dict[tuple[str, IndexShape], QueryShape]:
    """List the composite indexes that `queries` need, each with a query that needs it."""
    found: dict[tuple[str, IndexShape], QueryShape] = {}
    for query in sorted(set(queries)):
        shape = compute_required_index(query)
        if shape is not None:
            found.setdefault((query.collection, shape), query)
    return found


def render_indexes(queries: Iterable[QueryShape]) -> str:
    """Render `firestore.indexes.json`: the indexes that `queries` need, and the committed overrides."""
    indexes = ",\n".join(
        f'    {{\n      "collectionGroup": "{collection}",\n      "queryScope": "COLLECTION",\n      "fields": [\n'
        + ",\n".join(f"        {_line(field)}" for field in _fields(shape, query))
        + "\n      ]\n    }"
        for (collection, shape), query in list_required_indexes(queries).items()
    )
    overrides = ",\n".join(f"    {_line(one)}" for one in json.loads(INDEXES_FILE.read_text())["fieldOverrides"])
    return f'{{\n  "indexes": [\n{indexes}\n  ],\n  "fieldOverrides": [\n{overrides}\n  ]\n}}\n'


def _line(entry: Mapping[str, Any]) -> str:
    return f"{{ {json.dumps(entry)[1:-1]} }}"


def _fields(shape: IndexShape, query: QueryShape) -> list[dict[str, str]]:
    operators = {name: operator for name, operator in query.where if name in shape.compared}
    compared = [
        {"fieldPath": name, "arrayConfig": "CONTAINS"}
        if operator in _ARRAYS
        else {"fieldPath": name, "order": "ASCENDING"}
        for name, operator in operators.items()
    ]
    return [*compared, *({"fieldPath": name, "order": _ORDERS[direction]} for name, direction in shape.rest)]
