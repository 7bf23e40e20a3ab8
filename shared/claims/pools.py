"""Claims of units from pools: many like units, of which any will do (the seats of a ticket type).

Each unit is a document that is free, held or sold. An instance keeps a cache of free units for each pool, so that
concurrent requests try different units. The cache is an optimisation only: correctness comes from the preconditions
of the commit (optimistic concurrency).
"""

import asyncio
import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple

from shared.claims.models import Claim, ClaimState
from shared.kernel.errors import Conflict
from shared.kernel.ports import Query, Reader, Ref, UnitOfWork, VersionedRef

# How many free units beyond the demand are fetched: few at first, twice as many each time the cache is soon empty.
MIN_WINDOW = 4
MAX_WINDOW = 64
# The most units that one fetch looks for on behalf of all waiting requests.
MAX_BATCH = 250
# How long a request waits while the last units are pending: longer than PENDING_TTL (seconds).
WAIT_TIMEOUT = 3.0
# How long the cache is believed: while it has units, while the pool was seen empty (seconds).
CACHE_TTL = 10.0
EMPTY_CACHE_TTL = 0.25
# How long a unit stays pending for a request that neither commits nor fails (seconds).
PENDING_TTL = 2.0
# The pause between two fetches for waiting requests (seconds).
POLL_SECONDS = 0.05


class NotEnough(Conflict):
    """The pool has fewer free units than wanted. `left` is the number of free units."""

    code = "not_enough_left"

    def __init__(self, left: int) -> None:
        super().__init__(left=left)
        self.left = left


@dataclass(frozen=True, slots=True)
class Pool:
    """A collection of like units. Their ids spread evenly, so a search may begin at any id."""

    collection: str

    def unit_ref(self, number: int) -> Ref[Claim]:
        """Return the reference of unit `number` (0 to 2**32 - 1).

        Knuth's multiplier is odd, so no two numbers have the same id.
        """
        return Ref(f"{self.collection}/{number * 2_654_435_761 % 2**32:08x}", Claim)

    def units_query(self) -> Query[Claim]:
        """Return the query for all units."""
        return Query(self.collection, Claim)

    def query_by_state(self, state: ClaimState) -> Query[Claim]:
        """Return the query for the units in `state`."""
        return self.units_query().matching("state", "==", state)


class Stock(NamedTuple):
    """The numbers of a pool's units at one moment: all, held, sold."""

    made: int
    held: int
    sold: int

    @property
    def free(self) -> int:
        """Return the number of free units."""
        return self.made - self.held - self.sold


async def count_stock(reader: Reader, pool: Pool) -> Stock:
    """Count the units of `pool` by state, with one aggregation."""
    return Stock(*await reader.count_and_sum(pool.units_query(), "held", "sold"))


class PendingUnit(NamedTuple):
    """A unit that a request of this instance has claimed and not yet committed.

    Attributes:
        request_id: The request.
        attempt: Attempt of the request, from 0.
        until: Loop time (seconds) after which other requests may try the unit.
    """

    request_id: str
    attempt: int
    until: float


@dataclass(slots=True)
class PoolCache:
    """The free units of one pool as one instance has seen them.

    Attributes:
        units: Free units in random order, with their versions.
        pending: Units of requests that have not committed yet, by path.
        recently_committed: Paths of units that were sold or held since the last fetch began.
        window: Number of units to fetch beyond the demand.
        fetched_at: Loop time of the last fetch.
        exhausted_at: Loop time of the last fetch that saw every free unit.
        waiters: Waiting requests in order: the number of units wanted, and the future to resolve.
        fetch_task: The running fetch, which serves all waiters.
    """

    units: list[VersionedRef[Claim]] = field(default_factory=list)
    pending: dict[str, PendingUnit] = field(default_factory=dict)
    recently_committed: set[str] = field(default_factory=set)
    window: int = MIN_WINDOW
    fetched_at: float = float("-inf")
    exhausted_at: float = float("-inf")
    waiters: list[tuple[int, asyncio.Future[None]]] = field(default_factory=list)
    fetch_task: asyncio.Task[None] | None = None

    @classmethod
    def of(cls, uow: UnitOfWork, pool: Pool) -> "PoolCache":
        """Return this instance's cache of `pool`."""
        cache: PoolCache = uow.instance_cache.setdefault(f"pool:{pool.collection}", cls())
        return cache

    def can_skip_fetch(self, count: int, now: float) -> bool:
        """Tell whether a fetch would not help: `count` units are cached, or the pool was just seen empty."""
        if len(self.units) >= count:
            return now - self.fetched_at < CACHE_TTL
        return not self.pending and now - self.exhausted_at < EMPTY_CACHE_TTL

    def invalidate(self) -> None:
        """Forget the cached units, so that the next request fetches."""
        self.units, self.fetched_at, self.exhausted_at = [], float("-inf"), float("-inf")

    def release_pending(self, request_id: str, *, before: float = float("inf")) -> None:
        """Forget the pending units that a request claimed in its attempts before `before`."""
        others = {
            path: unit for path, unit in self.pending.items() if unit.request_id != request_id or unit.attempt >= before
        }
        if len(others) < len(self.pending):
            self.pending = others
            self.invalidate()

    def mark_committed(self, request_id: str, now: float) -> None:
        """Record that a request has committed its pending units, and wake the waiters when none is pending."""
        mine = [path for path, unit in self.pending.items() if unit.request_id == request_id]
        for path in mine:
            del self.pending[path]
        self.recently_committed.update(mine)
        if mine and not self.pending:
            self._wake_waiters(now)

    def take_units(self, count: int, uow: UnitOfWork, now: float) -> list[VersionedRef[Claim]]:
        """Move `count` cached units to the pending ones of this request.

        Raises:
            NotEnough: Fewer are cached.
        """
        if len(self.units) < count:
            raise NotEnough(len(self.units))
        taken, self.units = self.units[:count], self.units[count:]
        mine = PendingUnit(uow.request_id, uow.attempt, now + PENDING_TTL)
        self.pending |= {versioned.ref.path: mine for versioned in taken}
        return taken

    async def wait_for_fetch(self, uow: UnitOfWork, pool: Pool, count: int) -> None:
        """Wait until `count` units are cached, or a fetch has shown that there are fewer."""
        waiting: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self.waiters.append((count, waiting))
        # A task that has just ended may not have been cleared yet.
        if self.fetch_task is None or self.fetch_task.done():
            self.fetch_task = asyncio.ensure_future(self._fetch_for_waiters(uow, pool))
        await waiting

    async def _fetch_for_waiters(self, uow: UnitOfWork, pool: Pool) -> None:
        clock = asyncio.get_running_loop().time
        try:
            while self.waiters:
                # While all that is left is pending in this instance, a fetch would show only that.
                if not (self.pending and clock() - self.exhausted_at < EMPTY_CACHE_TTL):
                    await self.fetch_free_units(uow, pool, min(sum(count for count, _ in self.waiters), MAX_BATCH))
                    self._wake_waiters(self.fetched_at)
                if self.waiters:
                    await asyncio.sleep(POLL_SECONDS)
        except Exception as error:  # noqa: BLE001 (raised in each waiter)
            queue, self.waiters = self.waiters, []
            for _, waiting in queue:
                if not waiting.done():
                    waiting.set_exception(error)

    def _wake_waiters(self, now: float) -> None:
        """Wake the waiters for whom units are cached, or all when a fetch would not help; the others stay."""
        left, is_over = len(self.units), self.can_skip_fetch(len(self.units) + 1, now)
        queue, self.waiters = self.waiters, []
        for count, waiting in queue:
            if waiting.done():
                continue
            if is_over or count <= left:
                left -= count
                waiting.set_result(None)
            else:
                self.waiters.append((count, waiting))

    async def fetch_free_units(self, uow: UnitOfWork, pool: Pool, count: int) -> None:
        """Fetch at least `count` free units, from a random id on and then from the beginning up to that id."""
        now = asyncio.get_running_loop().time()
        soon = now - self.fetched_at < CACHE_TTL
        self.window = min(self.window * 2, MAX_WINDOW) if soon else MIN_WINDOW
        self.pending = {path: unit for path, unit in self.pending.items() if unit.until > now}
        self.recently_committed.clear()
        place = f"{random.getrandbits(32):08x}"
        saw_all, seen = False, dict[str, VersionedRef[Claim]]()
        # Pending units may precede the free ones: the second reach is past all of them.
        for reach in (count + self.window, count + self.window + len(self.pending)):
            free = pool.query_by_state(ClaimState.FREE).order_by("id").first(reach)
            onward, wrapped = await asyncio.gather(
                uow.query_versions(free.start_at(place)), uow.query_versions(free.before(place))
            )
            seen = {versioned.ref.path: versioned for versioned in onward + wrapped}
            # A unit that was committed during the query may have been read before its commit.
            others = self.pending.keys() | self.recently_committed
            self.units = [versioned for path, versioned in seen.items() if path not in others]
            saw_all = max(len(onward), len(wrapped)) < reach and self.recently_committed.isdisjoint(seen)
            if saw_all or len(self.units) >= count:
                break
        random.shuffle(self.units)
        self.fetched_at = now
        if saw_all:
            self.exhausted_at = now
            # A pending unit that is no longer free has been committed.
            self.pending = {path: unit for path, unit in self.pending.items() if path in seen}


async def wait_for_units(uow: UnitOfWork, pool: Pool, count: int) -> None:
    """Wait until this instance has `count` free units cached, or knows that there are fewer.

    Waits at most `WAIT_TIMEOUT` while the last units are pending: their requests may still fail.
    """
    cache = PoolCache.of(uow, pool)
    clock = asyncio.get_running_loop().time
    deadline = clock() + WAIT_TIMEOUT
    # Between the wake-up and its use, another request may have been faster.
    while not cache.can_skip_fetch(count, clock()) and clock() < deadline:
        await cache.wait_for_fetch(uow, pool, count)


async def claim_units(uow: UnitOfWork, pool: Pool, count: int, *, holder: str, until: datetime | None) -> list[str]:
    """Claim `count` free units of `pool` for `holder`.

    Args:
        uow: Unit of work that carries the claims.
        pool: Pool to claim from.
        count: Number of units.
        holder: Id of the new holder.
        until: End of the hold; None claims for good.

    Returns:
        The paths of the units.

    Raises:
        NotEnough: Fewer units are free.
    """
    cache = PoolCache.of(uow, pool)
    if uow.attempt:
        cache.invalidate()
        cache.release_pending(uow.request_id, before=uow.attempt)
    await wait_for_units(uow, pool, count)
    try:
        taken = cache.take_units(count, uow, asyncio.get_running_loop().time())
    except NotEnough:
        release_pending(uow)
        raise
    paths = []
    for versioned in taken:
        uow.require_version(versioned)
        uow.put(versioned.ref, Claim(state=ClaimState.HELD if until else ClaimState.SOLD, holder=holder, until=until))
        paths.append(versioned.ref.path)
    return paths


def release_pending(uow: UnitOfWork) -> None:
    """Forget all pending units of this request, which will not commit."""
    for cache in _pool_caches(uow):
        cache.release_pending(uow.request_id)


def mark_committed(uow: UnitOfWork) -> None:
    """Record that this request has committed its pending units."""
    now = asyncio.get_running_loop().time()
    for cache in _pool_caches(uow):
        cache.mark_committed(uow.request_id, now)


def mark_released(uow: UnitOfWork, pool: Pool, unit: Ref[Claim]) -> None:
    """Record that `unit` of `pool` is being freed, so that the next request finds it."""
    cache = PoolCache.of(uow, pool)
    cache.invalidate()
    cache.pending.pop(unit.path, None)


def invalidate_pool_cache(uow: UnitOfWork, pool: Pool) -> None:
    """Forget this instance's cached units of `pool`, which have proved wrong or are about to."""
    PoolCache.of(uow, pool).invalidate()


def _pool_caches(uow: UnitOfWork) -> Iterator[PoolCache]:
    return (cached for cached in uow.instance_cache.values() if isinstance(cached, PoolCache))
