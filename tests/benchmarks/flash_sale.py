"""Benchmark of a flash sale over HTTP: 500 simultaneous buyers, 100 seats, and Xendit's callbacks meanwhile."""

import asyncio
import contextlib
import json
import time
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from statistics import median
from typing import Any

import grpc.aio
from google.cloud.firestore_v1.types import firestore

from shared.claims.pools import NotEnough, Stock, claim_units, count_stock, mark_committed
from shared.gateways.firestore.client import Firestore
from shared.gateways.firestore.document_writes import update_write
from shared.gateways.firestore.unit_of_work import FirestoreReader, FirestoreUnitOfWork
from shared.tickets import store as tickets
from tests.benchmarks import load_generator, setup
from tests.benchmarks.function_server import FunctionServer, serve_function
from tests.benchmarks.load_generator import LoadResult
from tests.builders import FRONT_END, a_buyer, a_ticket_order_request

TITLE = "Flash sale: 500 buyers, 100 seats"
GOAL = """\
Exactly 100 sold, no 5xx; racers told by the engine per second ≥ 0.5 × claims created by raw gRPC, both in one process.
A seat over HTTP costs an order, and a paid one its invoice at the local Xendit and its timer at the local Cloud Tasks
as well, all on this machine; their ratios say how far that is from a bare claim."""

RAW = "raw claims"
BUYERS = 500
SEATS = 100
ROUNDS = 3

_CommitRequest: Any = firestore.CommitRequest.pb()
_CommitResponse: Any = firestore.CommitResponse.pb()


@dataclass(frozen=True)
class RushResult:
    """Result of one rush.

    Attributes:
        got: Number of buyers who got a seat.
        per_second: Answers a second.
        p50: Median latency in milliseconds.
        p95: 95th percentile of the latency in milliseconds.
    """

    got: int
    per_second: float
    p50: float
    p95: float


def run_benchmark() -> list[dict[str, object]]:
    """Measure the kinds of rushes in turns, and return a row for each kind."""
    kinds = (RAW, "seats claimed by the engine", "free seats", "paid seats", "paid seats, two instances")
    rounds: dict[str, list[RushResult]] = {kind: [] for kind in kinds}
    with (
        setup.run_cloud("firestore", "pubsub", "providers", "control") as environment,
        _instances(environment) as served,
    ):
        setup.delete_subscriptions(environment)
        for turn in range(ROUNDS + 1):
            some = [
                asyncio.run(_measure_raw_claims(environment, turn)),
                asyncio.run(_measure_claim_engine(environment, f"engine-{turn}")),
                _sale(environment, f"free-{turn}", served[:1], price=0),
                _sale(environment, f"one-{turn}", served[:1]),
                _sale(environment, f"two-{turn}", served),
            ]
            if turn:  # the first warms up
                for kind, each in zip(kinds, some, strict=True):
                    rounds[kind].append(each)
    raw = rounds[kinds[0]]
    return [
        {
            "": kind,
            "got one": f"{min(one.got for one in some)}–{max(one.got for one in some)}",
            "answers/s": round(median(one.per_second for one in some)),
            "p50 ms": round(median(one.p50 for one in some)),
            "p95 ms": round(median(one.p95 for one in some)),
            "÷ raw": median(one.per_second / other.per_second for one, other in zip(some, raw, strict=True)),
        }
        for kind, some in rounds.items()
    ]


@contextlib.contextmanager
def _instances(environment: dict[str, str]) -> Iterator[list[FunctionServer]]:
    with (
        serve_function("create_ticket_order", environment) as one,
        serve_function("create_ticket_order", environment) as other,
    ):
        yield [one, other]


def _sale(environment: dict[str, str], event: str, served: list[FunctionServer], *, price: int = 150_000) -> RushResult:
    asyncio.run(_put_on_sale(environment, event, price))
    bodies = [
        json.dumps(a_ticket_order_request(("regular", 1), event_id=event, buyer=a_buyer(buyer))).encode()
        for buyer in range(BUYERS)
    ]
    headers = [("X-API-Key", FRONT_END.key or ""), ("Content-Type", "application/json")]
    result = load_generator.run_simultaneous_load(
        [
            load_generator.build_http_request(
                f"{served[buyer % len(served)].url}/", method="POST", headers=headers, body=bodies[buyer]
            )
            for buyer in range(BUYERS)
        ]
    )
    stock = asyncio.run(_count_stock(environment, event))
    assert result.statuses == {"200": SEATS, "409": BUYERS - SEATS}, result.statuses
    assert tuple(stock) == ((SEATS, SEATS, 0) if price else (SEATS, 0, SEATS)), stock
    return _round(SEATS, result)


def _round(got: int, result: LoadResult) -> RushResult:
    return RushResult(got, result.per_second, result.latency_percentile(50), result.latency_percentile(95))


async def _put_on_sale(environment: dict[str, str], event: str, price: int) -> None:
    async with setup.open_database(environment) as db:
        await setup.put_event_on_sale(db, event, seats=SEATS, price=price)


async def _measure_claim_engine(environment: dict[str, str], event: str) -> RushResult:
    """Measure claims of an event's seats by the claim engine, in one process and without HTTP."""
    await _put_on_sale(environment, event, 150_000)
    async with setup.open_database(environment) as db:
        hints: dict[str, Any] = {}
        pool = tickets.stock_pool(event, "regular")
        until = setup.NOW + timedelta(minutes=15)

        async def claim(buyer: int) -> tuple[bool, float]:
            began = time.perf_counter()
            unit = FirestoreUnitOfWork(db, request_id=f"req_{buyer}", now=setup.NOW, instance_cache=hints)
            try:
                await claim_units(unit, pool, 1, holder=f"buyer-{buyer}", until=until)
                await db.commit(unit.build_writes())
                mark_committed(unit)
            except NotEnough:
                return False, time.perf_counter() - began
            return True, time.perf_counter() - began

        return await _measure_race(db, claim)


async def _measure_race(db: Firestore, claim: Callable[[int], Awaitable[tuple[bool, float]]]) -> RushResult:
    await db.batch_get(["raw/connect"])
    began = time.perf_counter()
    answers = await asyncio.gather(*(claim(buyer) for buyer in range(BUYERS)))
    result = LoadResult({}, time.perf_counter() - began, [seconds for _, seconds in answers])
    return _round(sum(won for won, _ in answers), result)


async def _count_stock(environment: dict[str, str], event: str) -> Stock:
    async with setup.open_database(environment) as db:
        return await count_stock(FirestoreReader(db), tickets.stock_pool(event, "regular"))


async def _measure_raw_claims(environment: dict[str, str], turn: int) -> RushResult:
    """Measure as many simultaneous raw claims as there are buyers, all different, without HTTP."""
    async with setup.open_database(environment) as db:
        commit: Any = db.channel.unary_unary(
            "/google.firestore.v1.Firestore/Commit",
            request_serializer=_CommitRequest.SerializeToString,
            response_deserializer=_CommitResponse.FromString,
        )
        metadata = (("authorization", "Bearer owner"), ("google-cloud-resource-prefix", db.address.root))

        async def claim(buyer: int) -> tuple[bool, float]:
            write = update_write(db.resource_name(f"raw/{turn}-{buyer}"), {"state": "held", "holder": str(buyer)})
            write.current_document.exists = False
            began = time.perf_counter()
            try:
                await commit(_CommitRequest(database=db.address.root, writes=[write]), metadata=metadata)
            except grpc.aio.AioRpcError:
                return False, time.perf_counter() - began
            return True, time.perf_counter() - began

        return await _measure_race(db, claim)
