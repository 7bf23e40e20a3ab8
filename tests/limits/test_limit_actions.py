"""Counting against limits through functions: exact for parallel calls, and told in headers."""

import asyncio
from collections.abc import Collection
from datetime import datetime, timedelta

import pytest

from emulators.identity_tokens import IdentityTokenSigner
from shared.kernel.ids import Id
from shared.kernel.ports import UnitOfWork
from shared.limits import actions
from shared.limits.errors import LimitReached, TooManyHeld
from shared.limits.models import Holding
from shared.limits.rules import HoldingLimit, RateLimit
from shared.limits.subjects import address_limits_ref, email_limits_ref, person_limits_ref
from shared.runtime.context import Context
from shared.runtime.triggers import http
from tests.runtime.sample_functions import Bell, RingBell, SampleFunctionCaller
from tests.world import ANA, BUDI, Answer, Person, World

pytestmark = pytest.mark.emulator

RINGS = RateLimit("rings", 5, timedelta(minutes=1))
HELD_BELLS = HoldingLimit("held_bells", 3)


async def count_ring(uow: UnitOfWork, uid: str, *, now: datetime) -> int:
    """Count a ring of a person."""
    await actions.count_act(uow, person_limits_ref(uid), RINGS, now=now)
    return 1


async def hold_bell(uow: UnitOfWork, uid: str, *, ended: Collection[str], now: datetime) -> str:
    """Hold a bell for ten minutes, unless the person holds three that have not ended."""
    holder = Id.new(uow.random_below)
    holding = Holding(until=now + timedelta(minutes=10))
    subjects = [person_limits_ref(uid), email_limits_ref(f"{uid}@example.com")]
    unsure = await actions.list_holders_to_check(uow, subjects, holding, [HELD_BELLS], now=now)
    over = [one for one in unsure if one in ended]
    await actions.take_holding(uow, subjects, holder, holding, [HELD_BELLS], ended=over, now=now)
    return holder


async def count_address(uow: UnitOfWork, address: str | None, *, now: datetime) -> None:
    """Count a ring from a client's address."""
    if address is not None:
        await actions.count_act(uow, address_limits_ref(address), RINGS, now=now)


@http.post(who="customer", raises=(LimitReached,))
async def ring_bell(body: RingBell, ctx: Context) -> Bell:
    """Ring."""
    return Bell(n=await ctx.commit(count_ring, ctx.actor.id, now=ctx.now))


@http.post(who="anyone", raises=(LimitReached,))
async def ring_from_outside(ctx: Context) -> None:
    """Ring without an account."""
    await ctx.commit(count_address, ctx.client_address, now=ctx.now)


@pytest.fixture
def toys(world: World, identity: IdentityTokenSigner) -> SampleFunctionCaller:
    """Provide a caller of the sample functions."""
    made = SampleFunctionCaller(world.runtime, identity)
    made.serve_handlers(ring_bell, ring_from_outside)
    return made


def count_statuses(answers: list[Answer]) -> dict[int, int]:
    """Count the answers by status."""
    statuses = [answer.status for answer in answers]
    return {status: statuses.count(status) for status in sorted(set(statuses))}


async def test_of_forty_parallel_calls_as_many_pass_as_the_limit_allows(
    world: World, toys: SampleFunctionCaller
) -> None:
    """
    Five of forty at the same moment pass; another person has a limit of their own; a minute later five more pass.
    """
    answers = await asyncio.gather(*(toys(ring_bell, {}, as_=ANA) for _ in range(40)))
    other = await toys(ring_bell, {}, as_=BUDI)
    world.later(minutes=1)
    later = await asyncio.gather(*(toys(ring_bell, {}, as_=ANA) for _ in range(10)))

    assert count_statuses(list(answers)) == {200: 5, 429: 35}
    assert {answer.code for answer in answers if answer.status == 429} == {"limit_reached"}
    assert other.status == 200
    assert count_statuses(list(later)) == {200: 5, 429: 5}


async def test_headers_tell_how_near_the_limit_is(toys: SampleFunctionCaller) -> None:
    """
    Each answer says how many calls are left; the refusal also when to call again.
    """
    answers = [await toys(ring_bell, {}, as_=ANA) for _ in range(6)]

    told = [(one.headers["ratelimit-limit"], one.headers["ratelimit-remaining"]) for one in answers]
    assert told == [("5", "4"), ("5", "3"), ("5", "2"), ("5", "1"), ("5", "0"), ("5", "0")]
    assert {one.headers["ratelimit-reset"] for one in answers} == {"60"}
    assert (answers[-1].status, answers[-1].headers["retry-after"]) == (429, "60")
    assert (answers[-1].body["rule"], answers[-1].body["limit"], answers[-1].body["per_seconds"]) == ("rings", 5, 60)
    assert "retry-after" not in answers[0].headers


@pytest.mark.parametrize(
    ("forwarded", "passed"),
    [
        # The load balancer adds the client and itself; what stands before is the caller's invention.
        (["{n}.1.1.1, 203.0.113.7, 35.1.1.1"] * 12, 5),
        (["203.0.113.{n}, 35.1.1.1"] * 12, 12),
        (["nonsense, 35.1.1.1"] * 7, 7),
        (["203.0.113.7"] * 7, 7),
    ],
)
async def test_the_callers_part_of_the_header_is_not_believed(
    toys: SampleFunctionCaller, forwarded: list[str], passed: int
) -> None:
    """
    A client that invents addresses is counted by its own; without a load balancer nobody is counted.
    """
    answers = [
        await toys(ring_from_outside, {}, headers={"x-forwarded-for": line.format(n=number + 1)})
        for number, line in enumerate(forwarded)
    ]

    assert sum(answer.status == 204 for answer in answers) == passed


async def test_parallel_holdings_never_exceed_the_limit(world: World) -> None:
    """
    Of thirty holdings at the same moment three are taken; what has ended is given back, and what ends later then.
    """

    async def hold(uid: str = "ana", ended: Collection[str] = ()) -> str | None:
        ctx = Context(world.runtime, function="toy", request_id="req_toy")
        try:
            return await ctx.commit(hold_bell, uid, ended=ended, now=world.now)
        except TooManyHeld:
            return None

    held = [one for one in await asyncio.gather(*(hold() for _ in range(30))) if one]
    refused = await hold()
    again = await asyncio.gather(*(hold(ended=held[:1]) for _ in range(10)))
    world.later(minutes=10)
    later = await asyncio.gather(*(hold() for _ in range(10)))

    assert (len(held), refused) == (3, None)
    assert sum(one is not None for one in again) == 1
    assert sum(one is not None for one in later) == 3


async def test_a_person_without_a_name_is_refused(toys: SampleFunctionCaller) -> None:
    """
    A limit is no way in: who may not call is told so before anything is counted.
    """
    answers = [await toys(ring_bell, {}, as_=Person()) for _ in range(7)]

    assert {answer.status for answer in answers} == {401}
