"""Benchmark of the catalogue with 5,000 experts: the list of experts and an expert's free slots.

Each is compared with the bare reads that it needs.
"""

import asyncio
import contextlib
from collections import defaultdict
from datetime import timedelta
from statistics import median
from urllib.parse import urlencode

from shared.catalogue import store
from shared.claims.models import Claim, ClaimState
from shared.contracts import slots
from shared.kernel.ids import UserId
from tests.benchmarks import load_generator, setup
from tests.benchmarks.function_server import BASELINES, FunctionServer, serve_function
from tests.benchmarks.load_generator import LoadResult
from tests.catalogue.builders import DAYTIME, a_service, an_expert

TITLE = "The catalogue, with 5,000 experts"
GOAL = """\
The p95 of a list of experts, and of a month of free slots of an expert with two meetings a day, ≤ 1.5 × that of a
function that makes the same reads by raw gRPC and shows (of slots: counts) what it read."""

EXPERT_COUNT = 5_000
DAYS_ASKED = 31
CONNECTIONS = (1, 8)
ROUNDS = 5
SECONDS = 2.0
QUERY_BY_FUNCTION = {
    "list_experts": {"limit": "20"},
    "list_free_slots": {"expert_id": "expert-7", "service_id": "career-talk", "days": str(DAYS_ASKED)},
}
OURS, BARE = "ours", "by hand"

Samples = dict[tuple[str, int, str], list[LoadResult]]


def run_benchmark() -> list[dict[str, object]]:
    """Measure both servers in turns, so that a disturbance affects both."""
    with setup.run_cloud("firestore") as environment:
        asyncio.run(_seed(environment))
        with contextlib.ExitStack() as stack:
            samples: Samples = defaultdict(list)
            served = {
                (name, OURS): stack.enter_context(serve_function(name, environment)) for name in QUERY_BY_FUNCTION
            } | {
                (name, BARE): stack.enter_context(
                    serve_function(name, environment, source=BASELINES / "raw_grpc_catalogue.py")
                )
                for name in QUERY_BY_FUNCTION
            }
            for turn in range(ROUNDS + 1):
                for (name, server), one in served.items():
                    for connections in CONNECTIONS:
                        sample = _sample(one, name, connections)
                        if turn:  # the first warms up
                            samples[name, connections, server].append(sample)
    return [_row(samples, name, connections) for name in QUERY_BY_FUNCTION for connections in CONNECTIONS]


async def _seed(environment: dict[str, str]) -> None:
    experts = [
        an_expert(
            f"expert-{number}",
            full_name=f"Expert Number {number}",
            rating=300 + number * 7 % 200,
            price_from=50_000 + number * 13 % 40 * 10_000,
        )
        for number in range(EXPERT_COUNT)
    ]
    uid = UserId("expert-7")
    meetings = [setup.NOW + timedelta(days=day, hours=hour) for day in range(1, DAYS_ASKED) for hour in (3, 7)]
    taken = [
        ref for starts_at in meetings for ref in slots.quarter_claim_refs(uid, slots.floor_to_quarter(starts_at), 60)
    ]
    async with setup.open_database(environment) as db:
        await setup.put_documents(db, [(store.expert_ref(one.id), one) for one in experts])
        await setup.put_documents(
            db, [(store.hours_ref(uid), DAYTIME), (store.service_ref(uid, "career-talk"), a_service())]
        )
        await setup.put_documents(db, [(ref, Claim(state=ClaimState.SOLD, holder="a-booking")) for ref in taken])


def _sample(served: FunctionServer, name: str, connections: int) -> LoadResult:
    asked = load_generator.build_http_request(f"{served.url}/?{urlencode(QUERY_BY_FUNCTION[name])}")
    result = load_generator.run_sustained_load([asked], connections=connections, seconds=SECONDS)
    assert set(result.statuses) == {"200"}, result.statuses
    return result


def _row(samples: Samples, name: str, connections: int) -> dict[str, object]:
    ours, bare = samples[name, connections, OURS], samples[name, connections, BARE]
    pairs = list(zip(ours, bare, strict=True))
    return {
        "function": name,
        "connections": connections,
        "requests/s": round(median(one.per_second for one in ours)),
        "p50 ms": median(one.latency_percentile(50) for one in ours),
        "p95 ms": median(one.latency_percentile(95) for one in ours),
        "by hand p95 ms": median(one.latency_percentile(95) for one in bare),
        "p95 ÷ by hand": median(one.latency_percentile(95) / other.latency_percentile(95) for one, other in pairs),
    }
