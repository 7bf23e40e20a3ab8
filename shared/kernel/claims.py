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
from shared.kernel.ports import Query, Reader, Ref, Sighting, UnitOfWork
from shared.kernel.schemas import Entity, Moment

# How many free units an instance looks up at a time: a few at first, twice as many each time they soon run out.
_FIRST_WINDOW = 4
_LAST_WINDOW = 64
# How many of those who wait are looked for at once.
_CROWD = 250
# How long a request waits while what is left is in others' hands: longer than anything stays in a hand (seconds).
_PATIENCE = 3.0
# How long an instance believes what it has seen of a pool (seconds).
_BELIEF = 10.0
_EMPTY_BELIEF = 0.25
_IN_HAND = 2.0
_GLANCE = 0.05


class State(StrEnum):
    FREE = "free"
    HELD = "held"
    SOLD = "sold"


class Claim(Entity):
    """Who has it, and until when it is only held."""

    state: State
    holder: str | None = None
    until: Moment | None = None

    def free_at(self, now: datetime) -> bool:
        """Whether anybody may take it; a hold that has run out counts as free."""
        return self.state is State.FREE or (self.until is not None and self.until <= now)

    @computed_field  # type: ignore[prop-decorator]
    @property
    def held(self) -> int:
        """1 or 0: kept so that one aggregation counts all states at one moment."""
        return int(self.state is State.HELD)

    @computed_field  # type: ignore[prop-decorator]
    @property
    def sold(self) -> int:
        return int(self.state is State.SOLD)


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

    def unit(self, number: int) -> Ref[Claim]:
        """The unit made as number *number*, below 2**32: Knuth's multiplier is odd, so no two numbers meet."""
        return Ref(f"{self.collection}/{number * 2_654_435_761 % 2**32:08x}", Claim)

    def units(self) -> Query[Claim]:
        return Query(self.collection, Claim)

    def in_state(self, state: State) -> Query[Claim]:
        return self.units().matching("state", "==", state)


def ref(path: str) -> Ref[Claim]:
    """The claim kept at *path*."""
    return Ref(path, Claim)


async def claim(
    uow: UnitOfWork, name: Ref[Claim], *, holder: str, now: datetime, until: datetime | None = None
) -> None:
    """Take *name* for *holder*, for ever or until *until*. A hold that has run out counts as free. Raises `Taken`."""
    await claim_all(uow, [name], holder=holder, now=now, until=until)


async def claim_all(
    uow: UnitOfWork,
    names: Sequence[Ref[Claim]],
    *,
    holder: str,
    now: datetime,
    until: datetime | None = None,
    beside: Sequence[Ref[Claim]] = (),
) -> None:
    """Take every one of *names*, as `claim` does, or none: one look at all of them. Raises `Taken`.

    What stands *beside* them may be nobody else's, and is looked at again in the commit, though it is not taken.
    """
    if not await to_be_had(uow, names, holder=holder, now=now, beside=beside):
        raise Taken()
    found = dict(zip(names, await uow.get_all(names), strict=True))
    if not _has(found.values(), holder, now):
        for name in beside:
            uow.verify(name)
    for name, claim in found.items():
        # For ever is longer than any hold.
        if claim is None or claim.free_at(now) or claim.state is not State.SOLD:
            uow.put(name, Claim(state=State.HELD if until else State.SOLD, holder=holder, until=until))


async def to_be_had(
    reader: Reader, names: Sequence[Ref[Claim]], *, holder: str, now: datetime, beside: Sequence[Ref[Claim]] = ()
) -> bool:
    """Whether *holder* may have *names* with nobody *beside* them. Who has all of them had the room when they came."""
    found = await reader.get_all([*names, *beside])
    return _has(found[: len(names)], holder, now) or not any(
        claim and claim.holder != holder and not claim.free_at(now) for claim in found
    )


def _has(found: Iterable[Claim | None], holder: str, now: datetime) -> bool:
    return all(claim is not None and claim.holder == holder and not claim.free_at(now) for claim in found)


class Stock(NamedTuple):
    """A pool's units by state, all of one moment."""

    made: int
    held: int
    sold: int

    @property
    def free(self) -> int:
        return self.made - self.held - self.sold


async def stock(reader: Reader, pool: Pool) -> Stock:
    """How many units there are, in which states."""
    return Stock(*await reader.totals(pool.units(), "held", "sold"))


class _Hand(NamedTuple):
    """Who is about to take a unit. Should they never get there, it is anybody's again when the time is over."""

    request_id: str
    attempt: int
    until: float


@dataclass(slots=True)
class _Shelf:
    """What one instance has seen of a pool: steers requests to different units, decides nothing."""

    units: list[Sighting[Claim]] = field(default_factory=list)
    in_hand: dict[str, _Hand] = field(default_factory=dict)
    gone: set[str] = field(default_factory=set)
    window: int = _FIRST_WINDOW
    seen_at: float = float("-inf")
    saw_all_at: float = float("-inf")
    queue: list[tuple[int, asyncio.Future[None]]] = field(default_factory=list)
    looking: asyncio.Task[None] | None = None

    @classmethod
    def of(cls, uow: UnitOfWork, pool: Pool) -> "_Shelf":
        shelf: _Shelf = uow.hints.setdefault(f"shelf:{pool.collection}", cls())
        return shelf

    def sufficient(self, count: int, now: float) -> bool:
        """Whether looking would not help: enough is here, or what is here was all there was, and in nobody's hand."""
        if len(self.units) >= count:
            return now - self.seen_at < _BELIEF
        return not self.in_hand and now - self.saw_all_at < _EMPTY_BELIEF

    def forget(self) -> None:
        self.units, self.seen_at, self.saw_all_at = [], float("-inf"), float("-inf")

    def let_go(self, request_id: str, *, before: float = float("inf")) -> None:
        """What a request took in its attempts *before* this one is in its hand no more."""
        others = {
            path: hand for path, hand in self.in_hand.items() if hand.request_id != request_id or hand.attempt >= before
        }
        if len(others) < len(self.in_hand):
            self.in_hand = others
            self.forget()

    def took(self, request_id: str, now: float) -> None:
        """What a request had in hand is its own for good: when no hand is left, those who wait are told."""
        mine = [path for path, hand in self.in_hand.items() if hand.request_id == request_id]
        for path in mine:
            del self.in_hand[path]
        self.gone.update(mine)
        if mine and not self.in_hand:
            self._serve(now)

    def take(self, count: int, uow: UnitOfWork, now: float) -> list[Sighting[Claim]]:
        if len(self.units) < count:
            raise NotEnough(len(self.units))
        taken, self.units = self.units[:count], self.units[count:]
        hand = _Hand(uow.request_id, uow.attempt, now + _IN_HAND)
        self.in_hand |= {sighting.ref.path: hand for sighting in taken}
        return taken

    async def turn(self, uow: UnitOfWork, pool: Pool, count: int) -> None:
        """Wait until a look has been worth it for *count* units: one look serves all who wait."""
        waiting: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self.queue.append((count, waiting))
        # One that has just ended is over, though it may not know yet.
        if self.looking is None or self.looking.done():
            self.looking = asyncio.ensure_future(self._look(uow, pool))
        await waiting

    async def _look(self, uow: UnitOfWork, pool: Pool) -> None:
        clock = asyncio.get_running_loop().time
        try:
            while self.queue:
                # While all that was left is in the hands of our own, a look would show that and no more.
                if not (self.in_hand and clock() - self.saw_all_at < _EMPTY_BELIEF):
                    await self.fill(uow, pool, min(sum(count for count, _ in self.queue), _CROWD))
                    self._serve(self.seen_at)
                if self.queue:
                    await asyncio.sleep(_GLANCE)
        except Exception as error:  # noqa: BLE001 (it is theirs who wait)
            queue, self.queue = self.queue, []
            for _, waiting in queue:
                if not waiting.done():
                    waiting.set_exception(error)

    def _serve(self, now: float) -> None:
        """Let those go on for whom there is enough, and all when no look will show more; the others wait."""
        left, over = len(self.units), self.sufficient(len(self.units) + 1, now)
        queue, self.queue = self.queue, []
        for count, waiting in queue:
            if waiting.done():
                continue
            if over or count <= left:
                left -= count
                waiting.set_result(None)
            else:
                self.queue.append((count, waiting))

    async def fill(self, uow: UnitOfWork, pool: Pool, count: int) -> None:
        """Look for free units from a random place on, and from the beginning up to it."""
        now = asyncio.get_running_loop().time()
        soon = now - self.seen_at < _BELIEF
        self.window = min(self.window * 2, _LAST_WINDOW) if soon else _FIRST_WINDOW
        self.in_hand = {path: hand for path, hand in self.in_hand.items() if hand.until > now}
        self.gone.clear()
        place = f"{random.getrandbits(32):08x}"
        saw_all, seen = False, dict[str, Sighting[Claim]]()
        # What others are about to take may stand in front of what is free: then look past all of it.
        for reach in (count + self.window, count + self.window + len(self.in_hand)):
            free = pool.in_state(State.FREE).by("id").first(reach)
            onward, wrapped = await asyncio.gather(uow.sight(free.starting(place)), uow.sight(free.before(place)))
            seen = {sighting.ref.path: sighting for sighting in onward + wrapped}
            # What has gone while we looked may have been seen before it went.
            others = self.in_hand.keys() | self.gone
            self.units = [sighting for path, sighting in seen.items() if path not in others]
            saw_all = max(len(onward), len(wrapped)) < reach and self.gone.isdisjoint(seen)
            if saw_all or len(self.units) >= count:
                break
        random.shuffle(self.units)
        self.seen_at = now
        if saw_all:
            self.saw_all_at = now
            # The others have been taken for good.
            self.in_hand = {path: hand for path, hand in self.in_hand.items() if path in seen}


async def look(uow: UnitOfWork, pool: Pool, count: int) -> None:
    """See to it that this instance knows *count* free units, if there are any. One look serves all who wait for it.

    When the last ones are in others' hands, wait and see whether they are taken: nobody is told *sold out* for less.
    """
    shelf = _Shelf.of(uow, pool)
    clock = asyncio.get_running_loop().time
    enough_of_it = clock() + _PATIENCE
    # Between a turn and its use others may have been faster.
    while not shelf.sufficient(count, clock()) and clock() < enough_of_it:
        await shelf.turn(uow, pool, count)


async def claim_any(uow: UnitOfWork, pool: Pool, count: int, *, holder: str, until: datetime | None) -> list[str]:
    """Take *count* free units (held until *until*, or sold at once); their paths come back. Raises `NotEnough`."""
    shelf = _Shelf.of(uow, pool)
    if uow.attempt:
        shelf.forget()
        shelf.let_go(uow.request_id, before=uow.attempt)
    await look(uow, pool, count)
    try:
        taken = shelf.take(count, uow, asyncio.get_running_loop().time())
    except NotEnough:
        let_go(uow)
        raise
    paths = []
    for sighting in taken:
        uow.trust(sighting)
        uow.put(sighting.ref, Claim(state=State.HELD if until else State.SOLD, holder=holder, until=until))
        paths.append(sighting.ref.path)
    return paths


def let_go(uow: UnitOfWork) -> None:
    """This request will keep nothing of what it took: nobody need wait for it."""
    for shelf in _shelves(uow):
        shelf.let_go(uow.request_id)


def took(uow: UnitOfWork) -> None:
    """What this request took has been committed: nobody need look whether it comes back."""
    now = asyncio.get_running_loop().time()
    for shelf in _shelves(uow):
        shelf.took(uow.request_id, now)


def _shelves(uow: UnitOfWork) -> list[_Shelf]:
    return [hint for hint in uow.hints.values() if isinstance(hint, _Shelf)]


def forget(uow: UnitOfWork, pool: Pool) -> None:
    """What this instance believes of *pool* has proved wrong, or is about to become so."""
    _Shelf.of(uow, pool).forget()


async def keep(uow: UnitOfWork, paths: Sequence[str], *, holder: str) -> bool:
    """Turn holds into sales. False, and nothing changes, when *holder* no longer has every one of them."""
    units = [ref(path) for path in paths]
    found = await uow.get_all(units)
    if not all(claim and claim.holder == holder for claim in found):
        return False
    for unit in units:
        uow.put(unit, Claim(state=State.SOLD, holder=holder))
    return True


async def give_back(
    uow: UnitOfWork, paths: Iterable[str], *, holder: str, states: Container[State] = (State.HELD, State.SOLD)
) -> int:
    """Free the units of *paths* that *holder* has in one of *states*; how many that were. A second time, none."""
    units = [ref(path) for path in paths]
    held = [
        unit
        for unit, claim in zip(units, await uow.get_all(units), strict=True)
        if claim and claim.holder == holder and claim.state in states
    ]
    for unit in held:
        uow.put(unit, Claim(state=State.FREE))
        pool = Pool(unit.path.rpartition("/")[0])
        forget(uow, pool)
        _Shelf.of(uow, pool).in_hand.pop(unit.path, None)
    return len(held)
