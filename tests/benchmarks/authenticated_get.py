"""Benchmark of a signed-in GET: our function, a function written by hand, and a conventional function.

Each runs on the server that functions-framework ships it with.
"""

import asyncio
import contextlib
import json
from collections import defaultdict
from dataclasses import dataclass
from statistics import median

import httpx

from shared.kernel.ids import OrderId
from tests.benchmarks import load_generator, setup
from tests.benchmarks.function_server import BASELINES, FunctionServer, serve_function
from tests.benchmarks.load_generator import LoadResult
from tests.world import ANA

TITLE = "A signed-in GET: `get_order`"
GOAL = """\
Ours against the same reads by hand (raw gRPC): CPU ≤ 1.3, speed ≥ 0.75. Against the usual way at 64 connections: speed
≥ 3. Each on the server that functions-framework ships it with; medians of rounds in turns. 64 orders are asked for in
turns, as buyers' screens do; in the last rows 1,000, which is more than an instance remembers having decoded."""
LOADS = ((1, 64), (8, 64), (64, 64), (64, 1_000))
"""Number of connections and number of orders of each load."""
ROUNDS = 5
SECONDS = 2.0
OURS, BARE, USUAL = "ours", "by hand", "usual"


@dataclass(frozen=True)
class LoadSample:
    """Result of one server under one load."""

    load: LoadResult
    cpu_seconds: float

    @property
    def cpu_milliseconds(self) -> float:
        return 1000 * self.cpu_seconds / self.load.answer_count


Samples = dict[tuple[str, int, int], list[LoadSample]]


def run_benchmark() -> list[dict[str, object]]:
    """Measure the servers in turns, so that a disturbance affects all of them."""
    with setup.run_cloud("firestore") as environment:
        order_ids = asyncio.run(_orders(environment))
        with contextlib.ExitStack() as stack:
            contenders = {
                OURS: stack.enter_context(serve_function("get_order", environment)),
                BARE: stack.enter_context(serve_function("get_order", environment, source=BASELINES / "raw_grpc.py")),
                USUAL: stack.enter_context(
                    serve_function("get_order", environment, source=BASELINES / "google_sdk.py", asynchronous=False)
                ),
            }
            headers = {
                "Authorization": f"Bearer {ANA.token(environment['GOOGLE_CLOUD_PROJECT'])}",
                "X-Cloud-Trace-Context": "105445aa7843bc8bf206b12000100000/1;o=1",
            }
            _check_same_answers(contenders, order_ids[0], headers)
            samples: Samples = defaultdict(list)
            for turn in range(ROUNDS + 1):
                for connections, orders in LOADS:
                    for name, served in contenders.items():
                        asked = [
                            load_generator.build_http_request(
                                f"{served.url}/?order_id={order_id}", headers=headers.items()
                            )
                            for order_id in order_ids[:orders]
                        ]
                        sample = _sample(served, asked, connections)
                        if turn:  # the first warms up
                            samples[name, connections, orders].append(sample)
    return [_row(samples, connections, orders, name) for connections, orders in LOADS for name in contenders]


async def _orders(environment: dict[str, str]) -> list[OrderId]:
    async with setup.open_database(environment) as db:
        return await setup.create_open_orders(db, max(orders for _, orders in LOADS))


def _check_same_answers(contenders: dict[str, FunctionServer], order_id: str, headers: dict[str, str]) -> None:
    with httpx.Client(trust_env=False) as client:
        answers = [
            client.get(f"{served.url}/", params={"order_id": order_id}, headers=headers)
            for served in contenders.values()
        ]
    told = {json.dumps(answer.json(), sort_keys=True) for answer in answers}
    assert len(told) == 1, "\n".join(told)
    assert {200} == {answer.status_code for answer in answers}


def _sample(served: FunctionServer, asked: list[tuple[str, str]], connections: int) -> LoadSample:
    before = served.cpu_seconds
    result = load_generator.run_sustained_load(asked, connections=connections, seconds=SECONDS)
    assert set(result.statuses) == {"200"}, result.statuses
    return LoadSample(result, served.cpu_seconds - before)


def _row(samples: Samples, connections: int, orders: int, name: str) -> dict[str, object]:
    some = samples[name, connections, orders]
    row: dict[str, object] = {
        "connections": connections,
        "orders": orders,
        "server": name,
        "requests/s": round(median(sample.load.per_second for sample in some)),
        "p50 ms": median(sample.load.latency_percentile(50) for sample in some),
        "p95 ms": median(sample.load.latency_percentile(95) for sample in some),
        "CPU ms": median(sample.cpu_milliseconds for sample in some),
    }
    for title, rival in (("by hand", BARE), ("usual", USUAL)):
        # Each round's own ratio: what slowed the one slowed the other.
        pairs = list(zip(some, samples[rival, connections, orders], strict=True))
        row[f"CPU ÷ {title}"] = median(one.cpu_milliseconds / other.cpu_milliseconds for one, other in pairs)
        row[f"speed ÷ {title}"] = median(one.load.per_second / other.load.per_second for one, other in pairs)
    return row
