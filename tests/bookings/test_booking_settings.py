"""The numbers of bookings do what they say, from the moment they are set; what is made already keeps its own."""

import secrets
from datetime import timedelta
from typing import Any

import pytest

from functions.bookings.approve_booking import approve_booking
from functions.bookings.cancel_booking import cancel_booking
from functions.bookings.propose_reschedule import propose_reschedule
from functions.control_center.update_settings import update_settings
from shared.bookings import store
from shared.contracts.bookings import BookingStatus
from shared.kernel.ids import BookingId
from shared.orders import store as orders
from tests.bookings.builders import TOMORROW, a_booking_in_status, a_requested_booking
from tests.bookings.steps import (
    MANUAL_SERVICE,
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
    await set_to(world, fee_basis_points=1_000)

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
    await set_to(world, hold_minutes=20, pay_within_hours=5)

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
    They are read together with what is read anyway.
    """
    await set_up_booking_domain(world)
    request = await create_booking_request(world)
    meter = world.documents.meter
    before = meter.round_trips

    await world.call(approve_booking, {"booking_id": request}, as_=EXPERT)

    assert meter.round_trips - before == 3


async def with_open(world: World, *statuses: BookingStatus) -> list[BookingId]:
    """Bookings of Ana's in these states, made a while ago."""
    ids = [BookingId.at(NOON, secrets.randbelow) for _ in statuses]
    requested = a_requested_booking()
    for id, status in zip(ids, statuses, strict=True):
        one = requested if status is Status.REQUESTED else a_booking_in_status(status)
        await world.put_documents((store.booking_ref(id), one.having(id=id, starts_at=FAR)))
    return ids


async def test_twenty_open_bookings_and_no_more(world: World) -> None:
    """
    Requested or unpaid, twenty are enough; what is paid or over does not count, and others may go on.
    """
    await set_up_booking_domain(world)
    waiting = [Status.REQUESTED, Status.AWAITING_PAYMENT] * 10
    over = [status for status in BookingStatus if status not in waiting]
    first, *_ = await with_open(world, *waiting, *over)

    refused = await request_booking_as(world)
    manual = await request_booking_as(world, service_id=MANUAL_SERVICE.id)
    other = await request_booking_as(world, as_=BUDI, starts_at=TOMORROW + timedelta(hours=2))
    await world.call(cancel_booking, {"booking_id": first, "reason": "Too many.", "refund": 0}, as_=ANA)
    again = await request_booking_as(world)

    assert [(one.status, one.code, one.body["most"]) for one in (refused, manual)] == [
        (409, "too_many_open_bookings", 20)
    ] * 2
    assert (other.status, again.status) == (200, 200)


async def test_how_many_is_a_setting(world: World) -> None:
    """
    With one allowed, the second waits until the first is paid.
    """
    await set_up_booking_domain(world)
    await set_to(world, most_open_bookings=1)
    await create_confirmed_booking(world)
    await create_booking(world, starts_at=TOMORROW + timedelta(hours=2))

    answer = await request_booking_as(world, starts_at=TOMORROW + timedelta(hours=4))

    assert (answer.status, answer.code, answer.body["most"]) == (409, "too_many_open_bookings", 1)


async def test_the_last_one_twice_is_one(world: World) -> None:
    """
    A retry of the request that filled the measure gets its booking, not a refusal.
    """
    await set_up_booking_domain(world)
    await set_to(world, most_open_bookings=1)

    first = await request_booking_as(world, key="k-1")
    again = await request_booking_as(world, key="k-1")

    assert (first.status, again.body) == (200, first.body)


async def test_counting_costs_no_round_trip(world: World) -> None:
    """
    Also of somebody with many bookings: they are counted, not read, while the rest is read.
    """
    await set_up_booking_domain(world)
    await with_open(world, *[Status.AWAITING_PAYMENT] * 19)
    meter = world.documents.meter
    before = meter.round_trips, meter.reads

    answer = await request_booking_as(world)

    assert answer.status == 200
    assert (meter.round_trips - before[0], meter.reads - before[1]) == (3, 10)
