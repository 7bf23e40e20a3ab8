"""A flash sale over HTTP: 500 buyers at the same moment, 100 seats, and Xendit's answers among it all."""

import asyncio
import contextlib
import json
import time
from collections.abc import Iterator
from dataclasses import dataclass
from statistics import median
from typing import Any

import grpc.aio
from google.cloud.firestore_v1.types import firestore

from shared.gateways.firestore.client import written
from shared.gateways.firestore.unit import Documents
from shared.kernel import claims
from shared.tickets import store as tickets
from tests.benchmarks import load, stage
from tests.benchmarks.load import Load
from tests.benchmarks.served import Served, serving
from tests.builders import FRONT_END, an_order

TITLE = "Flash sale: 500 buyers, 100 seats"
GOAL = """\
Exactly 100 sold, no 5xx; buyers answered per second ≥ 0.5 × claims created by raw gRPC in the same run (one `Commit`
each, nothing read, nothing sold). An order that gets a seat also has its invoice made by the local Xendit and its timer
set at the local Cloud Tasks, all on this machine."""

BUYERS = 500
SEATS = 100
ROUNDS = 3

_CommitRequest: Any = firestore.CommitRequest.pb()
_CommitResponse: Any = firestore.CommitResponse.pb()


@dataclass(frozen=True)
class Round:
    """One rush: how many got what they came for, and how many answers a second there were."""

    got: int
    per_second: float
    p50: float
    p95: float


def run() -> list[dict[str, object]]:
    """The rushes in turns; the row of each kind."""
    kinds = ("raw claims, all different", "raw claims, five for each", "sale, one instance", "sale, two instances")
    rounds: dict[str, list[Round]] = {kind: [] for kind in kinds}
    with stage.cloud("firestore", "providers", "control") as environment, _instances(environment) as served:
        for turn in range(ROUNDS + 1):
            some = [
                asyncio.run(_raw(environment, turn, names=BUYERS)),
                asyncio.run(_raw(environment, turn, names=SEATS)),
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
def _instances(environment: dict[str, str]) -> Iterator[list[Served]]:
    with serving("create_ticket_order", environment) as one, serving("create_ticket_order", environment) as other:
        yield [one, other]


def _sale(environment: dict[str, str], event: str, served: list[Served]) -> Round:
    asyncio.run(_put_on_sale(environment, event))
    body = json.dumps(an_order(("regular", 1), event_id=event)).encode()
    headers = [("X-API-Key", FRONT_END.key or ""), ("Content-Type", "application/json")]
    result = load.at_once(
        [
            load.request(f"{served[buyer % len(served)].url}/", method="POST", headers=headers, body=body)
            for buyer in range(BUYERS)
        ]
    )
    stock = asyncio.run(_stock(environment, event))
    assert result.statuses == {"200": SEATS, "409": BUYERS - SEATS}, result.statuses
    assert tuple(stock) == (SEATS, SEATS, 0), stock
    return _round(stock.held, result)


def _round(got: int, result: Load) -> Round:
    return Round(got, result.per_second, result.milliseconds(50), result.milliseconds(95))


async def _put_on_sale(environment: dict[str, str], event: str) -> None:
    async with stage.opened(environment) as db:
        await stage.a_sale(db, event, seats=SEATS)


async def _stock(environment: dict[str, str], event: str) -> claims.Stock:
    async with stage.opened(environment) as db:
        return await claims.stock(Documents(db), tickets.stock(event, "regular"))


async def _raw(environment: dict[str, str], turn: int, *, names: int) -> Round:
    """So many claims for so many names at once; whose name has been taken gets nothing."""
    async with stage.opened(environment) as db:
        commit: Any = db.channel.unary_unary(
            "/google.firestore.v1.Firestore/Commit",
            request_serializer=_CommitRequest.SerializeToString,
            response_deserializer=_CommitResponse.FromString,
        )
        metadata = (("authorization", "Bearer owner"), ("google-cloud-resource-prefix", db.address.root))

        async def claim(buyer: int) -> tuple[bool, float]:
            write = written(db.name(f"raw/{turn}-{names}-{buyer % names}"), {"state": "held", "holder": str(buyer)})
            write.current_document.exists = False
            began = time.perf_counter()
            try:
                await commit(_CommitRequest(database=db.address.root, writes=[write]), metadata=metadata)
            except grpc.aio.AioRpcError:
                return False, time.perf_counter() - began
            return True, time.perf_counter() - began

        await db.batch_get(["raw/connect"])
        began = time.perf_counter()
        answers = await asyncio.gather(*(claim(buyer) for buyer in range(BUYERS)))
        result = Load({}, time.perf_counter() - began, [seconds for _, seconds in answers])
    return _round(sum(won for won, _ in answers), result)
