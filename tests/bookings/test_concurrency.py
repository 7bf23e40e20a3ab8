"""Bookings under concurrent requests: no false answer to a person, and no money lost between two reads."""

import secrets
from datetime import timedelta

import pytest

from functions.bookings.approve_booking import approve_booking
from functions.bookings.cancel_booking import cancel_booking
from functions.bookings.decline_reschedule import decline_reschedule
from functions.bookings.get_booking_calendar import get_booking_calendar
from functions.bookings.pay_booking import pay_booking
from functions.bookings.propose_reschedule import propose_reschedule
from functions.bookings.save_meeting_link import save_meeting_link
from functions.bookings.send_due_reminders import send_due_reminders
from functions.bookings.update_booking_statuses import update_booking_statuses
from functions.orders.cancel_order import cancel_order
from functions.orders.expire_overdue_orders import expire_overdue_orders
from functions.orders.settle_invoice import settle_invoice
from shared.contracts.bookings import BookingStatus
from shared.gateways.firestore.client import PreconditionFailed
from shared.kernel.actors import Actor
from shared.kernel.ids import BookingId, OrderId
from shared.orders import store as orders
from shared.workflows import booking_cancellation
from tests.bookings.builders import TOMORROW
from tests.bookings.steps import (
    add_meeting_links,
    allow_many_bookings,
    create_booking,
    create_booking_request,
    create_confirmed_booking,
    list_mail_subjects,
    load_booking,
    request_booking_as,
    set_up_booking_domain,
)
from tests.orders.steps import deliver_invoice_callback, load_order_status, pay_invoice
from tests.world import ADMIN, ANA, EXPERT, World

pytestmark = pytest.mark.emulator


async def test_an_order_that_comes_to_be_meanwhile_stops_the_cancelling(world: World) -> None:
    """
    The expert approves after the order was looked for, and before the booking was: the cancelling begins again.
    """
    await set_up_booking_domain(world)
    booking_id = await create_booking_request(world)
    unit = world.new_unit_of_work()
    assert await orders.find_orders(unit, [booking_id]) == [None]
    await world.call(approve_booking, {"booking_id": booking_id}, as_=EXPERT)

    await booking_cancellation.cancel_booking_and_order(
        unit,
        BookingId(booking_id),
        reason="Plans have changed.",
        quoted=0,
        actor=Actor("customer", "ana"),
        now=world.now,
    )

    with pytest.raises(PreconditionFailed):
        await world.documents.commit(unit.build_writes())


async def test_a_payment_that_nobody_heard_of_is_said_again(world: World) -> None:
    """
    The event was lost for good; the hourly run finds the paid order, and the booking is confirmed after all.
    """
    await set_up_booking_domain(world)
    booking_id = await create_booking(world)
    await pay_invoice(world, booking_id)
    await deliver_invoice_callback(world, booking_id, "PAID")
    (entry,) = [one for one in world.sent.entries if one.type == "SettleInvoice"]
    await world.call.deliver_task(settle_invoice, entry.payload, entry=entry)
    world.sent.entries.clear()
    world.set_clock(TOMORROW + timedelta(hours=2))

    await world.call.run_schedule(update_booking_statuses, due_at=world.now)
    await world.deliver()

    assert (await load_order_status(world, booking_id))[1] == "PAID"
    assert (await load_booking(world, booking_id)).status is BookingStatus.CANCELLED
    order = await world.get(orders.order_ref(booking_id))
    assert order is not None
    assert (order.refunded_amount, order.refunds[0].cause) == (order.total.amount, "booking_over")


async def test_one_that_cannot_be_dealt_with_holds_nobody_up(world: World) -> None:
    """
    A booking whose order is gone is told of, and the next one ends as it should.
    """
    await set_up_booking_domain(world)
    await allow_many_bookings(world)
    broken, sound = await create_booking(world), await create_booking(world, starts_at=TOMORROW + timedelta(hours=2))
    unit = world.new_unit_of_work()
    unit.delete(orders.order_ref(broken))
    await world.documents.commit(unit.build_writes())
    world.later(days=4)
    await world.call.run_schedule(expire_overdue_orders, due_at=world.now)

    run = await world.call.run_schedule(update_booking_statuses, due_at=world.now)

    assert (run.status, run.body) == (200, {"counted": 1, "failed": 1})
    assert (await load_booking(world, sound)).status is BookingStatus.EXPIRED
    assert any(line["severity"] == "ERROR" and line.get("thing") == broken for line in world.log_lines)


async def test_a_counter_proposal_silences_the_first(world: World) -> None:
    """
    The mail about it had not left when the other side proposed something else: nobody is asked for their own answer.
    """
    await set_up_booking_domain(world)
    booking_id = await create_booking_request(world)
    await world.deliver()
    before = len(await list_mail_subjects(world))

    for days, who in ((1, ANA), (2, EXPERT)):
        body = {"booking_id": booking_id, "starts_at": (TOMORROW + timedelta(days=days)).isoformat()}
        assert (await world.call(propose_reschedule, body, as_=who)).status == 200
    await world.deliver()

    assert {to for to, _ in (await list_mail_subjects(world))[before:]} == {"ana@example.com"}


async def test_who_takes_a_proposal_back_leaves_no_news(world: World) -> None:
    """
    The other side is not told that somebody declined their own proposal.
    """
    await set_up_booking_domain(world)
    booking_id = await create_booking_request(world)
    body = {"booking_id": booking_id, "starts_at": (TOMORROW + timedelta(days=1)).isoformat()}
    await world.call(propose_reschedule, body, as_=ANA)
    await world.deliver()
    before = len(await list_mail_subjects(world))

    answer = await world.call(decline_reschedule, {"booking_id": booking_id}, as_=ANA)
    await world.deliver()

    assert answer.status == 200
    assert (await list_mail_subjects(world))[before:] == []


async def test_a_reminder_whose_hour_has_passed_is_not_sent(world: World) -> None:
    """
    It says tomorrow, and was held up until half an hour before.
    """
    await set_up_booking_domain(world)
    await create_confirmed_booking(world)
    before = len(await list_mail_subjects(world))
    world.set_clock(TOMORROW - timedelta(days=1))
    await world.call.run_schedule(send_due_reminders, due_at=world.now)

    world.set_clock(TOMORROW - timedelta(minutes=30))
    await world.deliver()

    assert (await list_mail_subjects(world))[before:] == []


async def test_the_place_of_a_cancelled_meeting_is_nobodys_business(world: World) -> None:
    """
    Its link goes on to others, so the calendar's file does not tell it any more.
    """
    await set_up_booking_domain(world)
    await add_meeting_links(world, "room-a")
    booking_id = await create_confirmed_booking(world)
    await world.call(cancel_booking, {"booking_id": booking_id, "reason": "Ill.", "refund": 157_500}, as_=ANA)

    file = await world.call(get_booking_calendar, {"booking_id": booking_id}, as_=ANA)

    assert file.status == 200
    assert b"meet.example.com" not in file.content


async def test_a_called_off_order_is_not_paid_by_the_booking(world: World) -> None:
    """
    Its event has not arrived yet; the customer is told all the same.
    """
    await set_up_booking_domain(world)
    booking_id = await create_booking(world)
    await world.call(cancel_order, {"order_id": booking_id}, as_=ANA)

    answer = await world.call(pay_booking, {"booking_id": booking_id}, as_=ANA)

    assert (answer.status, answer.code) == (409, "order_not_open")


async def test_ids_that_are_the_databases_own_are_refused(world: World) -> None:
    """
    What begins and ends with two underscores could not be kept.
    """
    await set_up_booking_domain(world)
    link = {"meeting_link_id": "__x__", "url": "https://meet.example.com/x", "label": "X"}

    answers = [
        await request_booking_as(world, expert_id="__x__"),
        await request_booking_as(world, service_id="__x__"),
        await world.call(save_meeting_link, link, as_=ADMIN),
    ]

    assert [(one.status, one.invalid_fields) for one in answers] == [
        (422, ["expert_id"]),
        (422, ["service_id"]),
        (422, ["meeting_link_id"]),
    ]


def test_no_booking_has_the_reference_of_another_order(world: World) -> None:
    """
    A request has a reference before it has an order; nobody else's order can come to have it.
    """
    ends = {kind: {kind.at(world.now, secrets.randbelow)[-1] for _ in range(500)} for kind in (BookingId, OrderId)}

    assert ends[BookingId] & ends[OrderId] == set()
