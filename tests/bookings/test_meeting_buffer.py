"""The room that an expert wants between two meetings: nobody gets into it, whichever way they come."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from functions.bookings.accept_reschedule import accept_reschedule
from functions.bookings.approve_booking import approve_booking
from functions.bookings.pay_booking import pay_booking
from functions.bookings.propose_reschedule import propose_reschedule
from functions.catalogue.list_free_slots import list_free_slots
from functions.orders.pay_order import pay_order
from functions.orders.settle_invoice import settle_invoice
from shared.catalogue import store as catalogue
from shared.catalogue.hours_models import Hours
from shared.claims.models import ClaimState
from shared.contracts.bookings import BookingStatus
from shared.identity import store as identity
from shared.orders import store as orders
from tests.bookings.builders import DEWI, TOMORROW
from tests.bookings.steps import (
    DAYTIME,
    MANUAL_SERVICE,
    a_service,
    a_user,
    allow_many_bookings,
    create_booking,
    create_booking_request,
    create_confirmed_booking,
    list_quarter_holders,
    list_taken_quarters,
    load_booking,
    pay_for_booking,
    request_booking_as,
    set_up_booking_domain,
)
from tests.orders.steps import pay_invoice
from tests.world import ANA, BUDI, EXPERT, Answer, Person, World

pytestmark = pytest.mark.emulator

Status = BookingStatus
HALF_AN_HOUR = DAYTIME.having(buffer_minutes=30)
TAKEN = (409, "slot_taken", ["starts_at"])


def told(answer: Answer) -> tuple[int, str | None, list[str]]:
    """What was refused, and why."""
    return answer.status, answer.code, answer.invalid_fields


async def now_wants(world: World, buffer_minutes: int) -> None:
    """The expert changes their mind about the room between meetings."""
    hours: Hours = DAYTIME.having(buffer_minutes=buffer_minutes)
    await world.put_documents((catalogue.hours_ref(DEWI), hours))


async def propose(world: World, booking_id: str, starts_at: datetime, as_: Person = ANA) -> Answer:
    """Ask for another time."""
    body = {"booking_id": booking_id, "starts_at": starts_at.isoformat()}
    return await world.call(propose_reschedule, body, as_=as_)


@pytest.mark.parametrize("shift", [-75, -60, 60, 75])
async def test_a_time_within_the_buffer_is_taken(world: World, shift: int) -> None:
    """
    Half an hour is to lie between two meetings: less is refused before as behind, and nothing is held.
    """
    await set_up_booking_domain(world, hours=HALF_AN_HOUR)
    first = await create_booking(world)

    answer = await request_booking_as(world, as_=BUDI, starts_at=TOMORROW + timedelta(minutes=shift))

    assert told(answer) == TAKEN
    assert await list_quarter_holders(world) == {(ClaimState.HELD, first)}


@pytest.mark.parametrize("shift", [-90, 90])
async def test_a_time_beyond_the_buffer_is_free(world: World, shift: int) -> None:
    """
    Exactly the buffer is enough.
    """
    await set_up_booking_domain(world, hours=HALF_AN_HOUR)
    await create_booking(world)

    answer = await request_booking_as(world, as_=BUDI, starts_at=TOMORROW + timedelta(minutes=shift))

    assert answer.status == 200


async def test_a_hold_that_has_run_out_wants_no_room(world: World) -> None:
    """
    Nobody has paid within the hour: the time beside it is free, as the time itself is.
    """
    await set_up_booking_domain(world, hours=HALF_AN_HOUR)
    await create_booking(world)
    world.later(minutes=60)

    answer = await request_booking_as(world, as_=BUDI, starts_at=TOMORROW + timedelta(hours=1))

    assert answer.status == 200


async def test_of_neighbours_who_ask_at_the_same_moment_one_wins(world: World) -> None:
    """
    Forty ask at once for four times in a row, each within the buffer of the next: no two that lie side by side are had.
    """
    await set_up_booking_domain(world, hours=HALF_AN_HOUR)
    people = [Person(f"p{n}") for n in range(40)]
    await world.put_documents(*((identity.user_ref(one.uid), a_user(one.uid)) for one in people))
    starts = [TOMORROW + timedelta(minutes=75 * (n % 4)) for n in range(40)]

    answers = await asyncio.gather(
        *(request_booking_as(world, as_=one, starts_at=at) for one, at in zip(people, starts, strict=True))
    )

    won = sorted(at for answer, at in zip(answers, starts, strict=True) if answer.status == 200)
    assert won
    assert all(later - earlier >= timedelta(minutes=90) for earlier, later in pairwise(won))
    assert all(told(answer) == TAKEN for answer in answers if answer.status != 200)
    assert len(await list_taken_quarters(world)) == 4 * len(won)


async def test_a_proposal_and_a_request_side_by_side(world: World) -> None:
    """
    One asks for three o'clock while another proposes four, at the same moment: one of the two has it.
    """
    await set_up_booking_domain(world, hours=HALF_AN_HOUR)
    booking_id = await create_confirmed_booking(world)
    later = TOMORROW + timedelta(hours=3)

    answers = await asyncio.gather(
        propose(world, booking_id, later), request_booking_as(world, as_=BUDI, starts_at=later - timedelta(hours=1))
    )

    assert sorted(answer.status for answer in answers) == [200, 409]
    assert len(await list_taken_quarters(world)) == 8


async def test_the_buffer_costs_no_round_trip(world: World) -> None:
    """
    The quarters around are read with the others, once an instance knows how many these are.
    """
    await set_up_booking_domain(world, a_service(minutes=90), hours=HALF_AN_HOUR)
    await create_booking(world)
    before = world.documents.meter.round_trips

    await create_booking(world, as_=BUDI, starts_at=TOMORROW + timedelta(hours=2))

    assert world.documents.meter.round_trips - before <= 3


async def test_a_time_beside_anothers_cannot_be_proposed(world: World) -> None:
    """
    Nothing changes; what is the booking's own is in nobody's way.
    """
    await set_up_booking_domain(world, hours=HALF_AN_HOUR)
    booking_id = await create_confirmed_booking(world)
    other = await create_booking(world, as_=BUDI, starts_at=TOMORROW + timedelta(hours=3))

    beside = await propose(world, booking_id, TOMORROW + timedelta(hours=2))
    still = (await load_booking(world, booking_id)).proposal
    moved = await propose(world, booking_id, TOMORROW + timedelta(minutes=15))

    assert (told(beside), still) == (TAKEN, None)
    assert moved.status == 200
    assert await list_quarter_holders(world) == {
        (ClaimState.SOLD, booking_id),
        (ClaimState.HELD, booking_id),
        (ClaimState.HELD, other),
    }


async def test_a_time_that_is_held_is_had(world: World) -> None:
    """
    The expert wants more room after another has come beside what is held: a promise is kept all the same.
    """
    await set_up_booking_domain(world)
    await allow_many_bookings(world)
    booking_id, moving = (
        await create_booking_request(world),
        await create_confirmed_booking(world, starts_at=TOMORROW - timedelta(hours=4)),
    )
    await propose(world, moving, TOMORROW + timedelta(hours=2))
    await create_booking(world, as_=BUDI, starts_at=TOMORROW + timedelta(hours=1))
    await now_wants(world, 60)

    approved = await world.call(approve_booking, {"booking_id": booking_id}, as_=EXPERT)
    accepted = await world.call(accept_reschedule, {"booking_id": moving}, as_=EXPERT)

    assert (approved.status, accepted.status) == (200, 200)
    assert (await load_booking(world, moving)).starts_at == TOMORROW + timedelta(hours=2)


async def test_what_a_request_did_not_hold_may_be_gone(world: World) -> None:
    """
    The service does not block while it is requested: whoever came beside it since has the room.
    """
    await set_up_booking_domain(
        world, a_service(), MANUAL_SERVICE.having(blocks_while_requested=False), hours=HALF_AN_HOUR
    )
    booking_id = await create_booking_request(world)
    other = await create_booking(world, as_=BUDI, starts_at=TOMORROW + timedelta(hours=1))

    answer = await world.call(approve_booking, {"booking_id": booking_id}, as_=EXPERT)

    assert told(answer) == TAKEN
    assert (await load_booking(world, booking_id)).status is Status.REQUESTED
    assert await list_quarter_holders(world) == {(ClaimState.HELD, other)}


async def test_a_proposal_is_judged_by_the_hours_of_its_day(world: World) -> None:
    """
    Asked for without any buffer, proposed when there is one: at the new time that one counts, also for who comes later.
    """
    await set_up_booking_domain(world)
    booking_id = await create_confirmed_booking(world)
    await create_booking(world, as_=BUDI, starts_at=TOMORROW + timedelta(hours=1))
    await now_wants(world, 30)

    beside = await propose(world, booking_id, TOMORROW + timedelta(hours=2))
    clear = await propose(world, booking_id, TOMORROW + timedelta(hours=2, minutes=30))
    await world.call(accept_reschedule, {"booking_id": booking_id}, as_=EXPERT)

    assert (told(beside), clear.status) == (TAKEN, 200)
    assert (await load_booking(world, booking_id)).buffer_minutes == 30


async def test_paid_late_when_another_is_beside(world: World) -> None:
    """
    The hold ran out and another came too near: nobody is asked to pay in vain, and who has paid gets the money back.
    """
    await set_up_booking_domain(world, hours=HALF_AN_HOUR)
    booking_id = await create_booking(world)
    world.later(minutes=61)
    other = await create_booking(world, as_=BUDI, starts_at=TOMORROW + timedelta(hours=1))

    asked = await world.call(pay_booking, {"booking_id": booking_id}, as_=ANA)
    ordered = await world.call(pay_order, {"order_id": booking_id}, as_=ANA)
    await pay_for_booking(world, booking_id)

    assert (told(asked), ordered.code) == (TAKEN, "no_longer_available")
    order = await world.get(orders.order_ref(booking_id))
    assert order is not None
    assert (order.refunded_amount, order.refunds[0].cause) == (157_500, "gone")
    assert (await load_booking(world, booking_id)).status is Status.EXPIRED
    assert await list_quarter_holders(world) == {(ClaimState.HELD, other)}


async def test_paid_late_when_nobody_came(world: World) -> None:
    """
    The room is still there: paid is confirmed.
    """
    await set_up_booking_domain(world, hours=HALF_AN_HOUR)
    booking_id = await create_booking(world)
    world.later(minutes=61)
    await create_booking(world, as_=BUDI, starts_at=TOMORROW + timedelta(minutes=90))

    await pay_for_booking(world, booking_id)

    assert (await load_booking(world, booking_id)).status is Status.CONFIRMED


async def test_paid_late_in_the_moment_in_which_another_comes(world: World) -> None:
    """
    The payment is settled while somebody asks for the time beside it: one of the two has the room.
    """
    await set_up_booking_domain(world, hours=HALF_AN_HOUR)
    booking_id = await create_booking(world)
    world.later(minutes=61)
    await pay_invoice(world, booking_id)

    _, asked = await asyncio.gather(
        world.call.deliver_task(settle_invoice, {"order_id": booking_id}),
        request_booking_as(world, as_=BUDI, starts_at=TOMORROW + timedelta(hours=1)),
    )
    await world.deliver()

    had = (await load_booking(world, booking_id)).status is Status.CONFIRMED
    assert (had, asked.status) in ((True, 409), (False, 200))
    assert len(await list_taken_quarters(world)) == 4


@pytest.fixture
async def loop() -> asyncio.AbstractEventLoop:
    """The loop on which the worlds live."""
    return asyncio.get_running_loop()


STARTS = st.integers(0, 4 * 24).map(lambda n: TOMORROW - timedelta(hours=12) + timedelta(minutes=15 * n))


@pytest.mark.slow
def test_what_is_offered_is_what_can_be_booked(new_world: Callable[[], World], loop: asyncio.AbstractEventLoop) -> None:
    """
    Whatever the buffer and the lengths, after whatever was asked for before: a time is given to who comes directly
    exactly when it keeps the buffer, and every slot that is offered then can be booked, all of them together.
    """
    run: Callable[[Awaitable[Any]], Any] = loop.run_until_complete

    @settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
    @given(
        st.sampled_from((0, 15, 30, 45, 120)),
        st.sampled_from((15, 50, 60, 90)),
        st.lists(st.tuples(STARTS, st.booleans()), max_size=6),
    )
    def holds(buffer: int, minutes: int, wishes: list[tuple[datetime, bool]]) -> None:
        run(_offered_is_booked(new_world, buffer, minutes, wishes))

    holds()


async def _offered_is_booked(
    new_world: Callable[[], World], buffer: int, minutes: int, wishes: list[tuple[datetime, bool]]
) -> None:
    world = new_world()
    long = a_service("long", minutes=120)
    await set_up_booking_domain(world, a_service(minutes=minutes), long, hours=DAYTIME.having(buffer_minutes=buffer))
    spans: list[tuple[datetime, datetime]] = []

    for number, (starts_at, is_long) in enumerate(wishes):
        length = timedelta(minutes=120 if is_long else -(-minutes // 15) * 15)
        answer = await somebody_asks(world, f"w{number}", starts_at, long.id if is_long else "career-talk")
        apart = all(
            starts_at >= end + timedelta(minutes=buffer) or starts_at + length <= begin - timedelta(minutes=buffer)
            for begin, end in spans
        )
        assert answer.status in ((200, 422) if apart else (409, 422)), (starts_at, answer.body)
        if answer.status == 200:
            spans.append((starts_at, starts_at + length))

    query = {"expert_id": DEWI, "service_id": "career-talk", "from_date": TOMORROW.date().isoformat(), "days": 1}
    offered = await world.call(list_free_slots, query)
    slots = [slot["starts_at"] for day in offered.body["items"] for slot in day["slots"]]
    for number, starts_at in enumerate(slots):
        answer = await somebody_asks(world, f"s{number}", datetime.fromisoformat(starts_at), "career-talk")
        assert answer.status == 200, (starts_at, answer.body)


async def somebody_asks(world: World, uid: str, starts_at: datetime, service_id: str) -> Answer:
    """Somebody who has registered asks for a time."""
    await world.put_documents((identity.user_ref(uid), a_user(uid)))
    return await request_booking_as(world, as_=Person(uid), starts_at=starts_at, service_id=service_id)
