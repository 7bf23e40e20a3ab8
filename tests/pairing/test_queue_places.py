"""The place of a call among those that wait, and the estimate of the wait."""

from datetime import timedelta
from typing import Any

import pytest

from functions.pairing.expire_pairing import expire_pairing
from functions.pairing.get_my_pairing import get_my_pairing
from shared.pairing import queue_places
from tests.builders import NOON
from tests.pairing.steps import (
    TRIAL_CUSTOMER,
    load_pairing,
    request_open_pairing,
)
from tests.world import Person, World

FIRST, SECOND = TRIAL_CUSTOMER, Person("budi", claims={"phone_number": "+6281234567899"})


async def place_of(world: World, who: Person) -> dict[str, Any]:
    """Get the place of a person's open call."""
    answer = await world.call(get_my_pairing, as_=who)
    assert answer.status == 200, answer.body
    place: dict[str, Any] = answer.body["queue"]
    return place


@pytest.mark.emulator
async def test_each_caller_sees_how_many_wait_longer(world: World) -> None:
    """The first has nobody ahead, the second one; nothing tells who, and without recent calls no wait is promised."""
    await request_open_pairing(world, FIRST)
    world.later(seconds=5)
    await request_open_pairing(world, SECOND)

    first, second = await place_of(world, FIRST), await place_of(world, SECOND)

    assert (first["ahead"], second["ahead"]) == (0, 1)
    assert (first["wait_minutes"], second["wait_minutes"]) == (None, None)
    assert set(second) == {"ahead", "wait_minutes", "at"}


@pytest.mark.emulator
async def test_the_listened_document_learns_its_place_when_a_round_ends(world: World) -> None:
    """The round of a search that ends writes the place into the customer's own document."""
    await request_open_pairing(world, FIRST)
    world.later(seconds=5)
    waiting = await request_open_pairing(world, SECOND)
    before = await load_pairing(world, waiting)
    world.later(seconds=60)

    answer = await world.call.deliver_task(expire_pairing, {"pairing_id": waiting})

    after = await load_pairing(world, waiting)
    assert answer.status == 200
    assert (before.queue, after.round) == (None, 2)
    assert after.queue is not None
    assert (after.queue.ahead, after.queue.at) == (1, world.now)


@pytest.mark.parametrize(
    ("ahead", "taken", "minutes"),
    [(0, 10, 10), (0, 30, 2), (4, 30, 10), (0, 2, None), (20, 10, None), (0, 3, 20), (9, 10, 60)],
)
def test_the_wait_follows_the_pace_of_the_past_hour(ahead: int, taken: int, minutes: int | None) -> None:
    """Calls taken at even intervals within the hour give the pace; the estimate is rounded up, or not given."""
    accepted = [NOON - timedelta(hours=1) * (n + 1) / taken for n in range(taken)]

    assert queue_places.compute_wait_minutes(ahead, accepted, now=NOON) == minutes
