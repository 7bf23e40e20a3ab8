"""The expert's answer to a request: yes, no, or none."""

from datetime import timedelta

import pytest

from functions.bookings.approve_booking import approve_booking
from functions.bookings.expire_booking_request import expire_booking_request
from functions.bookings.expire_booking_requests import expire_booking_requests
from functions.bookings.pay_booking import pay_booking
from functions.bookings.reject_booking import reject_booking
from functions.orders.open_invoice import open_invoice
from shared.claims.models import ClaimState
from shared.contracts.bookings import BookingStatus
from shared.orders import store as orders
from tests.bookings.builders import TOMORROW
from tests.bookings.steps import (
    MANUAL_SERVICE,
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
from tests.builders import NOON
from tests.world import ANA, BUDI, EXPERT, Person, World

pytestmark = pytest.mark.emulator

Status = BookingStatus


async def test_approved_and_paid(world: World) -> None:
    """
    The customer is told where to pay, pays, and it is confirmed; the order is the customer's, not the expert's.
    """
    await set_up_booking_domain(world)
    booking_id = await create_booking_request(world)
    world.later(hours=5)

    answer = await world.call(approve_booking, {"booking_id": booking_id}, as_=EXPERT)
    (job,) = await world.list_outbox_entries("OpenInvoice")
    world.later(minutes=2)
    await world.call.deliver_task(open_invoice, job.payload, entry=job)
    await world.deliver()
    told = (await world.sent_mails())[-1]
    await pay_for_booking(world, booking_id)

    assert (answer.status, answer.body["status"], answer.body["version"]) == (200, "awaiting_payment", 2)
    order = await world.get(orders.order_ref(booking_id))
    assert order is not None
    assert (order.customer, order.hold_until) == ("ana", NOON + timedelta(hours=6))
    assert (told["to"], order.payment.checkout_url in told["text"]) == (["ana@example.com"], True)
    assert (await load_booking(world, booking_id)).status is Status.CONFIRMED
    assert await list_quarter_holders(world) == {(ClaimState.SOLD, booking_id)}
    assert await world.list_outbox_entries("ExpireBookingRequest") == []


async def test_an_approval_holds_the_time_anew(world: World) -> None:
    """
    An hour from the approval, whatever the request still had; then others may have it.
    """
    await set_up_booking_domain(world)
    booking_id = await create_booking_request(world)
    world.later(hours=2)
    await world.call(approve_booking, {"booking_id": booking_id}, as_=EXPERT)

    world.later(minutes=59)
    early = await request_booking_as(world, as_=BUDI)
    world.later(minutes=1)
    late = await request_booking_as(world, as_=BUDI)

    assert (early.code, late.status) == ("slot_taken", 200)


async def test_two_requests_for_one_time(world: World) -> None:
    """
    Where requests block nothing, the first to be approved has the time; the other can not be approved any more.
    """
    await set_up_booking_domain(world, MANUAL_SERVICE.having(blocks_while_requested=False))
    first, second = await create_booking_request(world), await create_booking_request(world, as_=BUDI)

    yes = await world.call(approve_booking, {"booking_id": first}, as_=EXPERT)
    no = await world.call(approve_booking, {"booking_id": second}, as_=EXPERT)

    assert (yes.status, no.status, no.code) == (200, 409, "slot_taken")
    assert await list_quarter_holders(world) == {(ClaimState.HELD, first)}
    assert (await load_booking(world, second)).status is Status.REQUESTED


async def test_rejected(world: World) -> None:
    """
    The time is free at once, and the customer reads why.
    """
    await set_up_booking_domain(world)
    booking_id = await create_booking_request(world)

    answer = await world.call(reject_booking, {"booking_id": booking_id, "reason": "I am travelling."}, as_=EXPERT)
    await world.deliver()

    assert (answer.status, answer.body["status"], answer.body["reason"]) == (200, "rejected", "I am travelling.")
    assert await list_taken_quarters(world) == {}
    assert "I am travelling." in (await world.sent_mails())[-1]["text"]
    assert await world.list_outbox_entries("ExpireBookingRequest") == []


@pytest.mark.parametrize("reason", ["", "   ", "x" * 501])
async def test_a_rejection_has_a_reason(world: World, reason: str) -> None:
    """
    Nobody is turned away without a word.
    """
    await set_up_booking_domain(world)
    booking_id = await create_booking_request(world)

    answer = await world.call(reject_booking, {"booking_id": booking_id, "reason": reason}, as_=EXPERT)

    assert (answer.status, answer.invalid_fields) == (422, ["reason"])
    assert (await load_booking(world, booking_id)).status is Status.REQUESTED


async def test_unanswered_it_ends(world: World) -> None:
    """
    Two hours before the meeting the request is over: the time is free, and both are told.
    """
    await set_up_booking_domain(world)
    booking_id = await create_booking_request(world)
    (timer,) = await world.list_outbox_entries("ExpireBookingRequest")
    early = await world.call.deliver_task(expire_booking_request, timer.payload, entry=timer)
    before = (await load_booking(world, booking_id)).status

    world.set_clock(TOMORROW - timedelta(hours=2))
    late = await world.call.deliver_task(expire_booking_request, timer.payload, entry=timer)
    await world.deliver()

    assert (early.status, before, late.status) == (200, Status.REQUESTED, 200)
    assert (await load_booking(world, booking_id)).status is Status.EXPIRED
    assert await list_taken_quarters(world) == {}
    assert len({to for to, subject in await list_mail_subjects(world) if "edaluwarsa" in subject}) == 2


async def test_unanswered_it_ends_though_its_timer_was_lost(world: World) -> None:
    """
    The sweep finds it within minutes; run twice, it finds nothing more.
    """
    await set_up_booking_domain(world)
    booking_id = await create_booking_request(world)
    world.sent.entries.clear()
    world.set_clock(TOMORROW - timedelta(hours=1, minutes=55))

    first = await world.call.run_schedule(expire_booking_requests, due_at=world.now)
    again = await world.call.run_schedule(expire_booking_requests, due_at=world.now)

    assert (first.body["counted"], again.body["counted"]) == (1, 0)
    assert (await load_booking(world, booking_id)).status is Status.EXPIRED


async def test_too_late_for_an_answer(world: World) -> None:
    """
    When the time to answer is over there is no answer, though nobody has expired the request yet.
    """
    await set_up_booking_domain(world)
    booking_id = await create_booking_request(world)
    world.set_clock(TOMORROW - timedelta(hours=2))

    answer = await world.call(approve_booking, {"booking_id": booking_id}, as_=EXPERT)

    assert (answer.status, answer.code, answer.body["booking_status"]) == (409, "booking_not_open", "expired")


async def test_a_timer_leaves_what_was_answered_alone(world: World) -> None:
    """
    The timer rings for a request that was approved meanwhile: nothing happens.
    """
    await set_up_booking_domain(world)
    booking_id = await create_booking_request(world)
    (timer,) = await world.list_outbox_entries("ExpireBookingRequest")
    await world.call(approve_booking, {"booking_id": booking_id}, as_=EXPERT)
    world.set_clock(TOMORROW - timedelta(hours=2))

    await world.call.deliver_task(expire_booking_request, timer.payload)

    assert (await load_booking(world, booking_id)).status is Status.AWAITING_PAYMENT


async def test_who_may_answer(world: World) -> None:
    """
    The expert alone: not the customer, not another expert, and nobody twice.
    """
    await set_up_booking_domain(world)
    booking_id = await create_booking_request(world)
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
    await set_up_booking_domain(world)
    booking_id = await create_confirmed_booking(world)

    answer = await world.call(reject_booking, {"booking_id": booking_id, "reason": "no"}, as_=EXPERT)

    assert (answer.status, answer.code) == (409, "booking_not_open")


async def test_an_approved_booking_may_be_paid_at_once(world: World) -> None:
    """
    The customer need not wait for the mail: paying opens the invoice.
    """
    await set_up_booking_domain(world)
    booking_id = await create_booking_request(world)
    await world.call(approve_booking, {"booking_id": booking_id}, as_=EXPERT)

    answer = await world.call(pay_booking, {"booking_id": booking_id}, as_=ANA)

    assert answer.body["checkout_url"].startswith("http")
    assert (await world.list_xendit_records("invoices"))["payable"] == 1


async def test_a_booking_of_a_free_service_needs_only_the_yes(world: World) -> None:
    """
    With nothing to pay, the approval confirms it.
    """
    await set_up_booking_domain(world, MANUAL_SERVICE.having(price=0))
    booking_id = await create_booking(world, service_id=MANUAL_SERVICE.id)

    await world.call(approve_booking, {"booking_id": booking_id}, as_=EXPERT)
    await world.deliver()

    assert (await load_booking(world, booking_id)).status is Status.CONFIRMED
    assert await list_quarter_holders(world) == {(ClaimState.SOLD, booking_id)}
