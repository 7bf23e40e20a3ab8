"""Every query has its index in production: the emulator answers without, so nothing else would notice."""

import ast
import json
from collections.abc import Awaitable, Callable, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from infra.build import indexes
from infra.build.discovery import ROOT
from infra.build.indexes import Index
from shared.claims.models import Claim, ClaimState
from shared.kernel.ports import Query
from tests.collection.store_queries import NOW, STORE_QUERIES

Shape = tuple[frozenset[str], tuple[tuple[str, str], ...]]
"""What an index must hold: the fields compared for equality, in any order; then what is sorted or summed, in this."""


@dataclass
class Listener:
    """Asks nothing: it writes down what would have been asked."""

    asked: list[tuple[Query[Any], tuple[str, ...]]] = field(default_factory=list)
    instance_cache: dict[str, Any] = field(default_factory=dict)
    request_id: str = "req_1"

    async def query(self, query: Query[Any]) -> list[Any]:
        self.asked.append((query, ()))
        return [Claim(state=ClaimState.HELD, holder="an-order", until=NOW)] if query.model is Claim else []

    async def query_versions(self, query: Query[Any]) -> list[Any]:
        self.asked.append((query, ()))
        return []

    async def count(self, query: Query[Any]) -> int:
        self.asked.append((query, ()))
        return 0

    async def count_and_sum(self, query: Query[Any], *fields: str) -> list[int]:
        self.asked.append((query, fields))
        return [0] * (len(fields) + 1)

    async def get_all(self, refs: Sequence[Any]) -> list[Any]:
        return [None for _ in refs]


async def asked(question: Callable[[Any], Awaitable[Any]]) -> list[tuple[Query[Any], tuple[str, ...]]]:
    """What *question* asks: each query, and the fields that it sums."""
    listener = Listener()
    await question(listener)
    assert listener.asked
    return listener.asked


def compute_required_index(query: Query[Any], sums: tuple[str, ...]) -> Shape | None:
    """The composite index that Firestore wants for *query*; None when it answers from those on single fields.

    Equalities alone are merged from single-field indexes. An order by id in the last order's direction is always there.
    """
    equalities = ("==", "in", "array_contains", "array_contains_any")
    compared = {name for name, operator, _ in query.where if operator in equalities}
    ranged = list(dict.fromkeys(name for name, operator, _ in query.where if name not in compared and operator))
    order = list(query.order) or [(name, "asc") for name in ranged]
    direction = order[-2][1] if len(order) > 1 else "asc"
    if order and order[-1] == ("id", direction):
        order.pop()
    assert all(name != "id" for name, _ in order), "an order by id against the rest needs a thought"
    rest = (*order, *((name, "asc") for name in sums))
    if not rest or (len(rest) == 1 and not compared):
        return None
    return frozenset(compared), rest


def list_declared_indexes(given: Iterable[Index] | None = None) -> set[tuple[str, Shape]]:
    """The indexes as they are committed (or those *given*), cut where their equalities may end."""
    shapes = set()
    for index in indexes.read_indexes().indexes.values() if given is None else given:
        assert index.scope == "COLLECTION"
        fields = [(one.field, "desc" if one.order == "DESCENDING" else "asc") for one in index.fields]
        for cut in range(len(fields)):
            shapes.add((index.collection, (frozenset(name for name, _ in fields[:cut]), tuple(fields[cut:]))))
    return shapes


async def wanted() -> set[tuple[str, Shape]]:
    """The composite indexes that all questions together need, by collection."""
    shapes = set()
    for question in STORE_QUERIES.values():
        for query, sums in await asked(question):
            shape = compute_required_index(query, sums)
            if shape is not None:
                assert not query.group
                shapes.add((query.collection.rpartition("/")[2], shape))
    return shapes


async def test_every_query_has_its_index() -> None:
    """What the code asks, production can answer."""
    assert await wanted() - list_declared_indexes() == set()


async def test_an_index_that_is_missing_is_noticed() -> None:
    """Whichever of them is dropped, some query is without."""
    asked_for, given = await wanted(), indexes.read_indexes().indexes

    unnoticed = [
        name
        for name in given
        if asked_for <= list_declared_indexes(index for other, index in given.items() if other != name)
    ]

    assert unnoticed == []


async def test_every_index_has_its_query() -> None:
    """An index that nobody uses makes every write dearer."""
    assert len(await wanted()) == len(indexes.read_indexes().indexes)


async def test_exempted_fields_are_asked_for_by_nobody() -> None:
    """A field without an index can be neither compared nor sorted by, but for where a composite one answers."""
    told = indexes.read_indexes()
    exempt = {f"{one.collection}.{one.field}" for one in (*told.exempt.values(), *told.ttl.values())}

    used = {
        f"{query.collection.rpartition('/')[2]}.{name}"
        for question in STORE_QUERIES.values()
        for query, sums in await asked(question)
        if compute_required_index(query, sums) is None
        for name in (*(one[0] for one in query.where), *(one[0] for one in query.order), *sums)
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


def test_every_query_is_listed_here() -> None:
    """Whoever writes a query adds it to the table above."""
    built = {
        name
        for place in sorted(
            path.name for path in (ROOT / "shared").iterdir() if path.is_dir() and path.name != "gateways"
        )
        for file in (ROOT / "shared" / place).rglob("*.py")
        if file.name != "ports.py"
        for name in _builders(file)
    }

    assert built == STORE_QUERIES.keys()


def _builders(file: Path) -> list[str]:
    """The functions in *file* that begin a query or add a condition or an order to one."""
    module = ".".join(file.relative_to(ROOT).with_suffix("").parts)
    return [f"{module}.{name}" for name, body in _functions(ast.parse(file.read_text())) if _asks(body)]


def _functions(tree: ast.Module | ast.ClassDef, within: str = "") -> list[tuple[str, ast.AST]]:
    found: list[tuple[str, ast.AST]] = []
    for node in tree.body:
        if isinstance(node, ast.ClassDef):
            found += _functions(node, f"{within}{node.name}.")
        elif isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            found.append((f"{within}{node.name}", node))
    return found


def _asks(function: ast.AST) -> bool:
    for node in ast.walk(function):
        if isinstance(node, ast.Call):
            if isinstance(node.func, ast.Name) and node.func.id == "Query":
                return True
            if isinstance(node.func, ast.Attribute) and node.func.attr in ("matching", "order_by"):
                return True
    return False


@pytest.mark.parametrize(
    ("query", "sums", "shape"),
    [
        (Query("c", Claim).matching("a", "==", 1).matching("b", "==", 2), (), None),
        (Query("c", Claim).matching("a", "==", 1).order_by("id"), (), None),
        (Query("c", Claim).matching("a", "!=", 1), (), None),
        (Query("c", Claim).order_by("a", "desc").order_by("id", "desc"), (), None),
        (Query("c", Claim), ("a",), None),
        (Query("c", Claim), ("a", "b"), (frozenset(), (("a", "asc"), ("b", "asc")))),
        (Query("c", Claim).matching("a", "==", 1), ("b",), (frozenset("a"), (("b", "asc"),))),
        (Query("c", Claim).matching("a", "==", 1).order_by("b", "desc"), (), (frozenset("a"), (("b", "desc"),))),
        (Query("c", Claim).matching("a", "==", 1).matching("b", "<", 2), (), (frozenset("a"), (("b", "asc"),))),
    ],
)
def test_what_needs_an_index(query: Query[Claim], sums: tuple[str, ...], shape: Shape | None) -> None:
    """The rules by which the tests above judge, as Firestore's documentation has them."""
    assert compute_required_index(query, sums) == shape
