"""Calling a booking off, for the refund that was quoted."""

import asyncio
from datetime import timedelta
from typing import Any

import pytest

from functions.bookings.cancel_booking import cancel_booking
from functions.bookings.quote_cancellation import quote_cancellation
from functions.orders.settle_invoice import settle_invoice
from shared.bookings.models import Side
from shared.contracts.bookings import BookingStatus
from shared.contracts.offers import CancellationPolicy
from shared.orders import store as orders
from shared.orders.models import OrderStatus
from tests.bookings.builders import TOMORROW
from tests.bookings.steps import (
    a_service,
    add_meeting_links,
    create_booking,
    create_booking_request,
    create_confirmed_booking,
    list_mail_subjects,
    list_taken_quarters,
    load_booking,
    request_booking_as,
    set_up_booking_domain,
)
from tests.orders.steps import deliver_invoice_callback, load_order_status, pay_invoice
from tests.world import ADMIN, ANA, BUDI, EXPERT, Answer, Person, World

pytestmark = pytest.mark.emulator

Status = BookingStatus


async def quote(world: World, booking_id: str, as_: Person = ANA) -> Answer:
    """What would come back."""
    return await world.call(quote_cancellation, {"booking_id": booking_id}, as_=as_)


async def cancel(world: World, booking_id: str, refund: int, as_: Person = ANA, **given: Any) -> Answer:
    """Call it off."""
    body = {"booking_id": booking_id, "reason": "I have fallen ill.", "refund": refund} | given
    return await world.call(cancel_booking, body, as_=as_)


async def refunds(world: World, booking_id: str, *, cause: str = "booking_cancelled") -> list[int]:
    """What goes back of its order, all of it for that *cause*."""
    order = await world.get(orders.order_ref(booking_id))
    assert order is not None
    assert all(refund.cause == cause for refund in order.refunds)
    return [refund.amount for refund in order.refunds]


@pytest.mark.parametrize(
    ("person", "hours_before", "refund"),
    [(ANA, 25, 157_500), (ANA, 3, 78_750), (EXPERT, 3, 157_500), (ADMIN, 3, 157_500)],
)
async def test_in_and_out_of_the_free_period(world: World, person: Person, hours_before: int, refund: int) -> None:
    """
    What was quoted goes back; the time and the link are free at once, and both are told.
    """
    await set_up_booking_domain(world)
    await add_meeting_links(world, "room-a")
    booking_id = await create_confirmed_booking(world)
    world.set_clock(TOMORROW - timedelta(hours=hours_before))

    quoted = await quote(world, booking_id, person)
    answer = await cancel(world, booking_id, quoted.body["refund"]["amount"], person)
    await world.deliver()

    assert (quoted.body["paid"]["amount"], quoted.body["refund"]["amount"]) == (157_500, refund)
    assert (answer.status, answer.body["status"], answer.body["refund"]["amount"]) == (200, "cancelled", refund)
    assert await refunds(world, booking_id) == [refund]
    assert (await list_taken_quarters(world), await list_taken_quarters(world, "meeting_links/room-a")) == ({}, {})
    assert (await load_booking(world, booking_id)).next_reminder_at is None
    assert {to for to, subject in await list_mail_subjects(world) if "dibatalkan" in subject} == {
        "ana@example.com",
        "dewi@example.com",
    }


async def test_the_refund_of_a_cancellation_does_not_cancel_again(world: World) -> None:
    """
    The order's own functions hear of the refund. The function that cancels refunded bookings is not called.
    """
    await set_up_booking_domain(world)
    booking_id = await create_confirmed_booking(world)
    await cancel(world, booking_id, 157_500)

    delivered = [name for name, _ in await world.deliver()]

    assert "number_credit_note_when_order_refunded" in delivered
    assert "cancel_booking_when_order_refunded" not in delivered
    assert (await load_booking(world, booking_id)).cancelled_by is Side.CUSTOMER


async def test_for_another_amount_nothing_happens(world: World) -> None:
    """
    The free period ended between the quote and the click: the new amount is told, and the booking stands.
    """
    await set_up_booking_domain(world)
    booking_id = await create_confirmed_booking(world)
    quoted = (await quote(world, booking_id)).body["refund"]["amount"]
    world.later(hours=3)

    answer = await cancel(world, booking_id, quoted)

    assert (answer.status, answer.code, answer.body["refund"]) == (409, "quote_changed", 78_750)
    assert (await load_booking(world, booking_id)).status is Status.CONFIRMED
    assert await refunds(world, booking_id) == []


async def test_a_request_is_taken_back(world: World) -> None:
    """
    Nothing was paid, so nothing goes back.
    """
    await set_up_booking_domain(world)
    booking_id = await create_booking_request(world)

    quoted = await quote(world, booking_id)
    answer = await cancel(world, booking_id, 0)

    assert (quoted.body["refund"]["amount"], answer.status) == (0, 200)
    assert await list_taken_quarters(world) == {}
    assert await world.list_outbox_entries("ExpireBookingRequest") == []


async def test_an_unpaid_booking_is_called_off_with_its_order(world: World) -> None:
    """
    The order is cancelled in the same breath, and its invoice closed after.
    """
    await set_up_booking_domain(world)
    booking_id = await create_booking(world)

    answer = await cancel(world, booking_id, 0)
    await world.deliver()

    assert answer.status == 200
    assert await load_order_status(world, booking_id) == ("CANCELLED", "EXPIRED")
    assert (await world.list_xendit_records("invoices"))["payable"] == 0
    booking = await load_booking(world, booking_id)
    assert (booking.cancelled_by, booking.reason) == (Side.CUSTOMER, "I have fallen ill.")
    assert (await request_booking_as(world, as_=BUDI)).status == 200


async def test_paid_while_being_called_off(world: World) -> None:
    """
    The payment crossed the cancelling: all of it goes back.
    """
    await set_up_booking_domain(world)
    booking_id = await create_booking(world)
    await pay_invoice(world, booking_id)

    await cancel(world, booking_id, 0)
    await deliver_invoice_callback(world, booking_id, "PAID")
    await world.deliver()

    assert await load_order_status(world, booking_id) == ("REFUNDED", "PAID")
    assert await refunds(world, booking_id, cause="order_cancelled") == [157_500]
    assert (await load_booking(world, booking_id)).status is Status.CANCELLED


async def test_called_off_before_the_news_of_the_payment(world: World) -> None:
    """
    The order is paid, its booking has not heard of it: the policy counts, once, and the news changes nothing.
    """
    await set_up_booking_domain(world)
    booking_id = await create_booking(world)
    await pay_invoice(world, booking_id)
    await deliver_invoice_callback(world, booking_id, "PAID")
    (job,) = await world.list_outbox_entries("SettleInvoice")
    world.sent.entries.remove(next(one for one in world.sent.entries if one.id == job.id))
    world.sent.closed = True
    await world.call.deliver_task(settle_invoice, job.payload, entry=job)
    world.sent.closed = False
    world.set_clock(TOMORROW - timedelta(hours=3))

    answer = await cancel(world, booking_id, 78_750)
    world.sent.entries += await world.list_outbox_entries("OrderPaid")
    await world.deliver()

    assert answer.status == 200
    assert await refunds(world, booking_id) == [78_750]
    assert (await load_booking(world, booking_id)).status is Status.CANCELLED


async def test_both_sides_at_once(world: World) -> None:
    """
    Both cancel in the same moment: it is cancelled once, and the money goes back once.
    """
    await set_up_booking_domain(world)
    booking_id = await create_confirmed_booking(world)

    answers = await asyncio.gather(cancel(world, booking_id, 157_500, ANA), cancel(world, booking_id, 157_500, EXPERT))

    assert sorted(answer.status for answer in answers) == [200, 409]
    assert await refunds(world, booking_id) == [157_500]


async def test_a_policy_may_keep_everything(world: World) -> None:
    """
    Late, and nothing goes back: the money stays with the order.
    """
    await set_up_booking_domain(world, a_service(policy=CancellationPolicy(free_until_hours=48, late_refund_percent=0)))
    booking_id = await create_confirmed_booking(world)

    answer = await cancel(world, booking_id, 0)
    await world.deliver()

    assert (answer.status, await refunds(world, booking_id)) == (200, [])
    assert await load_order_status(world, booking_id) == ("PAID", "PAID")


async def test_what_has_begun_is_not_called_off(world: World) -> None:
    """
    From its beginning on it counts who comes.
    """
    await set_up_booking_domain(world)
    booking_id = await create_confirmed_booking(world)
    world.set_clock(TOMORROW)

    answers = [await quote(world, booking_id), await cancel(world, booking_id, 0)]

    assert [(one.status, one.code) for one in answers] == [(409, "booking_not_open")] * 2


@pytest.mark.parametrize(
    ("given", "field"), [({"reason": " "}, "reason"), ({"refund": -1}, "refund"), ({"refund": "0"}, "refund")]
)
async def test_a_reason_and_an_amount_are_needed(world: World, given: dict[str, Any], field: str) -> None:
    """
    Each field that is wrong is named, and the booking stands.
    """
    await set_up_booking_domain(world)
    booking_id = await create_booking(world)

    answer = await cancel(world, booking_id, **{"refund": 0} | given)

    assert (answer.status, answer.invalid_fields) == (422, [field])
    assert (await load_booking(world, booking_id)).status is Status.AWAITING_PAYMENT


async def test_a_strangers_booking_is_not_found(world: World) -> None:
    """
    Nobody else learns of it.
    """
    await set_up_booking_domain(world)
    booking_id = await create_confirmed_booking(world)

    answers = [await quote(world, booking_id, BUDI), await cancel(world, booking_id, 157_500, BUDI)]

    assert [(one.status, one.code) for one in answers] == [(404, "booking_not_found")] * 2


async def test_an_order_that_a_newer_version_changed_is_left_to_that_version(world: World) -> None:
    """
    What this version does not know may have been paid: nothing is quoted or cancelled, and the caller tries again.
    """
    await set_up_booking_domain(world)
    await add_meeting_links(world, "one")
    booking_id = await create_confirmed_booking(world)
    order = await world.get(orders.order_ref(booking_id))
    assert order is not None
    await world.put_documents((orders.order_ref(booking_id), order.having(status=OrderStatus.UNKNOWN)))

    quoted = await quote(world, booking_id)
    cancelled = await cancel(world, booking_id, 0)

    assert [(answer.status, answer.code) for answer in (quoted, cancelled)] == [(503, "unavailable")] * 2
    assert (await load_booking(world, booking_id)).status is Status.CONFIRMED
