"""Benchmark of the unit of work, beside a transaction of Google's SDK, and of the claim engine."""

import asyncio
import contextlib
import os
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from google.api_core.exceptions import GoogleAPICallError
from google.auth.credentials import AnonymousCredentials
from google.cloud.firestore import AsyncClient, async_transactional

from shared.claims.models import Claim, ClaimState, claim_ref
from shared.claims.names import Taken, claim_name
from shared.claims.pools import NotEnough, Pool, claim_units
from shared.gateways.firestore.unit_of_work import FirestoreReader
from shared.kernel.errors import Busy
from shared.kernel.ports import Ref, UnitOfWork
from shared.kernel.schemas import Entity
from shared.runtime import settings as settings_
from shared.runtime.context import Context
from shared.runtime.instance import Runtime
from shared.runtime.requests import new_request_id
from tests.benchmarks import setup

TITLE = "Unit of work and claims"
GOAL = (
    "What is kept is what was done: no update lost, one winner a name, no unit sold twice; and it takes no longer than"
    " a transaction of the SDK's. (Its transactions lock what they read; when two lock one another out, the emulator"
    " takes two seconds to see it, which the real Firestore may not.)"
)

_WORKERS = 16
_ROUNDS = 3
_CHANGES = 100
_RACERS_FOR_ONE = 200
_RACERS_FOR_POOL = 500
_UNITS = 100
_TIMEOUT_SECONDS = 30

Change = Callable[[str], Awaitable[None]]


class Counter(Entity):
    """Document that holds a number."""

    n: int = 0


@dataclass(frozen=True)
class _RaceResult:
    """Result of a race.

    Attributes:
        tried: Number of attempted changes.
        done: Number of successful changes.
        wall: Seconds that the race took.
        cpu: CPU seconds that the race took.
    """

    tried: int = 0
    done: int = 0
    wall: float = 0
    cpu: float = 0

    def __add__(self, other: "_RaceResult") -> "_RaceResult":
        return _RaceResult(
            self.tried + other.tried, self.done + other.done, self.wall + other.wall, self.cpu + other.cpu
        )

    def row(self, what: str, by: str, kept: int) -> dict[str, object]:
        return {
            "what": what,
            "by": by,
            "tried": self.tried,
            "done": self.done,
            "kept": kept,
            "done a second": round(self.done / self.wall, 1),
            "CPU ms each": round(1000 * self.cpu / self.tried, 2),
            "seconds": round(self.wall, 2),
        }


def run_benchmark() -> list[dict[str, object]]:
    """Measure a row for each kind of change, by our unit of work and by the SDK."""
    return asyncio.run(_run())


async def _run() -> list[dict[str, object]]:
    with setup.run_cloud("firestore") as environment:
        instances = [Runtime(settings_.read_settings(environment)) for _ in range(2)]
        async with _sdk(environment) as client:
            rivals = {"unit of work": _UnitOfWorkChanges(instances[0]), "SDK transaction": _SdkChanges(client)}
            try:
                return [
                    *await _measure_contended(instances[0], rivals),
                    *await _measure_sequential(instances[0], rivals),
                    await _race_for_one_name(instances),
                    await _race_for_pool(instances),
                ]
            finally:
                for instance in instances:
                    await instance.gateways.documents.close()


@contextlib.asynccontextmanager
async def _sdk(environment: dict[str, str]) -> AsyncIterator[AsyncClient]:
    # The SDK learns of an emulator from this variable only.
    before = os.environ.get("FIRESTORE_EMULATOR_HOST")
    os.environ["FIRESTORE_EMULATOR_HOST"] = environment["FIRESTORE_EMULATOR_HOST"]
    client = AsyncClient(project=environment["GOOGLE_CLOUD_PROJECT"], credentials=AnonymousCredentials())  # type: ignore[no-untyped-call]
    try:
        yield client
    finally:
        client.close()  # type: ignore[no-untyped-call]
        if before is None:
            del os.environ["FIRESTORE_EMULATOR_HOST"]
        else:
            os.environ["FIRESTORE_EMULATOR_HOST"] = before


class _UnitOfWorkChanges:
    """Changes made by `Context.commit`."""

    def __init__(self, instance: Runtime) -> None:
        self._instance = instance

    async def add(self, path: str) -> None:
        """Read a document, and increment its number."""
        await _call(self._instance).commit(_add, path)

    async def add_and_note(self, path: str) -> None:
        """Increment a document's number, and create two documents in the same commit."""
        await _call(self._instance).commit(_add_and_note, path)


class _SdkChanges:
    """The changes of `_UnitOfWorkChanges`, made by the SDK."""

    def __init__(self, client: AsyncClient) -> None:
        self._client = client

    async def add(self, path: str) -> None:
        await self._transacted(path, notes=0)

    async def add_and_note(self, path: str) -> None:
        await self._transacted(path, notes=2)

    async def _transacted(self, path: str, *, notes: int) -> None:
        @async_transactional
        async def change(transaction: Any) -> None:
            document = self._client.document(path)
            found = (await document.get(transaction=transaction)).to_dict() or {"n": 0}
            transaction.set(document, {"n": found["n"] + 1})
            for _ in range(notes):
                transaction.create(self._client.document(f"notes/{new_request_id()}"), {"n": found["n"]})

        await change(self._client.transaction())


def _call(instance: Runtime) -> Context:
    return Context(instance, function="benchmark", request_id=new_request_id())


async def _add(uow: UnitOfWork, path: str) -> int:
    found = await uow.get(Ref(path, Counter)) or Counter()
    uow.put(Ref(path, Counter), Counter(n=found.n + 1))
    return found.n


async def _add_and_note(uow: UnitOfWork, path: str) -> None:
    was = await _add(uow, path)
    for _ in range(2):
        uow.create(Ref(f"notes/{new_request_id()}", Counter), Counter(n=was))


async def _measure_contended(instance: Runtime, rivals: dict[str, Any]) -> list[dict[str, object]]:
    """Measure concurrent changes of one document, by our unit of work and by the SDK in turns."""
    what = f"{_WORKERS} at once add to one document"

    def effort(rival: Any, path: str) -> Awaitable[_RaceResult]:
        return _race([_repeat_change(1, rival.add, path) for _ in range(_WORKERS)])

    return await _alternate_rivals(instance, what, rivals, effort)


async def _measure_sequential(instance: Runtime, rivals: dict[str, Any]) -> list[dict[str, object]]:
    """Measure changes one after the other, so that the time is the latency of one change."""

    def effort(rival: Any, path: str) -> Awaitable[_RaceResult]:
        return _race([_repeat_change(_CHANGES, rival.add_and_note, path)])

    return await _alternate_rivals(instance, "one read, three writes; one by one", rivals, effort)


async def _alternate_rivals(
    instance: Runtime, what: str, rivals: dict[str, Any], effort: Callable[[Any, str], Awaitable[_RaceResult]]
) -> list[dict[str, object]]:
    paths = {name: f"counters/{new_request_id()}" for name in rivals}
    total = dict.fromkeys(rivals, _RaceResult())
    for rival in rivals.values():
        for _ in range(10):
            await rival.add_and_note("counters/warm-up")
    for _ in range(_ROUNDS):
        for name, rival in rivals.items():
            total[name] += await effort(rival, paths[name])
    reader = FirestoreReader(instance.gateways.documents)
    kept = {name: await reader.get(Ref(path, Counter)) or Counter() for name, path in paths.items()}
    return [total[name].row(what, name, kept[name].n) for name in rivals]


def _repeat_change(count: int, change: Change, path: str) -> Callable[[], Awaitable[tuple[int, int]]]:
    async def repeated() -> tuple[int, int]:
        done = 0
        for _ in range(count):
            try:
                async with asyncio.timeout(_TIMEOUT_SECONDS):
                    await change(path)
            except (Busy, GoogleAPICallError, ValueError, TimeoutError):
                # The SDK gives up with a ValueError.
                continue
            done += 1
        return count, done

    return repeated


async def _race(racers: list[Callable[[], Awaitable[tuple[int, int]]]]) -> _RaceResult:
    wall, cpu = time.perf_counter(), time.process_time()
    results = await asyncio.gather(*(racer() for racer in racers))
    return _RaceResult(
        sum(tried for tried, _ in results),
        sum(done for _, done in results),
        time.perf_counter() - wall,
        time.process_time() - cpu,
    )


async def _race_for_one_name(instances: list[Runtime]) -> dict[str, object]:
    name = claim_ref("names/the-only-one")
    ctx = _call(instances[0])

    def racer(number: int) -> Callable[[], Awaitable[tuple[int, int]]]:
        async def want() -> tuple[int, int]:
            call = _call(instances[number % len(instances)])
            try:
                await call.commit(claim_name, name, holder=f"racer-{number}", now=call.now)
            except (Taken, Busy):
                return 1, 0
            return 1, 1

        return want

    effort = await _race([racer(number) for number in range(_RACERS_FOR_ONE)])
    kept = await FirestoreReader(ctx.runtime.gateways.documents).get(name)
    return effort.row(f"{_RACERS_FOR_ONE} want one name", "claim", int(kept is not None))


async def _race_for_pool(instances: list[Runtime]) -> dict[str, object]:
    """Measure a race for a pool's units on two instances, each with a cache of its own."""
    pool = Pool("pools/few/units")
    db = instances[0].gateways.documents
    await setup.put_documents(db, [(pool.unit_ref(number), Claim(state=ClaimState.FREE)) for number in range(_UNITS)])

    def racer(number: int) -> Callable[[], Awaitable[tuple[int, int]]]:
        async def want() -> tuple[int, int]:
            call = _call(instances[number % len(instances)])
            try:
                await call.commit(claim_units, pool, 1, holder=f"racer-{number}", until=None)
            except (NotEnough, Busy):
                return 1, 0
            return 1, 1

        return want

    effort = await _race([racer(number) for number in range(_RACERS_FOR_POOL)])
    sold = await FirestoreReader(db).query(pool.query_by_state(ClaimState.SOLD))
    holders = {unit.holder for unit in sold}
    return effort.row(f"{_RACERS_FOR_POOL} want {_UNITS} units", "claim_any", len(holders))
