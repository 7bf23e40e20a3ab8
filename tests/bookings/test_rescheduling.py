"""Another time: proposed by one, answered by the other."""

from datetime import timedelta

import pytest

from functions.bookings.accept_reschedule import accept_reschedule
from functions.bookings.approve_booking import approve_booking
from functions.bookings.decline_reschedule import decline_reschedule
from functions.bookings.propose_reschedule import propose_reschedule
from functions.orders.open_invoice import open_invoice
from shared.claims.models import ClaimState
from shared.contracts.bookings import BookingStatus
from tests.bookings.builders import TOMORROW
from tests.bookings.steps import (
    add_meeting_links,
    create_booking,
    create_booking_request,
    create_confirmed_booking,
    list_mail_subjects,
    list_quarter_holders,
    list_taken_quarters,
    load_booking,
    pay_for_booking,
    request_booking_as,
    set_up_booking_domain,
)
from tests.world import ANA, BUDI, EXPERT, Answer, Person, World

pytestmark = pytest.mark.emulator

Status = BookingStatus
LATER = TOMORROW + timedelta(hours=3)


async def propose(world: World, booking_id: str, as_: Person, **shift: int) -> Answer:
    """Ask for another time."""
    at = TOMORROW + timedelta(**shift)
    return await world.call(propose_reschedule, {"booking_id": booking_id, "starts_at": at.isoformat()}, as_=as_)


async def accept(world: World, booking_id: str, as_: Person) -> Answer:
    """Take it."""
    return await world.call(accept_reschedule, {"booking_id": booking_id}, as_=as_)


async def decline(world: World, booking_id: str, as_: Person) -> Answer:
    """Leave it."""
    return await world.call(decline_reschedule, {"booking_id": booking_id}, as_=as_)


@pytest.mark.parametrize(("asks", "answers"), [(ANA, EXPERT), (EXPERT, ANA)])
async def test_both_sides_may_move_a_confirmed_booking(world: World, asks: Person, answers: Person) -> None:
    """
    The old time is free the moment the new one is agreed, the link moves along, and reminders begin anew.
    """
    await set_up_booking_domain(world)
    await add_meeting_links(world, "room-a")
    booking_id = await create_confirmed_booking(world)

    proposed = await propose(world, booking_id, asks, hours=3)
    both_held = len(await list_taken_quarters(world))
    moved = await accept(world, booking_id, answers)
    await world.deliver()

    assert (proposed.status, proposed.body["proposal"]["by"]) == (200, "customer" if asks is ANA else "expert")
    assert (proposed.body["starts_at"], moved.status) == (TOMORROW.isoformat().replace("+00:00", "Z"), 200)
    booking = await load_booking(world, booking_id)
    assert (booking.starts_at, booking.status, booking.proposal) == (LATER, Status.CONFIRMED, None)
    assert booking.next_reminder_at == LATER - timedelta(days=1)
    assert (both_held, len(await list_taken_quarters(world))) == (8, 4)
    assert await list_quarter_holders(world) == {(ClaimState.SOLD, booking_id)}
    assert sorted(await list_taken_quarters(world, "meeting_links/room-a")) == sorted(await list_taken_quarters(world))
    assert (await request_booking_as(world, as_=BUDI)).status == 200


async def test_moving_by_less_than_its_length(world: World) -> None:
    """
    The new time may overlap the old one: what both need is never let go.
    """
    await set_up_booking_domain(world)
    booking_id = await create_confirmed_booking(world)

    await propose(world, booking_id, ANA, minutes=30)
    held = await list_quarter_holders(world)
    await accept(world, booking_id, EXPERT)

    assert held == {(ClaimState.SOLD, booking_id), (ClaimState.HELD, booking_id)}
    assert await list_quarter_holders(world) == {(ClaimState.SOLD, booking_id)}
    assert len(await list_taken_quarters(world)) == 4


async def test_moved_twice(world: World) -> None:
    """
    A booking may move as often as both agree; each time only the last one is taken.
    """
    await set_up_booking_domain(world)
    await add_meeting_links(world, "room-a")
    booking_id = await create_confirmed_booking(world)

    for asks, answers, hours in ((ANA, EXPERT, 3), (EXPERT, ANA, -2)):
        await propose(world, booking_id, asks, hours=hours)
        assert (await accept(world, booking_id, answers)).status == 200

    booking = await load_booking(world, booking_id)
    assert (booking.starts_at, booking.version) == (TOMORROW - timedelta(hours=2), 6)
    assert len(await list_taken_quarters(world)) == len(await list_taken_quarters(world, "meeting_links/room-a")) == 4


async def test_declined(world: World) -> None:
    """
    The proposed time is free again, and the booking is what it was.
    """
    await set_up_booking_domain(world)
    booking_id = await create_confirmed_booking(world)
    await propose(world, booking_id, ANA, hours=3)

    answer = await decline(world, booking_id, EXPERT)
    await world.deliver()

    assert (answer.status, answer.body["proposal"]) == (200, None)
    assert ((await load_booking(world, booking_id)).starts_at, len(await list_taken_quarters(world))) == (TOMORROW, 4)
    assert (await list_mail_subjects(world))[-1][0] == "ana@example.com"


async def test_a_later_proposal_replaces_an_earlier_one(world: World) -> None:
    """
    Only one other time is held at once.
    """
    await set_up_booking_domain(world)
    booking_id = await create_confirmed_booking(world)

    await propose(world, booking_id, ANA, hours=3)
    await propose(world, booking_id, EXPERT, hours=-3)
    await accept(world, booking_id, ANA)

    assert (await load_booking(world, booking_id)).starts_at == TOMORROW - timedelta(hours=3)
    assert len(await list_taken_quarters(world)) == 4


async def test_a_proposal_that_nobody_answers_runs_out(world: World) -> None:
    """
    The time that it held is free again, and it can not be accepted any more.
    """
    await set_up_booking_domain(world)
    booking_id = await create_confirmed_booking(world, starts_at=TOMORROW + timedelta(days=7))
    await propose(world, booking_id, ANA, days=7, hours=3)

    world.later(hours=48)
    answer = await accept(world, booking_id, EXPERT)

    assert (answer.status, answer.code) == (409, "no_proposal")
    assert len(await list_taken_quarters(world)) == 4


async def test_accepting_for_a_request_approves_it(world: World) -> None:
    """
    The expert would rather have another time, the customer agrees: it is to be paid, and then confirmed there.
    """
    await set_up_booking_domain(world)
    booking_id = await create_booking_request(world)
    await propose(world, booking_id, EXPERT, hours=3)

    agreed = await accept(world, booking_id, ANA)
    held = await list_taken_quarters(world)
    await world.deliver()
    world.later(minutes=1)
    (job,) = await world.list_outbox_entries("OpenInvoice")
    await world.call.deliver_task(open_invoice, job.payload, entry=job)
    await pay_for_booking(world, booking_id)

    assert (agreed.status, agreed.body["status"]) == (200, "awaiting_payment")
    assert len(held) == 4
    booking = await load_booking(world, booking_id)
    assert (booking.status, booking.starts_at) == (Status.CONFIRMED, LATER)
    assert await list_quarter_holders(world) == {(ClaimState.SOLD, booking_id)}


async def test_approving_drops_the_proposal(world: World) -> None:
    """
    The expert takes the first time after all: the other one is free again.
    """
    await set_up_booking_domain(world)
    booking_id = await create_booking_request(world)
    await propose(world, booking_id, EXPERT, hours=3)

    answer = await world.call(approve_booking, {"booking_id": booking_id}, as_=EXPERT)

    assert (answer.status, answer.body["proposal"]) == (200, None)
    assert len(await list_taken_quarters(world)) == 4


async def test_a_time_that_somebody_has_cannot_be_proposed(world: World) -> None:
    """
    Taken is taken; nothing changes.
    """
    await set_up_booking_domain(world)
    other = await create_booking(world, as_=BUDI, starts_at=LATER)
    booking_id = await create_confirmed_booking(world)

    answer = await propose(world, booking_id, ANA, hours=3)

    assert (answer.status, answer.code, answer.invalid_fields) == (409, "slot_taken", ["starts_at"])
    assert (await load_booking(world, booking_id)).proposal is None
    assert await list_quarter_holders(world) == {(ClaimState.SOLD, booking_id), (ClaimState.HELD, other)}


@pytest.mark.parametrize(
    ("shift", "code"),
    [
        ({"hours": 0}, "invalid"),
        ({"minutes": 7}, "starts_off_quarter"),
        ({"hours": 9}, "outside_hours"),
        ({"hours": -25}, "too_soon"),
        ({"hours": -27}, "starts_in_past"),
        ({"days": 70}, "too_far"),
    ],
)
async def test_the_same_rules_as_for_a_first_time(world: World, shift: dict[str, int], code: str) -> None:
    """
    Whoever proposes it, it must be a time that the expert offers, and another one.
    """
    await set_up_booking_domain(world)
    booking_id = await create_confirmed_booking(world)

    answer = await propose(world, booking_id, EXPERT, **shift)

    assert (answer.status, answer.code, answer.invalid_fields) == (422, code, ["starts_at"])
    assert (await load_booking(world, booking_id)).proposal is None


async def test_who_may_answer(world: World) -> None:
    """
    The other side alone accepts; whoever has nothing to do with it finds nothing; without a proposal there is none.
    """
    await set_up_booking_domain(world)
    booking_id = await create_confirmed_booking(world)
    early = await accept(world, booking_id, ANA)
    await propose(world, booking_id, ANA, hours=3)

    answers = [
        await accept(world, booking_id, ANA),
        await accept(world, booking_id, BUDI),
        await propose(world, booking_id, BUDI, hours=4),
        await decline(world, booking_id, BUDI),
        await decline(world, booking_id, ANA),
        await decline(world, booking_id, EXPERT),
    ]

    assert (early.status, early.code) == (409, "no_proposal")
    assert [(one.status, one.code) for one in answers] == [
        (409, "own_proposal"),
        (404, "booking_not_found"),
        (404, "booking_not_found"),
        (404, "booking_not_found"),
        (200, None),
        (409, "no_proposal"),
    ]


async def test_what_is_unpaid_does_not_move(world: World) -> None:
    """
    Its order is for that very time: pay, or cancel and book anew.
    """
    await set_up_booking_domain(world)
    booking_id = await create_booking(world)

    answer = await propose(world, booking_id, ANA, hours=3)

    assert (answer.status, answer.code) == (409, "booking_not_open")
