"""Queries and commits against the official SDK's answers, on the same documents."""

from datetime import timedelta
from typing import Any

import pytest
from google.cloud.firestore import AsyncClient
from google.cloud.firestore import Query as SdkQuery
from google.cloud.firestore_v1 import base_client
from google.cloud.firestore_v1.base_query import FieldFilter

from shared.gateways.firestore import client, document_writes
from shared.gateways.firestore.client import DatabaseAddress, Firestore, PreconditionFailed
from shared.kernel.errors import Unavailable
from shared.kernel.ports import Operator, Query
from shared.kernel.schemas import Entity
from tests.builders import NOON

pytestmark = pytest.mark.emulator


class Fruit(Entity):
    name: str = ""


ROWS: dict[str, dict[str, Any]] = {
    "apple": {"n": 3, "colour": "red", "tags": ["a", "b"], "at": NOON, "price": 10},
    "banana": {"n": 1, "colour": "yellow", "tags": ["b"], "at": NOON + timedelta(seconds=1), "price": 5},
    "cherry": {"n": 3, "colour": "red", "tags": [], "at": NOON + timedelta(seconds=2), "price": 7},
    "durian": {"n": 2, "colour": None, "tags": ["c"], "at": NOON + timedelta(microseconds=1), "price": 100},
    "elder": {"n": 5, "tags": ["a", "c"], "at": NOON - timedelta(days=1), "price": 1},
}
FRUITS = Query("fruits", Fruit)


@pytest.fixture
async def rows(documents: Firestore) -> Firestore:
    """A bowl of fruits."""
    await documents.commit(
        [document_writes.update_write(documents.resource_name(f"fruits/{id}"), row) for id, row in ROWS.items()]
    )
    return documents


async def ids(db: Firestore, query: Query[Any]) -> list[str]:
    """What our gateway finds."""
    return [snapshot.path.rpartition("/")[2] for snapshot in await db.run_query(query)]


async def theirs(query: Any) -> list[str]:
    """What the SDK finds."""
    return [snapshot.id for snapshot in await query.get()]


@pytest.mark.parametrize(
    ("field", "operator", "value", "count"),
    [
        ("n", "==", 3, 2),
        ("n", "!=", 3, 3),
        ("n", "<", 3, 2),
        ("n", "<=", 3, 4),
        ("n", ">", 2, 3),
        ("n", ">=", 2, 4),
        ("n", "in", [1, 5, 9], 2),
        ("tags", "array_contains", "a", 2),
        ("tags", "array_contains_any", ["b", "c"], 4),
        ("colour", "==", None, 1),
        ("colour", "!=", None, 3),
        ("at", ">", NOON, 3),
        ("at", "<=", NOON + timedelta(microseconds=1), 3),
    ],
)
async def test_every_operator(
    rows: Firestore, sdk: AsyncClient, field: str, operator: Operator, value: Any, count: int
) -> None:
    """
    Each comparison finds what it finds for the SDK.
    """
    found = await ids(rows, FRUITS.matching(field, operator, value))

    where = FieldFilter(field, operator, value)
    assert sorted(found) == sorted(await theirs(sdk.collection("fruits").where(filter=where)))
    assert len(found) == count


@pytest.mark.parametrize(
    ("operator", "value", "found"),
    [
        ("==", "apple", ["apple"]),
        ("in", ["apple", "durian", "none"], ["apple", "durian"]),
        (">", "cherry", ["durian", "elder"]),
    ],
)
async def test_conditions_on_the_id(rows: Firestore, operator: Operator, value: Any, found: list[str]) -> None:
    """
    `id` in a condition is the document's own id.
    """
    assert found == await ids(rows, FRUITS.matching("id", operator, value))


async def test_conditions_together(rows: Firestore, sdk: AsyncClient) -> None:
    """
    Several conditions all hold.
    """
    found = await ids(rows, FRUITS.matching("n", "==", 3).matching("colour", "==", "red").matching("price", ">", 7))

    assert found == ["apple"]


@pytest.mark.parametrize("direction", ["asc", "desc"])
async def test_order_and_limit(rows: Firestore, sdk: AsyncClient, direction: Any) -> None:
    """
    Order by one field, then by id, the first three of them.
    """
    found = await ids(rows, FRUITS.order_by("n", direction).order_by("id", direction).first(3))

    way = SdkQuery.ASCENDING if direction == "asc" else SdkQuery.DESCENDING
    asked = sdk.collection("fruits").order_by("n", direction=way).order_by("__name__", direction=way).limit(3)
    assert found == await theirs(asked)
    assert len(found) == 3


async def test_cursors(rows: Firestore, sdk: AsyncClient) -> None:
    """
    From a row on, from behind it, and up to it, as the SDK draws the line.
    """
    by_price, fruits = FRUITS.order_by("price"), sdk.collection("fruits").order_by("price")

    ours = [
        await ids(rows, query)
        for query in (by_price.start_at(7), by_price.after(7), by_price.before(7), by_price.start_at(5).before(10))
    ]

    official = [fruits.start_at, fruits.start_after, fruits.end_before]
    assert ours[:3] == [await theirs(cut({"price": 7})) for cut in official]
    assert ours == [["cherry", "apple", "durian"], ["apple", "durian"], ["elder", "banana"], ["banana", "cherry"]]


@pytest.mark.parametrize("direction", ["asc", "desc"])
async def test_pages_by_a_field_and_the_id(rows: Firestore, direction: Any) -> None:
    """
    Page by page, over equal values too, each row comes exactly once.
    """
    query = FRUITS.order_by("n", direction).order_by("id", direction).first(2)

    pages: list[list[str]] = [await ids(rows, query)]
    while pages[-1]:
        last = pages[-1][-1]
        pages.append(await ids(rows, query.after(ROWS[last]["n"], last)))

    read = [id for page in pages for id in page]
    expected = sorted(ROWS, key=lambda id: (ROWS[id]["n"], id), reverse=direction == "desc")
    assert read == expected


async def test_a_walk_by_id(rows: Firestore) -> None:
    """
    Ids have an order of their own, from a place on and up to it, a place that need not exist.
    """
    walk = FRUITS.order_by("id")

    assert await ids(rows, walk.start_at("c")) == ["cherry", "durian", "elder"]
    assert await ids(rows, walk.before("c")) == ["apple", "banana"]
    assert await ids(rows, walk.start_at("cherry").first(1)) == ["cherry"]
    assert await ids(rows, walk.after("cherry")) == ["durian", "elder"]


async def test_a_group_is_every_collection_of_that_name(documents: Firestore, sdk: AsyncClient) -> None:
    """
    A query of one collection stays in it; a query of the group finds all of that name.
    """
    paths = ["baskets/x/fruits/a", "baskets/y/fruits/b", "fruits/c"]
    await documents.commit([document_writes.update_write(documents.resource_name(path), {"n": 1}) for path in paths])

    one = await documents.run_query(Query("baskets/x/fruits", Fruit))
    group = await documents.run_query(Query("fruits", Fruit, group=True))

    assert [snapshot.path for snapshot in one] == paths[:1]
    assert sorted(snapshot.path for snapshot in group) == sorted(paths)
    assert len(await theirs(sdk.collection_group("fruits"))) == 3


@pytest.mark.parametrize("query", [FRUITS, FRUITS.matching("n", "==", 3), FRUITS.matching("n", ">", 99)])
async def test_counts_and_sums(rows: Firestore, sdk: AsyncClient, query: Query[Any]) -> None:
    """
    How many, and what they add up to, is what the SDK counts; nothing adds up to nothing.
    """
    found = await rows.aggregate(query, "n", "price")

    asked: Any = sdk.collection("fruits")
    for field, operator, value in query.where:
        asked = asked.where(filter=FieldFilter(field, operator, value))
    official = await asked.count(alias="count").sum("n", alias="n").sum("price", alias="price").get()
    counted = {result.alias: result.value for result in official[0]}
    assert found == [counted["count"], counted["n"], counted["price"]]


async def test_a_sum_counts_who_takes_part_in_it(rows: Firestore) -> None:
    """
    Beside a sum, only documents that have its field are counted: keep it in every document that is to count.
    """
    await rows.commit([document_writes.update_write(rows.resource_name("fruits/fig"), {"n": 1})])

    assert await rows.aggregate(FRUITS) == [6]
    assert (await rows.aggregate(FRUITS, "price"))[0] == 5


async def test_a_batch_in_which_some_are_missing(rows: Firestore) -> None:
    """
    What is not there comes back as not there, and what is asked twice comes once.
    """
    found = await rows.batch_get(["fruits/apple", "fruits/none", "fruits/apple", "nowhere/x/y/z"])

    assert sorted(found) == ["fruits/apple", "fruits/none", "nowhere/x/y/z"]
    assert found["fruits/apple"].data == ROWS["apple"]
    assert [found["fruits/none"].data, found["fruits/none"].update_time] == [None, None]
    assert await rows.batch_get([]) == {}


async def seen(db: Firestore, path: str) -> Any:
    """The update time of a document, None if it is not there."""
    return (await db.batch_get([path]))[path].update_time


def _with(write: Any, *, exists: bool | None = None, update_time: Any = None) -> Any:
    if exists is not None:
        write.current_document.exists = exists
    if update_time is not None:
        write.current_document.update_time.CopyFrom(update_time)
    return write


@pytest.mark.parametrize(
    "case", ["create existing", "update moved", "update deleted", "verify moved", "verify appeared", "consume missing"]
)
async def test_a_precondition_that_fails_fails_everything(rows: Firestore, case: str) -> None:
    """
    When one write's condition does not hold, nothing of the commit happens.
    """
    apple, none = rows.resource_name("fruits/apple"), rows.resource_name("fruits/none")
    old = await seen(rows, "fruits/apple")
    changed = (
        document_writes.delete_write(apple)
        if case == "update deleted"
        else document_writes.update_write(apple, {"n": 4})
    )
    await rows.commit([changed])
    write = {
        "create existing": _with(document_writes.update_write(rows.resource_name("fruits/banana"), {}), exists=False),
        "update moved": _with(document_writes.update_write(apple, {"n": 5}), update_time=old),
        "update deleted": _with(document_writes.update_write(apple, {"n": 5}), update_time=old),
        "verify moved": document_writes.verify_write(apple, old),
        "verify appeared": document_writes.verify_write(apple, None),
        "consume missing": _with(document_writes.delete_write(none), exists=True),
    }[case]

    with pytest.raises(PreconditionFailed):
        await rows.commit([document_writes.update_write(rows.resource_name("fruits/extra"), {"n": 1}), write])

    assert await seen(rows, "fruits/extra") is None


async def test_a_verification_changes_nothing(rows: Firestore) -> None:
    """
    Verifying a document, or its absence, leaves both as they were, update time included.
    """
    before = await rows.batch_get(["fruits/apple", "fruits/none"])

    await rows.commit(
        [document_writes.verify_write(rows.resource_name(path), snap.update_time) for path, snap in before.items()]
    )

    assert await rows.batch_get(["fruits/apple", "fruits/none"]) == before


async def test_an_increment_needs_no_reading(rows: Firestore) -> None:
    """
    A number is added to where it is, or begins at nothing.
    """
    await rows.commit(
        [
            document_writes.increment_write(rows.resource_name("fruits/apple"), "n", 4),
            document_writes.increment_write(rows.resource_name("fruits/new"), "n", -2),
        ]
    )

    found = await rows.batch_get(["fruits/apple", "fruits/new"])
    assert [found["fruits/apple"].data, found["fruits/new"].data] == [ROWS["apple"] | {"n": 7}, {"n": -2}]


async def test_update_times_come_back(rows: Firestore) -> None:
    """
    A commit says as of when each document is what it is, which spares reading it again.
    """
    times = await rows.commit(
        [document_writes.update_write(rows.resource_name(f"fruits/{id}"), {"n": 0}) for id in ("apple", "new")]
    )

    assert times == [await seen(rows, "fruits/apple"), await seen(rows, "fruits/new")]


async def test_the_meter_counts_what_is_billed(rows: Firestore) -> None:
    """
    Each document read or written counts, a fruitless query as one, an aggregation too; and every call as a call.
    """
    meter = rows.meter
    before = (meter.rpcs, meter.reads, meter.writes)

    await rows.batch_get(["fruits/apple", "fruits/none"])
    await rows.run_query(FRUITS.matching("n", "==", 99))
    await rows.run_query(FRUITS)
    await rows.aggregate(FRUITS, "n")
    await rows.commit([document_writes.update_write(rows.resource_name("fruits/apple"), {})])

    assert (meter.rpcs, meter.reads, meter.writes) == (before[0] + 5, before[1] + 2 + 1 + 5 + 1, before[2] + 1)


@pytest.mark.slow
async def test_a_database_that_does_not_answer_is_unavailable() -> None:
    """
    Nobody there: a reader is told to come back, within the time of a request.
    """
    db = Firestore.open(DatabaseAddress("test-nobody", emulator="127.0.0.1:1"))

    with pytest.raises(Unavailable):
        await db.commit([document_writes.delete_write(db.resource_name("c/x"))])

    await db.close()


def test_the_channel_has_the_options_of_googles_own_client() -> None:
    """
    Connections are kept alive, and messages are as large, as in the official SDK.
    """
    assert list(client.CHANNEL_OPTIONS) == base_client._DEFAULT_CHANNEL_OPTIONS
