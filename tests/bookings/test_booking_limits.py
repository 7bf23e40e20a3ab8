"""Limits of open bookings: three of a customer, one with one expert, however many requests come at once."""

import asyncio
from datetime import timedelta

import pytest

from functions.bookings.approve_booking import approve_booking
from functions.bookings.cancel_booking import cancel_booking
from functions.bookings.reject_booking import reject_booking
from functions.orders.settle_invoice import settle_invoice
from shared.bookings import open_booking_limits
from shared.catalogue import store as catalogue
from shared.contracts.bookings import BookingStatus
from shared.kernel.ids import BookingId, UserId
from shared.limits.settings import SETTINGS, LimitSettings
from tests.bookings.builders import TOMORROW, a_booking_in_status
from tests.bookings.steps import (
    DAYTIME,
    MANUAL_SERVICE,
    a_service,
    allow_many_bookings,
    an_expert,
    count_documents,
    create_booking,
    create_booking_request,
    request_booking_as,
    set_up_booking_domain,
)
from tests.builders import NOON
from tests.orders.steps import pay_invoice
from tests.world import ANA, BUDI, EXPERT, Answer, Person, World

pytestmark = pytest.mark.emulator

Status = BookingStatus
LATER = TOMORROW + timedelta(hours=2)
EXPERTS = [UserId(f"expert-{n}") for n in range(5)]


async def set_up_experts(world: World) -> None:
    """Store several experts, who can all be booked."""
    await set_up_booking_domain(world)
    for uid in EXPERTS:
        await world.put_documents((catalogue.expert_ref(uid), an_expert(uid)))
        await world.put_documents((catalogue.hours_ref(uid), DAYTIME))
        await world.put_documents((catalogue.service_ref(uid, "career-talk"), a_service(expert=uid)))


def list_passed(answers: list[Answer]) -> list[Answer]:
    """List the requests that passed; all others were refused by a limit."""
    refused = [answer for answer in answers if answer.status != 200]
    assert {(answer.status, answer.code) for answer in refused} <= {(429, "too_many_open_bookings")}
    return [answer for answer in answers if answer.status == 200]


async def test_of_thirty_parallel_requests_with_one_expert_one_passes(world: World) -> None:
    """
    Thirty requests at once for thirty free times: one is booked, all other times stay free.
    """
    await set_up_booking_domain(world)
    starts = [TOMORROW + timedelta(days=n // 5, hours=n % 5) for n in range(30)]

    answers = list(await asyncio.gather(*(request_booking_as(world, starts_at=at) for at in starts)))

    assert len(list_passed(answers)) == 1
    refused = next(answer for answer in answers if answer.status == 429)
    assert (refused.body["rule"], refused.body["most"]) == ("open_bookings_with_expert", 1)
    assert refused.headers["ratelimit-limit"] == "1"
    assert int(refused.headers["retry-after"]) > 0
    assert (await count_documents(world, "bookings"), await count_documents(world, "orders")) == (1, 1)


async def test_of_thirty_parallel_requests_with_five_experts_three_pass(world: World) -> None:
    """
    One with each expert, and three in all.
    """
    await set_up_experts(world)
    wishes = [(EXPERTS[n % 5], TOMORROW + timedelta(days=n // 5, hours=n % 5)) for n in range(30)]

    answers = list(
        await asyncio.gather(*(request_booking_as(world, expert_id=uid, starts_at=at) for uid, at in wishes))
    )

    assert len(list_passed(answers)) == 3
    assert await count_documents(world, "bookings") == 3


@pytest.mark.parametrize("end", ["cancelled", "rejected", "unanswered", "unpaid", "paid"])
async def test_what_has_ended_is_given_back(world: World, end: str) -> None:
    """
    A booking that was cancelled, rejected, paid, or that came to its deadline counts no more from that moment on.
    """
    await set_up_booking_domain(world)
    ahead = TOMORROW + timedelta(days=7)
    manual = end in ("rejected", "unanswered")
    booking_id = await (create_booking_request if manual else create_booking)(world, starts_at=ahead)
    refused = await request_booking_as(world, starts_at=ahead + timedelta(hours=2))

    if end == "cancelled":
        await world.call(cancel_booking, {"booking_id": booking_id, "reason": "Ill.", "refund": 0}, as_=ANA)
    elif end == "rejected":
        await world.call(reject_booking, {"booking_id": booking_id, "reason": "Away."}, as_=EXPERT)
    elif end == "paid":
        # The event has not arrived yet, so the booking still awaits its payment.
        await pay_invoice(world, booking_id)
        await world.call.deliver_task(settle_invoice, {"order_id": booking_id})
    else:
        world.later(days=2 if end == "unanswered" else 3)
    again = await request_booking_as(world, starts_at=ahead + timedelta(hours=4))
    one_more = await request_booking_as(world, starts_at=ahead + timedelta(days=1))

    assert [answer.status for answer in (refused, again, one_more)] == [429, 200, 429]


async def test_an_approved_booking_goes_on_counting(world: World) -> None:
    """
    Two days after the request the expert has approved, and the customer has not paid: the booking counts.
    """
    await set_up_booking_domain(world)
    ahead = TOMORROW + timedelta(days=7)
    booking_id = await create_booking_request(world, starts_at=ahead)
    world.later(days=1)
    await world.call(approve_booking, {"booking_id": booking_id}, as_=EXPERT)
    world.later(days=2)

    refused = await request_booking_as(world, starts_at=ahead + timedelta(hours=2))

    assert (refused.status, refused.code) == (429, "too_many_open_bookings")


async def test_a_free_booking_counts_until_the_meeting_is_over(world: World) -> None:
    """
    Free time of an expert is not hoarded either.
    """
    await set_up_booking_domain(world, a_service(price=0), MANUAL_SERVICE)
    await create_booking(world)
    await world.deliver()

    refused = await request_booking_as(world, starts_at=LATER)
    world.set_clock(TOMORROW + timedelta(hours=1))
    again = await request_booking_as(world, starts_at=TOMORROW + timedelta(days=1))

    assert [answer.status for answer in (refused, again)] == [429, 200]


async def test_another_customer_has_limits_of_their_own(world: World) -> None:
    """
    What one customer holds is nothing to another one.
    """
    await set_up_booking_domain(world)
    await create_booking(world)

    other = await request_booking_as(world, as_=BUDI, starts_at=LATER)

    assert other.status == 200


async def test_an_anonymous_account_holds_no_time(world: World) -> None:
    """
    An account without an identity is asked to sign in with one, unless admins allow it.
    """
    await set_up_booking_domain(world)
    stranger = Person(ANA.uid, anonymous=True)

    refused = await request_booking_as(world, as_=stranger)
    await world.put_documents((SETTINGS, LimitSettings(anonymous_may_hold=True)))
    allowed = await request_booking_as(world, as_=stranger)

    assert (refused.status, refused.code, allowed.status) == (403, "identity_needed", 200)


async def test_admins_change_the_limits(world: World) -> None:
    """
    With twenty allowed, a customer books four times with one expert.
    """
    await set_up_booking_domain(world)
    await allow_many_bookings(world)

    answers = [await request_booking_as(world, starts_at=TOMORROW + timedelta(hours=n)) for n in range(4)]

    assert {answer.status for answer in answers} == {200}


async def test_counting_costs_no_round_trip(world: World) -> None:
    """
    The customer's document is read with what is read anyway, and written with what is written anyway.
    """
    await set_up_booking_domain(world)
    await allow_many_bookings(world)
    for hours in range(3):
        await create_booking(world, starts_at=TOMORROW + timedelta(hours=hours))
    meter = world.documents.meter
    before = meter.round_trips, meter.reads

    answer = await request_booking_as(world, starts_at=TOMORROW + timedelta(hours=4))

    assert answer.status == 200
    assert (meter.round_trips - before[0], meter.reads - before[1]) == (3, 16)


@pytest.mark.parametrize(
    ("status", "counts"),
    [
        (Status.REQUESTED, True),
        (Status.AWAITING_PAYMENT, True),
        (Status.UNKNOWN, True),
        (Status.CONFIRMED, False),
        (Status.REJECTED, False),
        (Status.CANCELLED, False),
        (Status.EXPIRED, False),
        (Status.COMPLETED, False),
        (Status.NO_SHOW, False),
    ],
)
def test_what_counts_as_open(status: BookingStatus, counts: bool) -> None:
    """
    Unpaid bookings count until their deadline, and what a newer version knows counts in doubt.
    """
    booking = a_booking_in_status(Status.AWAITING_PAYMENT).having(id=BookingId.example, status=status)
    deadline = NOON + timedelta(days=1)
    booking = booking.having(answer_before=deadline, pay_before=deadline)

    assert open_booking_limits.counts_as_open(booking, now=NOON) == counts
    assert not (open_booking_limits.counts_as_open(booking, now=deadline) and status is not Status.UNKNOWN)
