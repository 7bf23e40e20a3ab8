"""Every query has its index in production: the emulator answers without, so nothing else would notice."""

import json

import pytest

from infra.build import indexes
from infra.build.required_indexes import IndexShape, QueryShape, compute_required_index, list_required_indexes
from shared.claims.models import Claim
from shared.kernel.ports import Query
from tests.benchmarks.query_lines import find_query_lines
from tests.benchmarks.recordings import list_queries, load_recordings
from tests.collection.indexes import list_declared_indexes


@pytest.fixture(scope="module")
def queries() -> set[QueryShape]:
    """Every query that the cases of the functions were seen to run, and those of apps."""
    return list_queries(load_recordings().values())


def test_every_line_that_builds_a_query_has_run() -> None:
    """A condition, an order or a collection that no case asks for would be missing among the recorded indexes."""
    ran = {line for recording in load_recordings().values() for line in recording.query_lines}

    never = set(find_query_lines().values()) - ran

    assert never == set(), "call the function in this way in its cases (tests/<domain>/cases.py, `@variants`)"


def test_every_query_has_its_index(queries: set[QueryShape]) -> None:
    """What the code asks, production can answer."""
    assert list_required_indexes(queries).keys() - list_declared_indexes() == set()


def test_an_index_that_is_missing_is_noticed(queries: set[QueryShape]) -> None:
    """Whichever of them is dropped, some query is without."""
    required, given = list_required_indexes(queries).keys(), indexes.read_indexes().indexes

    unnoticed = [
        name
        for name in given
        if required <= list_declared_indexes(index for other, index in given.items() if other != name)
    ]

    assert unnoticed == []


def test_every_index_has_its_query(queries: set[QueryShape]) -> None:
    """An index that nobody uses makes every write dearer."""
    assert len(list_required_indexes(queries)) == len(indexes.read_indexes().indexes)


def test_arrays_are_searched_by_array_indexes(queries: set[QueryShape]) -> None:
    """A field that is searched for one of its values has an index of that kind, in each index that it is in."""
    arrays = {
        (query.collection, name) for query in queries for name, operator in query.where if operator.startswith("array")
    }

    kinds = {
        (index.collection, field.field): field.array
        for index in indexes.read_indexes().indexes.values()
        for field in index.fields
    }

    assert {place for place, kind in kinds.items() if kind} == arrays & kinds.keys()


def test_exempted_fields_are_asked_for_by_nobody(queries: set[QueryShape]) -> None:
    """A field without an index can be neither compared nor sorted by, but for where a composite one answers."""
    told = indexes.read_indexes()
    exempt = {f"{one.collection}.{one.field}" for one in (*told.exempt.values(), *told.ttl.values())}

    used = {
        f"{query.collection}.{name}"
        for query in queries
        if compute_required_index(query) is None
        for name in query.fields
    }

    # What holds for a map holds for what is in it.
    within = {name.rsplit(".", cut)[0] for name in used for cut in range(name.count("."))}
    assert exempt & within == set()


def test_the_file_is_what_firebase_deploys() -> None:
    """The format is that of `firebase deploy --only firestore:indexes`."""
    given = json.loads(indexes.INDEXES_FILE.read_text())

    assert given.keys() == {"indexes", "fieldOverrides"}
    for override in given["fieldOverrides"]:
        assert override.keys() - {"ttl"} == {"collectionGroup", "fieldPath", "indexes"}


@pytest.mark.parametrize(
    ("query", "sums", "shape"),
    [
        (Query("c", Claim).matching("a", "==", 1).matching("b", "==", 2), (), None),
        (Query("c", Claim).matching("a", "==", 1).order_by("id"), (), None),
        (Query("c", Claim).matching("a", "!=", 1), (), None),
        (Query("c", Claim).order_by("a", "desc").order_by("id", "desc"), (), None),
        (Query("c", Claim), ("a",), None),
        (Query("c", Claim), ("a", "b"), IndexShape(frozenset(), (("a", "asc"), ("b", "asc")))),
        (Query("c", Claim).matching("a", "==", 1), ("b",), IndexShape(frozenset("a"), (("b", "asc"),))),
        (
            Query("c", Claim).matching("a", "==", 1).order_by("b", "desc"),
            (),
            IndexShape(frozenset("a"), (("b", "desc"),)),
        ),
        (
            Query("c", Claim).matching("a", "==", 1).matching("b", "<", 2),
            (),
            IndexShape(frozenset("a"), (("b", "asc"),)),
        ),
    ],
)
def test_what_needs_an_index(query: Query[Claim], sums: tuple[str, ...], shape: IndexShape | None) -> None:
    """The rules by which the tests above judge, as Firestore's documentation has them."""
    assert compute_required_index(QueryShape.of(query, sums)) == shape
