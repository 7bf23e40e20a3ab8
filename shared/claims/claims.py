"""The claim engine: one way to take whatever is scarce: a ticket's unit, a slot, a pairing, a link, a voucher.

A claim is a document. Two ways to be scarce:

* a **name** that one holder may have: `claim` creates its document, and the commit refuses a second;
* a **pool** of like units: each unit is a document that is free, held or sold, and `claim_any` takes free ones.

Nothing is counted, so nothing can drift: what is left is what is free. Giving back what one no longer holds does
nothing.
"""

import asyncio
import random
from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple

from pydantic import computed_field

from shared.kernel.errors import Conflict
from shared.kernel.ports import Query, Reader, Ref, UnitOfWork, VersionedRef
from shared.kernel.schemas import Entity, Moment

# How many free units an instance looks up at a time: a few at first, twice as many each time they soon run out.
_MIN_WINDOW = 4
_MAX_WINDOW = 64
# How many of those who wait are looked for at once.
_MAX_BATCH = 250
# How long a request waits while what is left is in others' hands: longer than anything stays in a hand (seconds).
_WAIT_TIMEOUT = 3.0
# How long an instance believes what it has seen of a pool (seconds).
_CACHE_TTL = 10.0
_EMPTY_CACHE_TTL = 0.25
_PENDING_TTL = 2.0
_POLL_SECONDS = 0.05


class ClaimState(StrEnum):
    FREE = "free"
    HELD = "held"
    SOLD = "sold"


class Claim(Entity):
    """Who has it, and until when it is only held."""

    state: ClaimState
    holder: str | None = None
    until: Moment | None = None

    def is_free_at(self, now: datetime) -> bool:
        """Whether anybody may take it; a hold that has run out counts as free."""
        return self.state is ClaimState.FREE or (self.until is not None and self.until <= now)

    @computed_field  # type: ignore[prop-decorator]
    @property
    def held(self) -> int:
        """1 or 0: kept so that one aggregation counts all states at one moment."""
        return int(self.state is ClaimState.HELD)

    @computed_field  # type: ignore[prop-decorator]
    @property
    def sold(self) -> int:
        return int(self.state is ClaimState.SOLD)


class Taken(Conflict):
    title = "Somebody else has it"
    code = "taken"


class NotEnough(Conflict):
    """`left` is how many free units were seen."""

    title = "Not enough is left"
    code = "not_enough_left"

    def __init__(self, left: int) -> None:
        super().__init__(left=left)
        self.left = left


@dataclass(frozen=True, slots=True)
class Pool:
    """`collection` holds the units. Their ids spread evenly, so that any place is a good place to begin to look."""

    collection: str

    def unit_ref(self, number: int) -> Ref[Claim]:
        """The unit made as number *number*, below 2**32: Knuth's multiplier is odd, so no two numbers meet."""
        return Ref(f"{self.collection}/{number * 2_654_435_761 % 2**32:08x}", Claim)

    def units_query(self) -> Query[Claim]:
        return Query(self.collection, Claim)

    def query_by_state(self, state: ClaimState) -> Query[Claim]:
        return self.units_query().matching("state", "==", state)


def claim_ref(path: str) -> Ref[Claim]:
    """The claim kept at *path*."""
    return Ref(path, Claim)


async def claim_name(
    uow: UnitOfWork, name: Ref[Claim], *, holder: str, now: datetime, until: datetime | None = None
) -> None:
    """Take *name* for *holder*, for ever or until *until*. A hold that has run out counts as free. Raises `Taken`."""
    await claim_names(uow, [name], holder=holder, now=now, until=until)


async def claim_names(
    uow: UnitOfWork,
    names: Sequence[Ref[Claim]],
    *,
    holder: str,
    now: datetime,
    until: datetime | None = None,
    must_be_free: Sequence[Ref[Claim]] = (),
) -> None:
    """Take every one of *names*, as `claim` does, or none: one look at all of them. Raises `Taken`.

    What stands *beside* them may be nobody else's, and is looked at again in the commit, though it is not taken.
    """
    if not await can_claim_names(uow, names, holder=holder, now=now, must_be_free=must_be_free):
        raise Taken()
    found = dict(zip(names, await uow.get_all(names), strict=True))
    if not _holds_all(found.values(), holder, now):
        for name in must_be_free:
            uow.verify(name)
    for name, claim in found.items():
        # For ever is longer than any hold.
        if claim is None or claim.is_free_at(now) or claim.state is not ClaimState.SOLD:
            uow.put(name, Claim(state=ClaimState.HELD if until else ClaimState.SOLD, holder=holder, until=until))


async def can_claim_names(
    reader: Reader, names: Sequence[Ref[Claim]], *, holder: str, now: datetime, must_be_free: Sequence[Ref[Claim]] = ()
) -> bool:
    """Whether *holder* may have *names* with nobody *beside* them. Who has all of them had the room when they came."""
    found = await reader.get_all([*names, *must_be_free])
    return _holds_all(found[: len(names)], holder, now) or not any(
        claim and claim.holder != holder and not claim.is_free_at(now) for claim in found
    )


def _holds_all(found: Iterable[Claim | None], holder: str, now: datetime) -> bool:
    return all(claim is not None and claim.holder == holder and not claim.is_free_at(now) for claim in found)


class Stock(NamedTuple):
    """A pool's units by state, all of one moment."""

    made: int
    held: int
    sold: int

    @property
    def free(self) -> int:
        return self.made - self.held - self.sold


async def count_stock(reader: Reader, pool: Pool) -> Stock:
    """How many units there are, in which states."""
    return Stock(*await reader.count_and_sum(pool.units_query(), "held", "sold"))


class _PendingUnit(NamedTuple):
    """Who is about to take a unit. Should they never get there, it is anybody's again when the time is over."""

    request_id: str
    attempt: int
    until: float


@dataclass(slots=True)
class _PoolCache:
    """What one instance has seen of a pool: steers requests to different units, decides nothing."""

    units: list[VersionedRef[Claim]] = field(default_factory=list)
    pending: dict[str, _PendingUnit] = field(default_factory=dict)
    recently_committed: set[str] = field(default_factory=set)
    window: int = _MIN_WINDOW
    fetched_at: float = float("-inf")
    exhausted_at: float = float("-inf")
    waiters: list[tuple[int, asyncio.Future[None]]] = field(default_factory=list)
    fetch_task: asyncio.Task[None] | None = None

    @classmethod
    def of(cls, uow: UnitOfWork, pool: Pool) -> "_PoolCache":
        shelf: _PoolCache = uow.instance_cache.setdefault(f"shelf:{pool.collection}", cls())
        return shelf

    def can_skip_fetch(self, count: int, now: float) -> bool:
        """Whether looking would not help: enough is here, or what is here was all there was, and in nobody's hand."""
        if len(self.units) >= count:
            return now - self.fetched_at < _CACHE_TTL
        return not self.pending and now - self.exhausted_at < _EMPTY_CACHE_TTL

    def invalidate(self) -> None:
        self.units, self.fetched_at, self.exhausted_at = [], float("-inf"), float("-inf")

    def release_pending(self, request_id: str, *, before: float = float("inf")) -> None:
        """What a request took in its attempts *before* this one is in its hand no more."""
        others = {
            path: hand for path, hand in self.pending.items() if hand.request_id != request_id or hand.attempt >= before
        }
        if len(others) < len(self.pending):
            self.pending = others
            self.invalidate()

    def mark_committed(self, request_id: str, now: float) -> None:
        """What a request had in hand is its own for good: when no hand is left, those who wait are told."""
        mine = [path for path, hand in self.pending.items() if hand.request_id == request_id]
        for path in mine:
            del self.pending[path]
        self.recently_committed.update(mine)
        if mine and not self.pending:
            self._wake_waiters(now)

    def take_units(self, count: int, uow: UnitOfWork, now: float) -> list[VersionedRef[Claim]]:
        if len(self.units) < count:
            raise NotEnough(len(self.units))
        taken, self.units = self.units[:count], self.units[count:]
        hand = _PendingUnit(uow.request_id, uow.attempt, now + _PENDING_TTL)
        self.pending |= {sighting.ref.path: hand for sighting in taken}
        return taken

    async def wait_for_fetch(self, uow: UnitOfWork, pool: Pool, count: int) -> None:
        """Wait until a look has been worth it for *count* units: one look serves all who wait."""
        waiting: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self.waiters.append((count, waiting))
        # One that has just ended is over, though it may not know yet.
        if self.fetch_task is None or self.fetch_task.done():
            self.fetch_task = asyncio.ensure_future(self._fetch_for_waiters(uow, pool))
        await waiting

    async def _fetch_for_waiters(self, uow: UnitOfWork, pool: Pool) -> None:
        clock = asyncio.get_running_loop().time
        try:
            while self.waiters:
                # While all that was left is in the hands of our own, a look would show that and no more.
                if not (self.pending and clock() - self.exhausted_at < _EMPTY_CACHE_TTL):
                    await self.fetch_free_units(uow, pool, min(sum(count for count, _ in self.waiters), _MAX_BATCH))
                    self._wake_waiters(self.fetched_at)
                if self.waiters:
                    await asyncio.sleep(_POLL_SECONDS)
        except Exception as error:  # noqa: BLE001 (it is theirs who wait)
            queue, self.waiters = self.waiters, []
            for _, waiting in queue:
                if not waiting.done():
                    waiting.set_exception(error)

    def _wake_waiters(self, now: float) -> None:
        """Let those go on for whom there is enough, and all when no look will show more; the others wait."""
        left, over = len(self.units), self.can_skip_fetch(len(self.units) + 1, now)
        queue, self.waiters = self.waiters, []
        for count, waiting in queue:
            if waiting.done():
                continue
            if over or count <= left:
                left -= count
                waiting.set_result(None)
            else:
                self.waiters.append((count, waiting))

    async def fetch_free_units(self, uow: UnitOfWork, pool: Pool, count: int) -> None:
        """Look for free units from a random place on, and from the beginning up to it."""
        now = asyncio.get_running_loop().time()
        soon = now - self.fetched_at < _CACHE_TTL
        self.window = min(self.window * 2, _MAX_WINDOW) if soon else _MIN_WINDOW
        self.pending = {path: hand for path, hand in self.pending.items() if hand.until > now}
        self.recently_committed.clear()
        place = f"{random.getrandbits(32):08x}"
        saw_all, seen = False, dict[str, VersionedRef[Claim]]()
        # What others are about to take may stand in front of what is free: then look past all of it.
        for reach in (count + self.window, count + self.window + len(self.pending)):
            free = pool.query_by_state(ClaimState.FREE).order_by("id").first(reach)
            onward, wrapped = await asyncio.gather(
                uow.query_versions(free.start_at(place)), uow.query_versions(free.before(place))
            )
            seen = {sighting.ref.path: sighting for sighting in onward + wrapped}
            # What has gone while we looked may have been seen before it went.
            others = self.pending.keys() | self.recently_committed
            self.units = [sighting for path, sighting in seen.items() if path not in others]
            saw_all = max(len(onward), len(wrapped)) < reach and self.recently_committed.isdisjoint(seen)
            if saw_all or len(self.units) >= count:
                break
        random.shuffle(self.units)
        self.fetched_at = now
        if saw_all:
            self.exhausted_at = now
            # The others have been taken for good.
            self.pending = {path: hand for path, hand in self.pending.items() if path in seen}


async def wait_for_units(uow: UnitOfWork, pool: Pool, count: int) -> None:
    """See to it that this instance knows *count* free units, if there are any. One look serves all who wait for it.

    When the last ones are in others' hands, wait and see whether they are taken: nobody is told *sold out* for less.
    """
    shelf = _PoolCache.of(uow, pool)
    clock = asyncio.get_running_loop().time
    enough_of_it = clock() + _WAIT_TIMEOUT
    # Between a turn and its use others may have been faster.
    while not shelf.can_skip_fetch(count, clock()) and clock() < enough_of_it:
        await shelf.wait_for_fetch(uow, pool, count)


async def claim_units(uow: UnitOfWork, pool: Pool, count: int, *, holder: str, until: datetime | None) -> list[str]:
    """Take *count* free units (held until *until*, or sold at once); their paths come back. Raises `NotEnough`."""
    shelf = _PoolCache.of(uow, pool)
    if uow.attempt:
        shelf.invalidate()
        shelf.release_pending(uow.request_id, before=uow.attempt)
    await wait_for_units(uow, pool, count)
    try:
        taken = shelf.take_units(count, uow, asyncio.get_running_loop().time())
    except NotEnough:
        release_pending(uow)
        raise
    paths = []
    for sighting in taken:
        uow.require_version(sighting)
        uow.put(sighting.ref, Claim(state=ClaimState.HELD if until else ClaimState.SOLD, holder=holder, until=until))
        paths.append(sighting.ref.path)
    return paths


def release_pending(uow: UnitOfWork) -> None:
    """This request will keep nothing of what it took: nobody need wait for it."""
    for shelf in _pool_caches(uow):
        shelf.release_pending(uow.request_id)


def mark_committed(uow: UnitOfWork) -> None:
    """What this request took has been committed: nobody need look whether it comes back."""
    now = asyncio.get_running_loop().time()
    for shelf in _pool_caches(uow):
        shelf.mark_committed(uow.request_id, now)


def _pool_caches(uow: UnitOfWork) -> list[_PoolCache]:
    return [hint for hint in uow.instance_cache.values() if isinstance(hint, _PoolCache)]


def invalidate_pool_cache(uow: UnitOfWork, pool: Pool) -> None:
    """What this instance believes of *pool* has proved wrong, or is about to become so."""
    _PoolCache.of(uow, pool).invalidate()


async def confirm_claims(uow: UnitOfWork, paths: Sequence[str], *, holder: str) -> bool:
    """Turn holds into sales. False, and nothing changes, when *holder* no longer has every one of them."""
    units = [claim_ref(path) for path in paths]
    found = await uow.get_all(units)
    if not all(claim and claim.holder == holder for claim in found):
        return False
    for unit in units:
        uow.put(unit, Claim(state=ClaimState.SOLD, holder=holder))
    return True


async def release_claims(
    uow: UnitOfWork,
    paths: Iterable[str],
    *,
    holder: str,
    states: Container[ClaimState] = (ClaimState.HELD, ClaimState.SOLD),
) -> int:
    """Free the units of *paths* that *holder* has in one of *states*; how many that were. A second time, none."""
    units = [claim_ref(path) for path in paths]
    held = [
        unit
        for unit, claim in zip(units, await uow.get_all(units), strict=True)
        if claim and claim.holder == holder and claim.state in states
    ]
    for unit in held:
        uow.put(unit, Claim(state=ClaimState.FREE))
        pool = Pool(unit.path.rpartition("/")[0])
        invalidate_pool_cache(uow, pool)
        _PoolCache.of(uow, pool).pending.pop(unit.path, None)
    return len(held)
