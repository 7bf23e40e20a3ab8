"""The catalogue with 5,000 experts: the list, and an expert's free time, against the bare reads that they need."""

import asyncio
import contextlib
from collections import defaultdict
from datetime import timedelta
from statistics import median
from urllib.parse import urlencode

from shared.catalogue import store
from shared.kernel import slots
from shared.kernel.claims import Claim, State
from shared.kernel.ids import UserId
from tests.benchmarks import load, stage
from tests.benchmarks.load import Load
from tests.benchmarks.served import RIVALS, Served, serving
from tests.catalogue.builders import DAYTIME, a_service, an_expert

TITLE = "The catalogue, with 5,000 experts"
GOAL = """\
The p95 of a list of experts, and of a month of free slots of an expert with two meetings a day, ≤ 1.5 × that of a
function that makes the same reads by raw gRPC and shows (of slots: counts) what it read."""

EXPERTS = 5_000
MONTH = 31
CONNECTIONS = (1, 8)
ROUNDS = 5
SECONDS = 2.0
ASKED = {
    "list_experts": {"limit": "20"},
    "list_free_slots": {"expert_id": "expert-7", "service_id": "career-talk", "days": str(MONTH)},
}
OURS, BARE = "ours", "by hand"

Samples = dict[tuple[str, int, str], list[Load]]


def run() -> list[dict[str, object]]:
    """Measure in turns, so that a noisy moment falls on both."""
    with stage.cloud("firestore") as environment:
        asyncio.run(_seed(environment))
        with contextlib.ExitStack() as stack:
            samples: Samples = defaultdict(list)
            served = {(name, OURS): stack.enter_context(serving(name, environment)) for name in ASKED} | {
                (name, BARE): stack.enter_context(serving(name, environment, source=RIVALS / "catalogue.py"))
                for name in ASKED
            }
            for turn in range(ROUNDS + 1):
                for (name, server), one in served.items():
                    for connections in CONNECTIONS:
                        sample = _sample(one, name, connections)
                        if turn:  # the first warms up
                            samples[name, connections, server].append(sample)
    return [_row(samples, name, connections) for name in ASKED for connections in CONNECTIONS]


async def _seed(environment: dict[str, str]) -> None:
    experts = [
        an_expert(
            f"expert-{number}",
            full_name=f"Expert Number {number}",
            rating=300 + number * 7 % 200,
            price_from=50_000 + number * 13 % 40 * 10_000,
        )
        for number in range(EXPERTS)
    ]
    uid = UserId("expert-7")
    meetings = [stage.NOW + timedelta(days=day, hours=hour) for day in range(1, MONTH) for hour in (3, 7)]
    taken = [ref for starts_at in meetings for ref in slots.refs(uid, slots.floor(starts_at), 60)]
    async with stage.opened(environment) as db:
        await stage.keep(db, [(store.expert_ref(one.id), one) for one in experts])
        await stage.keep(db, [(store.hours_ref(uid), DAYTIME), (store.service_ref(uid, "career-talk"), a_service())])
        await stage.keep(db, [(ref, Claim(state=State.SOLD, holder="a-booking")) for ref in taken])


def _sample(served: Served, name: str, connections: int) -> Load:
    asked = load.request(f"{served.url}/?{urlencode(ASKED[name])}")
    result = load.sustained([asked], connections=connections, seconds=SECONDS)
    assert set(result.statuses) == {"200"}, result.statuses
    return result


def _row(samples: Samples, name: str, connections: int) -> dict[str, object]:
    ours, bare = samples[name, connections, OURS], samples[name, connections, BARE]
    pairs = list(zip(ours, bare, strict=True))
    return {
        "function": name,
        "connections": connections,
        "requests/s": round(median(one.per_second for one in ours)),
        "p50 ms": median(one.milliseconds(50) for one in ours),
        "p95 ms": median(one.milliseconds(95) for one in ours),
        "by hand p95 ms": median(one.milliseconds(95) for one in bare),
        "p95 ÷ by hand": median(one.milliseconds(95) / other.milliseconds(95) for one, other in pairs),
    }
