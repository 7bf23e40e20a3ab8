"""Benchmark of the memory of an instance that serves signed-in customers."""

import asyncio
from pathlib import Path

import httpx

from tests.benchmarks import setup
from tests.benchmarks.function_server import FunctionServer, serve_function
from tests.world import ANA, Person

TITLE = "Memory of an instance: get_order, each request with a token of its own"
GOAL = "At most 160 MB after 1,000 requests, and not growing (5 % is noise)."

_WARM_UP = 50
_REQUESTS = 1_000
_ROUNDS = 4
_AT_ONCE = 16


def run_benchmark() -> list[dict[str, object]]:
    """Measure a row after the warm-up and after each thousand requests."""
    return asyncio.run(_run())


async def _run() -> list[dict[str, object]]:
    with setup.run_cloud("firestore") as environment:
        async with setup.open_database(environment) as db:
            (order_id,) = await setup.create_open_orders(db, 1)
        project = environment["GOOGLE_CLOUD_PROJECT"]
        with serve_function("get_order", environment) as served:
            await _send_requests(served, order_id, project, range(_WARM_UP))
            sizes = [_megabytes(served)]
            for turn in range(1, _ROUNDS + 1):
                first = turn * _REQUESTS
                await _send_requests(served, order_id, project, range(first, first + _REQUESTS))
                sizes.append(_megabytes(served))
    return [
        {"requests": turn * _REQUESTS or _WARM_UP, "MB": round(size, 1), "against 1,000": round(size / sizes[1], 3)}
        for turn, size in enumerate(sizes)
    ]


async def _send_requests(served: FunctionServer, order_id: str, project: str, numbers: range) -> None:
    """Send requests, each with a new token, so that memory held for tokens is counted."""
    waiting = iter(numbers)

    async def ask(client: httpx.AsyncClient) -> None:
        for number in waiting:
            person = Person(ANA.uid, claims={"jti": str(number)})
            answer = await client.get("/", params={"order_id": order_id}, headers=person.headers(project))
            answer.raise_for_status()

    async with httpx.AsyncClient(base_url=served.url, trust_env=False, timeout=30) as client:
        await asyncio.gather(*(ask(client) for _ in range(_AT_ONCE)))


def _megabytes(served: FunctionServer) -> float:
    """Return the resident memory of the worker plus the private memory of the other processes."""
    kilobytes = sorted((_resident(pid), _private(pid)) for pid in _processes(served.process.pid))
    *others, (worker, _) = kilobytes
    return (worker + sum(private for _, private in others)) / 1024


def _processes(pid: int) -> list[int]:
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return [pid, *(found for child in children for found in _processes(int(child)))]


def _resident(pid: int) -> int:
    return _kilobytes(pid)["Rss"]


def _private(pid: int) -> int:
    sizes = _kilobytes(pid)
    return sizes["Private_Clean"] + sizes["Private_Dirty"]


def _kilobytes(pid: int) -> dict[str, int]:
    lines = [line.split() for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()[1:]]
    return {line[0].rstrip(":"): int(line[1]) for line in lines}
