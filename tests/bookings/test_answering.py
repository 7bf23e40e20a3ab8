"""The expert's answer to a request: yes, no, or none."""

from datetime import timedelta

import pytest

from functions.bookings.approve_booking import approve_booking
from functions.bookings.expire_booking_request import expire_booking_request
from functions.bookings.expire_booking_requests import expire_booking_requests
from functions.bookings.pay_booking import pay_booking
from functions.bookings.reject_booking import reject_booking
from functions.orders.open_invoice import open_invoice
from shared.bookings.models import BookingStatus
from shared.kernel.claims import State
from shared.orders import store as orders
from tests.bookings.offers import TOMORROW
from tests.bookings.office import (
    MANUAL,
    ask,
    booked,
    confirmed,
    holders,
    kept,
    letters,
    open_office,
    paid,
    quarters,
    requested,
)
from tests.builders import NOON
from tests.world import ANA, BUDI, EXPERT, Person, World

pytestmark = pytest.mark.emulator

Status = BookingStatus


async def test_approved_and_paid(world: World) -> None:
    """
    The customer is told where to pay, pays, and it is confirmed; the order is the customer's, not the expert's.
    """
    await open_office(world)
    booking_id = await requested(world)
    world.later(hours=5)

    answer = await world.call(approve_booking, {"booking_id": booking_id}, as_=EXPERT)
    (job,) = await world.outbox("OpenInvoice")
    world.later(minutes=2)
    await world.call.task(open_invoice, job.payload, entry=job.id)
    await world.deliver()
    told = (await world.mails())[-1]
    await paid(world, booking_id)

    assert (answer.status, answer.body["status"], answer.body["version"]) == (200, "awaiting_payment", 2)
    order = await world.get(orders.ref(booking_id))
    assert order is not None
    assert (order.customer, order.hold_until) == ("ana", NOON + timedelta(hours=6))
    assert (told["to"], order.payment.checkout_url in told["text"]) == (["ana@example.com"], True)
    assert (await kept(world, booking_id)).status is Status.CONFIRMED
    assert await holders(world) == {(State.SOLD, booking_id)}
    assert await world.outbox("ExpireBookingRequest") == []


async def test_an_approval_holds_the_time_anew(world: World) -> None:
    """
    An hour from the approval, whatever the request still had; then others may have it.
    """
    await open_office(world)
    booking_id = await requested(world)
    world.later(hours=2)
    await world.call(approve_booking, {"booking_id": booking_id}, as_=EXPERT)

    world.later(minutes=59)
    early = await ask(world, as_=BUDI)
    world.later(minutes=1)
    late = await ask(world, as_=BUDI)

    assert (early.code, late.status) == ("slot_taken", 200)


async def test_two_requests_for_one_time(world: World) -> None:
    """
    Where requests block nothing, the first to be approved has the time; the other can not be approved any more.
    """
    await open_office(world, MANUAL.having(blocks_while_requested=False))
    first, second = await requested(world), await requested(world, as_=BUDI)

    yes = await world.call(approve_booking, {"booking_id": first}, as_=EXPERT)
    no = await world.call(approve_booking, {"booking_id": second}, as_=EXPERT)

    assert (yes.status, no.status, no.code) == (200, 409, "slot_taken")
    assert await holders(world) == {(State.HELD, first)}
    assert (await kept(world, second)).status is Status.REQUESTED


async def test_rejected(world: World) -> None:
    """
    The time is free at once, and the customer reads why.
    """
    await open_office(world)
    booking_id = await requested(world)

    answer = await world.call(reject_booking, {"booking_id": booking_id, "reason": "I am travelling."}, as_=EXPERT)
    await world.deliver()

    assert (answer.status, answer.body["status"], answer.body["reason"]) == (200, "rejected", "I am travelling.")
    assert await quarters(world) == {}
    assert "I am travelling." in (await world.mails())[-1]["text"]
    assert await world.outbox("ExpireBookingRequest") == []


@pytest.mark.parametrize("reason", ["", "   ", "x" * 501])
async def test_a_rejection_has_a_reason(world: World, reason: str) -> None:
    """
    Nobody is turned away without a word.
    """
    await open_office(world)
    booking_id = await requested(world)

    answer = await world.call(reject_booking, {"booking_id": booking_id, "reason": reason}, as_=EXPERT)

    assert (answer.status, answer.fields) == (422, ["reason"])
    assert (await kept(world, booking_id)).status is Status.REQUESTED


async def test_unanswered_it_ends(world: World) -> None:
    """
    Two hours before the meeting the request is over: the time is free, and both are told.
    """
    await open_office(world)
    booking_id = await requested(world)
    (timer,) = await world.outbox("ExpireBookingRequest")
    early = await world.call.task(expire_booking_request, timer.payload, entry=timer.id)
    before = (await kept(world, booking_id)).status

    world.at(TOMORROW - timedelta(hours=2))
    late = await world.call.task(expire_booking_request, timer.payload, entry=timer.id)
    await world.deliver()

    assert (early.status, before, late.status) == (200, Status.REQUESTED, 200)
    assert (await kept(world, booking_id)).status is Status.EXPIRED
    assert await quarters(world) == {}
    assert len({to for to, subject in await letters(world) if "edaluwarsa" in subject}) == 2


async def test_unanswered_it_ends_though_its_timer_was_lost(world: World) -> None:
    """
    The sweep finds it within minutes; run twice, it finds nothing more.
    """
    await open_office(world)
    booking_id = await requested(world)
    world.sent.entries.clear()
    world.at(TOMORROW - timedelta(hours=1, minutes=55))

    first = await world.call.run(expire_booking_requests, due_at=world.now)
    again = await world.call.run(expire_booking_requests, due_at=world.now)

    assert (first.body["counted"], again.body["counted"]) == (1, 0)
    assert (await kept(world, booking_id)).status is Status.EXPIRED


async def test_too_late_for_an_answer(world: World) -> None:
    """
    When the time to answer is over there is no answer, though nobody has expired the request yet.
    """
    await open_office(world)
    booking_id = await requested(world)
    world.at(TOMORROW - timedelta(hours=2))

    answer = await world.call(approve_booking, {"booking_id": booking_id}, as_=EXPERT)

    assert (answer.status, answer.code, answer.body["booking_status"]) == (409, "booking_not_open", "expired")


async def test_a_timer_leaves_what_was_answered_alone(world: World) -> None:
    """
    The timer rings for a request that was approved meanwhile: nothing happens.
    """
    await open_office(world)
    booking_id = await requested(world)
    (timer,) = await world.outbox("ExpireBookingRequest")
    await world.call(approve_booking, {"booking_id": booking_id}, as_=EXPERT)
    world.at(TOMORROW - timedelta(hours=2))

    await world.call.task(expire_booking_request, timer.payload)

    assert (await kept(world, booking_id)).status is Status.AWAITING_PAYMENT


async def test_who_may_answer(world: World) -> None:
    """
    The expert alone: not the customer, not another expert, and nobody twice.
    """
    await open_office(world)
    booking_id = await requested(world)
    body = {"booking_id": booking_id}

    answers = [
        await world.call(approve_booking, body, as_=ANA),
        await world.call(approve_booking, body, as_=Person("ana", role="expert")),
        await world.call(approve_booking, body, as_=Person("eli", role="expert")),
        await world.call(reject_booking, body | {"reason": "no"}, as_=Person("eli", role="expert")),
        await world.call(approve_booking, body, as_=EXPERT),
        await world.call(approve_booking, body, as_=EXPERT),
        await world.call(reject_booking, body | {"reason": "no"}, as_=EXPERT),
    ]

    assert [(one.status, one.code) for one in answers] == [
        (403, "forbidden"),
        (404, "booking_not_found"),
        (404, "booking_not_found"),
        (404, "booking_not_found"),
        (200, None),
        (409, "booking_not_open"),
        (409, "booking_not_open"),
    ]


async def test_what_is_paid_is_not_rejected(world: World) -> None:
    """
    A confirmed booking is called off, with its money; it can not be rejected.
    """
    await open_office(world)
    booking_id = await confirmed(world)

    answer = await world.call(reject_booking, {"booking_id": booking_id, "reason": "no"}, as_=EXPERT)

    assert (answer.status, answer.code) == (409, "booking_not_open")


async def test_an_approved_booking_may_be_paid_at_once(world: World) -> None:
    """
    The customer need not wait for the mail: paying opens the invoice.
    """
    await open_office(world)
    booking_id = await requested(world)
    await world.call(approve_booking, {"booking_id": booking_id}, as_=EXPERT)

    answer = await world.call(pay_booking, {"booking_id": booking_id}, as_=ANA)

    assert answer.body["checkout_url"].startswith("http")
    assert (await world.xendit_records("invoices"))["payable"] == 1


async def test_a_booking_of_a_free_service_needs_only_the_yes(world: World) -> None:
    """
    With nothing to pay, the approval confirms it.
    """
    await open_office(world, MANUAL.having(price=0))
    booking_id = await booked(world, service_id=MANUAL.id)

    await world.call(approve_booking, {"booking_id": booking_id}, as_=EXPERT)
    await world.deliver()

    assert (await kept(world, booking_id)).status is Status.CONFIRMED
    assert await holders(world) == {(State.SOLD, booking_id)}
