"""Costs of a pairing do not grow with the number of listening experts; a heartbeat is one write."""

from collections.abc import Callable

import pytest

from functions.pairing.accept_pairing import accept_pairing
from functions.pairing.request_pairing import request_pairing
from functions.pairing.send_heartbeat import send_heartbeat
from shared.pairing.settings import PairingSettings
from tests.cases import MeasuredCall, call_function
from tests.pairing.steps import TRIAL_CUSTOMER, put_experts_online, register_customers, request_open_pairing
from tests.world import EXPERT, World

pytestmark = pytest.mark.emulator

FEW, MANY = 10, 200


async def _cost(world: World, doing: MeasuredCall) -> tuple[int, int]:
    """Documents read and written by a call."""
    meter = world.documents.meter
    before = meter.reads, meter.writes
    answer = await doing()
    assert answer.status == 200, answer.body
    return meter.reads - before[0], meter.writes - before[1]


async def _listening(world: World, count: int) -> None:
    await put_experts_online(world, EXPERT.uid, *(f"expert-{number}" for number in range(count - 1)), phones=True)


@pytest.mark.slow
async def test_a_call_costs_the_same_however_many_listen(new_world: Callable[[], World]) -> None:
    """With 10 experts online, and with 200: the same documents read and written, for calling and for answering."""
    costs = []

    for count in (FEW, MANY):
        world = new_world()
        await _listening(world, count)
        await register_customers(world, TRIAL_CUSTOMER.uid)
        asked = await _cost(world, call_function(world, request_pairing.__name__, {}, TRIAL_CUSTOMER))
        await world.deliver()
        (pairing_id,) = {push["message"]["data"]["pairing_id"] for push in await world.sent_pushes()}
        accepted = await _cost(world, call_function(world, accept_pairing.__name__, {"pairing_id": pairing_id}, EXPERT))
        costs.append((asked, accepted))
        assert len(await world.sent_pushes()) == min(count, PairingSettings().pushed_experts)

    assert costs[0] == costs[1]


async def test_to_be_told_that_another_was_faster_costs_no_write(world: World) -> None:
    """However many try: who comes too late reads, and that is all."""
    await _listening(world, FEW)
    body = {"pairing_id": await request_open_pairing(world)}
    await world.call(accept_pairing, body, as_=EXPERT)
    (late,) = await put_experts_online(world, "expert-0")
    before = world.documents.meter.writes

    answer = await world.call(accept_pairing, body, as_=late)

    assert answer.code == "already_taken"
    assert world.documents.meter.writes == before


async def test_a_beat_is_one_write_and_no_read(world: World) -> None:
    """Every 30 seconds, from everybody online; the second write only requires that the account is not restricted."""
    await _listening(world, 1)

    cost = await _cost(world, call_function(world, send_heartbeat.__name__, {}, EXPERT))

    assert cost == (0, 2)
