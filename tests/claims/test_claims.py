"""The claim engine: what is scarce has one holder, and nothing is lost or made up."""

import asyncio
import random
from collections.abc import Awaitable, Callable
from datetime import timedelta
from types import SimpleNamespace
from typing import Any, cast

import pytest

from emulators.demo.expectations import POLL_TIMEOUT
from shared.claims import pools
from shared.claims.holds import confirm_claims, release_claims
from shared.claims.models import Claim, ClaimState, claim_ref
from shared.claims.names import Taken, claim_name
from shared.claims.pools import (
    NotEnough,
    Pool,
    PoolCache,
    claim_units,
    count_stock,
    invalidate_pool_cache,
    mark_committed,
    release_pending,
    wait_for_units,
)
from shared.gateways.firestore.client import PreconditionFailed
from shared.gateways.firestore.unit_of_work import FirestoreUnitOfWork
from shared.kernel.errors import Busy, Unavailable
from tests.builders import NOON
from tests.world import World

pytestmark = pytest.mark.emulator

POOL = Pool("pools/p/units")
NAME = claim_ref("names/slot")
SOON = NOON + timedelta(minutes=15)


@pytest.fixture
def _steady_hands(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is in somebody's hand stays there until the test says otherwise, however slow the machine."""
    monkeypatch.setattr(pools, "PENDING_TTL", POLL_TIMEOUT)
    monkeypatch.setattr(pools, "WAIT_TIMEOUT", POLL_TIMEOUT)


class Instance:
    """One instance of a function: its requests share hints, and try again when what they read has moved."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._hints: dict[str, Any] = {}
        self._requests = 0

    async def __call__(self, action: Callable[..., Awaitable[Any]], *args: Any, **kwargs: Any) -> Any:
        self._requests += 1
        request_id = f"req_{id(self)}_{self._requests}"
        for attempt in range(60):
            unit = FirestoreUnitOfWork(
                self._world.documents,
                request_id=request_id,
                now=self._world.now,
                instance_cache=self._hints,
                attempt=attempt,
            )
            result = await action(unit, *args, **kwargs)
            try:
                await self._world.documents.commit(unit.build_writes())
            except PreconditionFailed:
                await asyncio.sleep(random.uniform(0, 0.02))
                continue
            return result
        raise Busy


async def stocked(world: World, units: int, pool: Pool = POOL) -> None:
    """Have a pool of free units."""
    for start in range(0, units, 400):
        numbers = range(start, min(start + 400, units))
        await world.put_documents(*((pool.unit_ref(number), Claim(state=ClaimState.FREE)) for number in numbers))


async def outcome(attempt: Awaitable[Any]) -> Any:
    """What came back, or what was raised."""
    try:
        return await attempt
    except (Taken, NotEnough) as refusal:
        return refusal


async def test_200_racers_one_winner(world: World) -> None:
    """
    Of two hundred who claim one name at once, over two instances, exactly one has it.
    """
    instances = [Instance(world), Instance(world)]

    outcomes = await asyncio.gather(
        *(outcome(instances[n % 2](claim_name, NAME, holder=f"racer-{n}", now=NOON)) for n in range(200))
    )

    winners = [n for n, came in enumerate(outcomes) if came is None]
    kept = await world.get(NAME)
    assert len(winners) == 1
    assert kept is not None
    assert (kept.state, kept.holder) == (ClaimState.SOLD, f"racer-{winners[0]}")


async def test_a_hold_that_has_run_out_is_taken_over(world: World) -> None:
    """
    Until its last moment a hold keeps others away; from then on it is free.
    """
    instance = Instance(world)
    await instance(claim_name, NAME, holder="ana", now=NOON, until=SOON)

    before = await outcome(instance(claim_name, NAME, holder="budi", now=SOON - timedelta(microseconds=1)))
    after = await outcome(instance(claim_name, NAME, holder="budi", now=SOON, until=SOON + timedelta(minutes=1)))

    kept = await world.get(NAME)
    assert isinstance(before, Taken)
    assert after is None
    assert kept is not None
    assert (kept.state, kept.holder) == (ClaimState.HELD, "budi")


async def test_a_holder_may_claim_again(world: World) -> None:
    """
    A holder prolongs their hold or makes it a sale; what is theirs for ever does not become a hold again.
    """
    instance = Instance(world)

    states = []
    for until in (SOON, SOON + timedelta(minutes=5), None, SOON):
        await instance(claim_name, NAME, holder="ana", now=NOON, until=until)
        kept = await world.get(NAME)
        assert kept is not None
        states.append((kept.state, kept.until))

    assert states == [
        (ClaimState.HELD, SOON),
        (ClaimState.HELD, SOON + timedelta(minutes=5)),
        (ClaimState.SOLD, None),
        (ClaimState.SOLD, None),
    ]


@pytest.mark.parametrize(("racers", "units", "each"), [(60, 20, 1), (30, 20, 2), (25, 60, 4), (12, 10, 10)])
async def test_racers_for_a_pool(world: World, racers: int, units: int, each: int) -> None:
    """
    Over two instances, exactly as many units are taken as there are, each by one holder, all or none a request.
    """
    await stocked(world, units)
    instances = [Instance(world), Instance(world)]

    outcomes = await asyncio.gather(
        *(outcome(instances[n % 2](claim_units, POOL, each, holder=f"racer-{n}", until=SOON)) for n in range(racers))
    )

    taken = [path for came in outcomes if isinstance(came, list) for path in came]
    winners = min(racers, units // each)
    assert len(taken) == len(set(taken)) == winners * each
    assert tuple(await count_stock(world.reader, POOL)) == (units, winners * each, 0)


async def test_too_few_are_left(world: World) -> None:
    """
    Who asks for more than there is gets nothing, and is told how many are left.
    """
    await stocked(world, 3)
    instance = Instance(world)

    refused = await outcome(instance(claim_units, POOL, 4, holder="ana", until=SOON))

    assert isinstance(refused, NotEnough)
    assert (refused.left, refused.fields) == (3, {"left": 3})
    assert tuple(await count_stock(world.reader, POOL)) == (3, 0, 0)


async def test_what_is_given_back_can_be_had_at_once(world: World) -> None:
    """
    A sold-out pool sells again in the very moment in which a unit is given back.
    """
    await stocked(world, 2)
    instance = Instance(world)
    paths = await instance(claim_units, POOL, 2, holder="ana", until=SOON)
    refused = await outcome(instance(claim_units, POOL, 1, holder="budi", until=SOON))

    await instance(release_claims, paths, holder="ana")
    again = await outcome(instance(claim_units, POOL, 2, holder="budi", until=SOON))

    assert isinstance(refused, NotEnough)
    assert sorted(again) == sorted(paths)


async def test_a_request_that_fails_keeps_nobody_waiting(world: World) -> None:
    """
    Who wanted of two pools, and found one of them empty, leaves the other one's last unit to the next.
    """
    other = Pool("pools/q/units")
    await stocked(world, 1)
    await stocked(world, 1, other)
    instance = Instance(world)

    async def both(uow: FirestoreUnitOfWork) -> None:
        await claim_units(uow, POOL, 1, holder="ana", until=SOON)
        await claim_units(uow, other, 2, holder="ana", until=SOON)

    refused = await outcome(instance(both))
    taken = await outcome(instance(claim_units, POOL, 1, holder="budi", until=SOON))

    assert isinstance(refused, NotEnough)
    assert len(taken) == 1


async def test_what_a_lost_attempt_had_in_hand_is_free_for_others(world: World) -> None:
    """
    Who lost one of two units to another instance, and took two others, keeps nobody of its own from the one it left.
    """
    await stocked(world, 4)
    instance = Instance(world)
    attempts: list[list[str]] = []

    async def losing(uow: FirestoreUnitOfWork) -> list[str]:
        paths = await claim_units(uow, POOL, 2, holder="ana", until=SOON)
        attempts.append(paths)
        if uow.attempt == 0:
            await world.put_documents((claim_ref(paths[0]), Claim(state=ClaimState.SOLD, holder="elsewhere")))
        return paths

    await instance(losing)
    (last,) = await instance(claim_units, POOL, 1, holder="budi", until=SOON)

    assert len(attempts) == 2
    assert last not in attempts[1]
    assert (await count_stock(world.reader, POOL)).free == 0


@pytest.mark.usefixtures("_steady_hands")
@pytest.mark.parametrize("each", [1, 4, 10])
async def test_what_others_are_about_to_take_does_not_hide_the_rest(world: World, each: int) -> None:
    """
    While units are in the hands of others the next finds the free ones; of hands that never commit, it takes over.
    """
    await stocked(world, 200)
    hints: dict[str, Any] = {}

    def request(n: int) -> FirestoreUnitOfWork:
        return FirestoreUnitOfWork(world.documents, request_id=f"req_{n}", now=world.now, instance_cache=hints)

    taken = [await claim_units(request(n), POOL, each, holder=f"h{n}", until=SOON) for n in range(200 // each)]
    # The time of all hands is over.
    shelf = PoolCache.of(request(0), POOL)
    shelf.pending = {path: hand._replace(until=0.0) for path, hand in shelf.pending.items()}
    late = await claim_units(request(1_000), POOL, 1, holder="late", until=SOON)

    assert len({path for paths in taken for path in paths}) == 200
    assert late[0] in {path for paths in taken for path in paths}


@pytest.mark.usefixtures("_steady_hands")
async def test_a_hand_opens_by_itself(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """
    Of a request that neither commits nor says that it has failed, what it had in hand is others' after a time.
    """
    await stocked(world, 2)
    hints: dict[str, Any] = {}
    first, second = (
        FirestoreUnitOfWork(world.documents, request_id=f"req_{n}", now=world.now, instance_cache=hints)
        for n in range(2)
    )
    monkeypatch.setattr(pools, "PENDING_TTL", 0.3)
    lost = await claim_units(first, POOL, 2, holder="ana", until=SOON)

    taken = await claim_units(second, POOL, 2, holder="budi", until=SOON)

    assert sorted(taken) == sorted(lost)


def test_who_waits_outlasts_a_hand() -> None:
    """
    Else somebody would be told *sold out* for what was in the hand of a request that had died.
    """
    assert pools.WAIT_TIMEOUT > pools.PENDING_TTL


@pytest.mark.usefixtures("_steady_hands")
async def test_nobody_is_told_sold_out_because_of_a_hand_that_lets_go(world: World) -> None:
    """
    The last units are in the hands of a request that then keeps nothing: the one that waited for them has them.
    """
    await stocked(world, 2)
    hints: dict[str, Any] = {}
    first, second = (
        FirestoreUnitOfWork(world.documents, request_id=f"req_{n}", now=world.now, instance_cache=hints)
        for n in range(2)
    )
    await claim_units(first, POOL, 2, holder="ana", until=SOON)

    waiting = asyncio.ensure_future(claim_units(second, POOL, 2, holder="budi", until=SOON))
    await asyncio.sleep(0.2)
    patient = not waiting.done()
    release_pending(first)

    assert patient
    assert len(await waiting) == 2


@pytest.mark.usefixtures("_steady_hands")
async def test_sold_out_is_said_as_soon_as_it_is_true(world: World) -> None:
    """
    The last units are in the hands of a request that commits: the one that waited is told then.
    """
    await stocked(world, 2)
    hints: dict[str, Any] = {}
    first, second = (
        FirestoreUnitOfWork(world.documents, request_id=f"req_{n}", now=world.now, instance_cache=hints)
        for n in range(2)
    )
    await claim_units(first, POOL, 2, holder="ana", until=SOON)

    waiting = asyncio.ensure_future(outcome(claim_units(second, POOL, 1, holder="budi", until=SOON)))
    await world.documents.commit(first.build_writes())

    assert isinstance(await waiting, NotEnough)


@pytest.mark.usefixtures("_steady_hands")
async def test_who_waits_is_told_when_the_last_unit_is_taken(world: World) -> None:
    """
    All that is left is in the hands of requests of the same instance: that they kept it is known without a look.
    """
    await stocked(world, 2)
    hints: dict[str, Any] = {}
    first, second, third = (
        FirestoreUnitOfWork(world.documents, request_id=f"req_{n}", now=world.now, instance_cache=hints)
        for n in range(3)
    )
    for holder in (first, second):
        await claim_units(holder, POOL, 1, holder=holder.request_id, until=SOON)

    waiting = asyncio.ensure_future(outcome(claim_units(third, POOL, 1, holder="late", until=SOON)))
    await asyncio.sleep(0)
    before = world.documents.meter.reads
    mark_committed(first)
    await asyncio.sleep(0)
    patient = not waiting.done()
    mark_committed(second)

    assert isinstance(await waiting, NotEnough)
    assert patient
    assert world.documents.meter.reads == before


@pytest.mark.usefixtures("_steady_hands")
async def test_what_is_taken_during_a_look_is_not_handed_out_again(world: World) -> None:
    """
    A look saw a unit while it was free, and it was taken before the look was over: that unit is nobody else's.
    """
    await stocked(world, 2)
    hints: dict[str, Any] = {}
    first, second = (
        FirestoreUnitOfWork(world.documents, request_id=f"req_{n}", now=world.now, instance_cache=hints)
        for n in range(2)
    )
    (gone,) = await claim_units(first, POOL, 1, holder="ana", until=SOON)
    invalidate_pool_cache(first, POOL)
    seen, taken = asyncio.Event(), asyncio.Event()

    async def slow(query: Any) -> Any:
        found = await world.new_unit_of_work().query_versions(query)
        seen.set()
        await taken.wait()
        return found

    looking = asyncio.ensure_future(
        wait_for_units(cast(Any, SimpleNamespace(instance_cache=hints, query_versions=slow)), POOL, 1)
    )
    await seen.wait()
    await world.documents.commit(first.build_writes())
    mark_committed(first)
    taken.set()
    await looking
    (left,) = await claim_units(second, POOL, 1, holder="budi", until=SOON)

    assert {gone, left} == {POOL.unit_ref(0).path, POOL.unit_ref(1).path}


async def test_two_claims_of_one_request_are_different_units(world: World) -> None:
    """
    A request that claims twice from one pool never gets a unit twice, not in a later attempt either.
    """
    await stocked(world, 6)
    instance = Instance(world)

    async def twice(uow: FirestoreUnitOfWork) -> list[str]:
        first = await claim_units(uow, POOL, 2, holder="ana", until=SOON)
        second = await claim_units(uow, POOL, 2, holder="ana", until=SOON)
        if uow.attempt == 0:
            await world.put_documents((claim_ref(first[0]), Claim(state=ClaimState.SOLD, holder="elsewhere")))
        return first + second

    paths = await instance(twice)

    assert len(set(paths)) == 4
    assert tuple(await count_stock(world.reader, POOL)) == (6, 4, 1)


async def test_giving_back_twice_frees_once(world: World) -> None:
    """
    What another has claimed since is not freed by the first holder's second return.
    """
    await stocked(world, 2)
    instance = Instance(world)
    paths = await instance(claim_units, POOL, 2, holder="ana", until=SOON)

    first = await instance(release_claims, paths, holder="ana")
    await instance(claim_units, POOL, 1, holder="budi", until=SOON)
    second = await instance(release_claims, paths, holder="ana")

    assert (first, second) == (2, 0)
    assert tuple(await count_stock(world.reader, POOL)) == (2, 1, 0)


async def test_ten_returns_at_once_free_once(world: World) -> None:
    """
    However many say at the same moment that it is given back, it is given back once.
    """
    await stocked(world, 3)
    instances = [Instance(world), Instance(world)]
    paths = await instances[0](claim_units, POOL, 3, holder="ana", until=SOON)

    freed = await asyncio.gather(*(instances[n % 2](release_claims, paths, holder="ana") for n in range(10)))

    assert sorted(freed) == [0] * 9 + [3]
    assert tuple(await count_stock(world.reader, POOL)) == (3, 0, 0)


async def test_only_the_holder_keeps(world: World) -> None:
    """
    A hold becomes a sale for its holder, and only when all of it is still theirs.
    """
    await stocked(world, 3)
    instance = Instance(world)
    paths = await instance(claim_units, POOL, 2, holder="ana", until=SOON)
    (others,) = await instance(claim_units, POOL, 1, holder="budi", until=SOON)

    by_stranger = await instance(confirm_claims, paths, holder="budi")
    too_much = await instance(confirm_claims, [*paths, others], holder="ana")
    missing = await instance(confirm_claims, [*paths, "pools/p/units/none"], holder="ana")
    held = await count_stock(world.reader, POOL)
    kept = await instance(confirm_claims, paths, holder="ana")

    assert (by_stranger, too_much, missing, kept) == (False, False, False, True)
    assert tuple(held) == (3, 3, 0)
    assert tuple(await count_stock(world.reader, POOL)) == (3, 1, 2)


@pytest.mark.parametrize("seed", [1, 2, 3])
async def test_it_always_adds_up(world: World, seed: int) -> None:
    """
    Whatever is claimed, kept and given back in whatever order, at once and over two instances: nothing is lost.

    Each holder has exactly the units it was told of, and sold, held and free are what was made, at all times.
    """
    made = 12
    dice = random.Random(seed)
    await stocked(world, made)
    instances = [Instance(world), Instance(world)]
    expected: dict[str, str] = {}

    async def live(holder: str) -> None:
        mine: list[str] = []
        for _ in range(6):
            act, instance = dice.choice(["claim", "claim", "keep", "give"]), dice.choice(instances)
            if act == "claim" and not mine:
                until = dice.choice([SOON, None])
                came = await outcome(instance(claim_units, POOL, dice.randint(1, 4), holder=holder, until=until))
                if isinstance(came, list):
                    assert not expected.keys() & set(came), "a unit has two holders"
                    mine = came
                    expected.update(dict.fromkeys(mine, holder))
            elif act == "keep":
                assert await instance(confirm_claims, mine, holder=holder)
            elif act == "give":
                for path in mine:
                    del expected[path]
                assert await instance(release_claims, mine, holder=holder) == len(mine)
                mine = []
            stock = await count_stock(world.reader, POOL)
            assert stock.made == made
            assert 0 <= stock.free <= made

    await asyncio.gather(*(live(f"holder-{n}") for n in range(8)))

    units = [POOL.unit_ref(number) for number in range(made)]
    kept = await world.reader.get_all(units)
    holders = {unit.path: claim.holder for unit, claim in zip(units, kept, strict=True) if claim and claim.holder}
    assert holders == expected
    assert (await count_stock(world.reader, POOL)).free == made - len(expected)


async def test_a_look_that_fails_is_told_to_all_who_wait_for_it(world: World) -> None:
    """
    When the database does not answer, nobody waits for ever; whoever asks next looks again.
    """
    await stocked(world, 5)
    unit = world.new_unit_of_work()
    lame: Any = SimpleNamespace(instance_cache=unit.instance_cache, query_versions=not_now)

    told = await asyncio.gather(*(wait_for_units(lame, POOL, 2) for _ in range(3)), return_exceptions=True)
    await wait_for_units(unit, POOL, 5)

    assert [Unavailable] * 3 == [type(one) for one in told]
    assert len(PoolCache.of(unit, POOL).units) == 5


async def not_now(_query: Any) -> Any:
    """No answer."""
    raise Unavailable


async def test_a_request_that_is_given_up_does_not_take_others_along(world: World) -> None:
    """
    When the request that looks is cancelled, those who wait for its look get what it finds.
    """
    await stocked(world, 5)
    first = asyncio.ensure_future(wait_for_units(world.new_unit_of_work(), POOL, 5))
    await asyncio.sleep(0)
    second = asyncio.ensure_future(wait_for_units(world.new_unit_of_work(), POOL, 5))
    await asyncio.sleep(0)
    first.cancel()

    await second

    assert len(PoolCache.of(world.new_unit_of_work(), POOL).units) == 5


def test_numbers_become_different_units() -> None:
    """
    A unit's place is spread over the pool, and is its own.
    """
    paths = [POOL.unit_ref(number).path for number in range(20_000)]

    assert len(set(paths)) == 20_000
    assert len({path[:15] for path in paths[:64]}) > 10
