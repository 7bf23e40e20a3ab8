"""The numbers of bookings do what they say, from the moment they are set; what is made already keeps its own."""

from datetime import timedelta
from typing import Any

import pytest

from functions.bookings.approve_booking import approve_booking
from functions.bookings.propose_reschedule import propose_reschedule
from functions.control_center.update_settings import update_settings
from shared.contracts.bookings import BookingStatus
from shared.orders import store as orders
from tests.bookings.builders import TOMORROW
from tests.bookings.steps import (
    create_booking,
    create_booking_request,
    create_confirmed_booking,
    load_booking,
    request_booking_as,
    set_up_booking_domain,
)
from tests.builders import NOON
from tests.world import ADMIN, ANA, BUDI, EXPERT, World

pytestmark = pytest.mark.emulator

Status = BookingStatus
FAR = TOMORROW + timedelta(days=20)


async def set_to(world: World, **given: Any) -> None:
    """An admin changes the numbers of bookings."""
    answer = await world.call(update_settings, {"bookings": given}, as_=ADMIN)
    assert answer.status == 200, answer.body


async def test_the_fee(world: World) -> None:
    """
    Ten per cent from now on: the next booking costs it, and its order comes to the same; the one before stays.
    """
    await set_up_booking_domain(world)
    before = await create_booking(world)
    await set_to(world, fee_basis_points=1_000, most_open_bookings_with_expert=2)

    answer = await request_booking_as(world, starts_at=TOMORROW + timedelta(hours=2))

    assert (answer.body["admin_fee"]["amount"], answer.body["total"]["amount"]) == (15_000, 165_000)
    order = await world.get(orders.order_ref(answer.body["booking_id"]))
    assert order is not None
    assert (order.total.amount, (await load_booking(world, before)).total.amount) == (165_000, 157_500)


async def test_the_hold_and_the_time_to_pay(world: World) -> None:
    """
    Booked directly or approved, both clocks run as they are set then.
    """
    await set_up_booking_domain(world)
    request = await create_booking_request(world, starts_at=FAR)
    await set_to(world, hold_minutes=20, pay_within_hours=5, most_open_bookings_with_expert=2)

    direct = await create_booking(world, starts_at=FAR + timedelta(hours=2))
    await world.call(approve_booking, {"booking_id": request}, as_=EXPERT)

    for booking_id in (direct, request):
        order = await world.get(orders.order_ref(booking_id))
        assert order is not None
        assert (order.hold_until - NOON, order.pay_before - NOON) == (timedelta(minutes=20), timedelta(hours=5))
        assert (await load_booking(world, booking_id)).pay_before == order.pay_before
    world.later(minutes=20)
    assert (await request_booking_as(world, as_=BUDI, starts_at=FAR)).status == 200


async def test_the_time_to_answer(world: World) -> None:
    """
    A request, and a proposal, stand for as long as it says.
    """
    await set_up_booking_domain(world)
    moving = await create_confirmed_booking(world, starts_at=FAR)
    await set_to(world, answer_within_hours=3)

    request = await load_booking(world, await create_booking_request(world, starts_at=FAR + timedelta(hours=2)))
    body = {"booking_id": moving, "starts_at": (FAR + timedelta(hours=4)).isoformat()}
    proposed = await world.call(propose_reschedule, body, as_=ANA)

    assert request.answer_before == NOON + timedelta(hours=3)
    assert proposed.body["proposal"]["expires_at"] == (NOON + timedelta(hours=3)).isoformat().replace("+00:00", "Z")


async def test_the_settings_cost_no_round_trip(world: World) -> None:
    """
    They are read together with what is read anyway: two round trips, the commit, and the end of the published event.
    The end of the event may overlap with another call, so that one round trip fewer is counted.
    """
    await set_up_booking_domain(world)
    request = await create_booking_request(world)
    meter = world.documents.meter
    before = (meter.rpcs, meter.round_trips)

    await world.call(approve_booking, {"booking_id": request}, as_=EXPERT)

    assert meter.rpcs - before[0] == 5
    assert meter.round_trips - before[1] <= 4


async def test_the_last_one_twice_is_one(world: World) -> None:
    """
    A retry of the request that filled the measure gets its booking, not a refusal.
    """
    await set_up_booking_domain(world)
    await set_to(world, most_open_bookings=1)

    first = await request_booking_as(world, key="k-1")
    again = await request_booking_as(world, key="k-1")

    assert (first.status, again.body) == (200, first.body)
