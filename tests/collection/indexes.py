"""Committed indexes, in the shape in which queries need them."""

from collections.abc import Iterable

from infra.build import indexes
from infra.build.indexes import Index
from infra.build.required_indexes import IndexShape


def list_declared_indexes(given: Iterable[Index] | None = None) -> set[tuple[str, IndexShape]]:
    """List the committed indexes, or those `given`, once for each number of equalities that they can serve."""
    shapes = set()
    for index in indexes.read_indexes().indexes.values() if given is None else given:
        assert index.scope == "COLLECTION"
        fields = [(one.field, "desc" if one.order == "DESCENDING" else "asc") for one in index.fields]
        for cut in range(len(fields)):
            compared = frozenset(name for name, _ in fields[:cut])
            shapes.add((index.collection, IndexShape(compared, tuple(fields[cut:]))))
    return shapes
