"""Effects of payments on a booking, for every answer and order of answers of Xendit, however late."""

import asyncio
from datetime import timedelta

import pytest

import functions.main
from functions.bookings.cancel_booking_when_order_cancelled import cancel_booking_when_order_cancelled
from functions.bookings.cancel_booking_when_order_refunded import cancel_booking_when_order_refunded
from functions.bookings.confirm_booking_when_order_paid import confirm_booking_when_order_paid
from functions.bookings.expire_booking_when_order_expired import expire_booking_when_order_expired
from functions.bookings.pay_booking import pay_booking
from functions.bookings.update_booking_statuses import update_booking_statuses
from functions.orders.cancel_order import cancel_order
from functions.orders.expire_order import expire_order
from functions.tickets.create_ticket_order import create_ticket_order
from shared.bookings.models import Side
from shared.claims.models import ClaimState
from shared.contracts.bookings import BookingStatus
from shared.kernel.outbox import OutboxEntry
from shared.kernel.schemas import to_kebab_case
from shared.orders import store as orders
from tests.bookings.builders import TOMORROW
from tests.bookings.steps import (
    add_meeting_links,
    allow_many_bookings,
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
from tests.builders import FRONT_END, NOON, a_ticket_order_request, put_tickets_on_sale
from tests.orders.steps import deliver_invoice_callback, load_order_status, pay_invoice
from tests.world import ANA, BUDI, EXPERT, World

pytestmark = pytest.mark.emulator

Status = BookingStatus


async def test_paid_is_confirmed(world: World) -> None:
    """
    The time is the customer's for good, there is a link to meet at, and both get it with a file for the calendar.
    """
    await set_up_booking_domain(world)
    await add_meeting_links(world, "room-a")

    booking_id = await create_confirmed_booking(world)

    booking = await load_booking(world, booking_id)
    assert (booking.version, booking.timed_in, booking.paid) == (2, 2, 157_500)
    assert booking.meeting is not None
    assert booking.meeting.url == "https://meet.example.com/room-a"
    assert booking.next_reminder_at == TOMORROW - timedelta(days=1)
    assert await list_quarter_holders(world) == {(ClaimState.SOLD, booking_id)}
    assert await list_quarter_holders(world, "meeting_links/room-a") == {(ClaimState.HELD, booking_id)}
    assert {to for to, _ in await list_mail_subjects(world)} == {"ana@example.com", "dewi@example.com"}
    assert not [mail for mail in await world.sent_mails() if "Bayar sekarang" in mail["text"]]
    assert all(
        [file["filename"]] == [f"{booking_id}.ics"] for mail in await world.sent_mails() for file in mail["attachments"]
    )


async def test_told_twice_it_is_confirmed_once(world: World) -> None:
    """
    The event comes again under another id: nothing changes, nobody is written to again.
    """
    await set_up_booking_domain(world)
    booking_id = await create_confirmed_booking(world)
    before, written = await load_booking(world, booking_id), await list_mail_subjects(world)

    answer = await world.call.push_event(
        confirm_booking_when_order_paid, "OrderPaid", {"order_id": booking_id, "paid_at": NOON.isoformat()}, id="again"
    )
    await world.deliver()

    assert answer.status == 200
    assert (await load_booking(world, booking_id), await list_mail_subjects(world)) == (before, written)


async def test_orders_for_other_things_have_no_bookings(world: World) -> None:
    """
    A paid, expired, cancelled or refunded order of tickets is none of the bookings' business.
    """
    await put_tickets_on_sale(world)
    made = await world.call(create_ticket_order, a_ticket_order_request(), as_=FRONT_END)
    order_id = made.body["order_id"]
    await pay_invoice(world, order_id)
    await deliver_invoice_callback(world, order_id, "PAID")
    at = {"paid_at": NOON, "expired_at": NOON, "cancelled_at": NOON, "refunded_at": NOON}
    payload = {"order_id": order_id, "amount": 1} | {name: moment.isoformat() for name, moment in at.items()}
    await world.deliver()

    answers = [
        await world.call.push_event(function, event, payload, id=f"e-{event}")
        for function, event in (
            (confirm_booking_when_order_paid, "OrderPaid"),
            (expire_booking_when_order_expired, "OrderExpired"),
            (cancel_booking_when_order_cancelled, "OrderCancelled"),
            (cancel_booking_when_order_refunded, "OrderRefunded"),
        )
    ]

    assert [answer.status for answer in answers] == [200] * 4
    assert not [line for line in world.log_lines if "dead letter" in line["message"]]


async def test_unpaid_ends(world: World) -> None:
    """
    The time to pay is over: the booking has expired, and the time is anybody's.
    """
    await set_up_booking_domain(world)
    booking_id = await create_booking(world)

    world.set_clock(TOMORROW + timedelta(minutes=1))
    await world.deliver()

    assert (await load_booking(world, booking_id)).status is Status.EXPIRED
    assert await load_order_status(world, booking_id) == ("EXPIRED", "EXPIRED")
    assert await list_taken_quarters(world) == {}
    assert len(await list_mail_subjects(world)) == 1


async def test_unpaid_ends_though_nobody_said_so(world: World) -> None:
    """
    The news of the expired order is lost: the hourly run asks the order itself.
    """
    await set_up_booking_domain(world)
    booking_id = await create_booking(world)
    world.set_clock(TOMORROW + timedelta(minutes=1))
    (timer,) = await world.list_outbox_entries("ExpireOrder")
    world.sent.entries = [timer]
    await world.call.deliver_task(expire_order, timer.payload, entry=timer)
    world.sent.entries.clear()
    world.later(hours=2)

    run = await world.call.run_schedule(update_booking_statuses, due_at=world.now)

    assert run.body["counted"] == 1
    assert (await load_booking(world, booking_id)).status is Status.EXPIRED


async def test_an_open_order_keeps_its_booking(world: World) -> None:
    """
    The hourly run ends nothing that its order has not ended.
    """
    await set_up_booking_domain(world)
    booking_id = await create_booking(world)
    world.sent.entries.clear()
    world.set_clock(TOMORROW + timedelta(hours=3))

    await world.call.run_schedule(update_booking_statuses, due_at=world.now)

    assert (await load_booking(world, booking_id)).status is Status.AWAITING_PAYMENT


async def test_paid_after_the_hold_with_the_time_still_free(world: World) -> None:
    """
    An hour was held, the money comes after five: nobody wanted the time meanwhile, so it is confirmed.
    """
    await set_up_booking_domain(world)
    booking_id = await create_booking(world)

    world.later(hours=5)
    await pay_for_booking(world, booking_id)

    assert (await load_booking(world, booking_id)).status is Status.CONFIRMED
    assert await list_quarter_holders(world) == {(ClaimState.SOLD, booking_id)}


async def test_paid_after_the_hold_when_others_came(world: World) -> None:
    """
    The time has gone to somebody else: the money goes back, the customer is told, and the other's booking stands.
    """
    await set_up_booking_domain(world)
    late = await create_booking(world)
    world.later(hours=2)
    other = await create_booking(world, as_=BUDI)

    await pay_for_booking(world, late)

    assert await load_order_status(world, late) == ("REFUNDED", "PAID")
    assert (await load_booking(world, late)).status in (Status.EXPIRED, Status.CANCELLED)
    assert await list_quarter_holders(world) == {(ClaimState.HELD, other)}
    assert [subject for to, subject in await list_mail_subjects(world) if to == "ana@example.com"]


async def test_paid_after_all_was_over_with_the_time_still_free(world: World) -> None:
    """
    A bank transfer for an expired order, days before the meeting: the very time is claimed again.
    """
    await set_up_booking_domain(world)
    soon = TOMORROW + timedelta(days=10)
    booking_id = await create_booking(world, starts_at=soon)
    world.later(days=3, minutes=1)
    await world.deliver()
    expired = (await load_booking(world, booking_id)).status

    await pay_for_booking(world, booking_id)

    assert (expired, (await load_booking(world, booking_id)).status) == (Status.EXPIRED, Status.CONFIRMED)
    assert await list_quarter_holders(world) == {(ClaimState.SOLD, booking_id)}


async def test_paid_when_the_meeting_would_have_begun(world: World) -> None:
    """
    Nobody can meet in the past: all of the money goes back, once.
    """
    await set_up_booking_domain(world)
    booking_id = await create_booking(world)
    await pay_invoice(world, booking_id)
    world.set_clock(TOMORROW)

    await deliver_invoice_callback(world, booking_id, "PAID")
    await world.deliver()
    again = {"order_id": booking_id, "paid_at": NOON.isoformat()}
    await world.call.push_event(confirm_booking_when_order_paid, "OrderPaid", again, id="again")
    await world.deliver()

    booking = await load_booking(world, booking_id)
    assert (booking.status, booking.cancelled_by, booking.refund) == (Status.CANCELLED, Side.SYSTEM, 157_500)
    assert await load_order_status(world, booking_id) == ("REFUNDED", "PAID")
    assert await list_taken_quarters(world) == {}
    order = await world.get(orders.order_ref(booking_id))
    assert order is not None
    assert [refund.amount for refund in order.refunds] == [157_500]


@pytest.mark.parametrize("order", ["paid first", "expired first"])
async def test_news_in_any_order_come_to_the_same(world: World, order: str) -> None:
    """
    The order expired and was then paid late; whichever of the two is heard first, the booking is confirmed.
    """
    await set_up_booking_domain(world)
    booking_id = await create_booking(world, starts_at=TOMORROW + timedelta(days=10))
    world.later(days=3, minutes=1)
    expired = await news(world)
    await pay_invoice(world, booking_id)
    await deliver_invoice_callback(world, booking_id, "PAID")
    paid = await news(world)
    assert [one.type for one in expired + paid] == ["OrderExpired", "OrderPaid"]
    world.sent.entries = expired + paid if order == "expired first" else paid + expired

    await world.deliver()

    assert (await load_booking(world, booking_id)).status is Status.CONFIRMED
    assert await list_quarter_holders(world) == {(ClaimState.SOLD, booking_id)}


async def news(world: World) -> list[OutboxEntry]:
    """Do all that is to be done now, and hold back what is told of it."""
    told: list[OutboxEntry] = []
    for _ in range(9):
        told += [one for one in world.sent.entries if one.kind == "event"]
        due = [one for one in world.sent.entries if one.kind == "job" and one.due_at <= world.now]
        world.sent.entries = []
        for job in due:
            function = getattr(functions.main, to_kebab_case(job.type).replace("-", "_"))
            await world.call.deliver_task(function, job.payload, entry=job)
    assert not world.sent.entries
    return told


async def test_an_order_that_is_called_off_takes_its_booking_along(world: World) -> None:
    """
    Cancelled as an order, it is cancelled as a booking, and the time is free.
    """
    await set_up_booking_domain(world)
    booking_id = await create_booking(world)

    await world.call(cancel_order, {"order_id": booking_id}, as_=ANA)
    await world.deliver()

    booking = await load_booking(world, booking_id)
    assert (booking.status, booking.cancelled_by) == (Status.CANCELLED, Side.SYSTEM)
    assert await list_taken_quarters(world) == {}


async def test_a_full_refund_ends_the_booking(world: World) -> None:
    """
    The money went back from elsewhere: nobody meets for nothing. A part of it changes nothing.
    """
    await set_up_booking_domain(world)
    await add_meeting_links(world, "room-a")
    booking_id = await create_confirmed_booking(world)
    payload = {"order_id": booking_id, "refunded_at": NOON.isoformat(), "amount": 1_000, "in_full": False}

    await world.call.push_event(cancel_booking_when_order_refunded, "OrderRefunded", payload, id="part")
    after_a_part = (await load_booking(world, booking_id)).status
    whole = payload | {"amount": 157_500, "in_full": True}
    await world.call.push_event(cancel_booking_when_order_refunded, "OrderRefunded", whole, id="whole")

    assert (after_a_part, (await load_booking(world, booking_id)).status) == (Status.CONFIRMED, Status.CANCELLED)
    assert (await list_taken_quarters(world), await list_taken_quarters(world, "meeting_links/room-a")) == ({}, {})


async def test_paying_again_leads_to_the_same_place(world: World) -> None:
    """
    From the history, an unpaid booking leads to an invoice that can be paid; never to two.
    """
    await set_up_booking_domain(world)
    asked = await request_booking_as(world)

    answer = await world.call(pay_booking, {"booking_id": asked.body["booking_id"]}, as_=ANA)

    assert (answer.status, answer.body["checkout_url"]) == (200, asked.body["checkout_url"])
    assert (await world.list_xendit_records("invoices"))["payable"] == 1


async def test_paying_when_xendit_was_silent(world: World) -> None:
    """
    The invoice could not be made when the booking was: paying makes it, once no call can be making it any more.
    """
    await set_up_booking_domain(world)
    await world.control_xendit("faults", kind="bad_gateway", operation="create_invoice", times=1)
    asked = await request_booking_as(world)
    world.later(seconds=30)

    answer = await world.call(pay_booking, {"booking_id": asked.body["booking_id"]}, as_=ANA)

    assert (asked.status, asked.body["checkout_url"]) == (200, None)
    assert answer.body["checkout_url"].startswith("http")


async def test_nobody_pays_for_a_time_that_is_gone(world: World) -> None:
    """
    The hold ran out and others came: paying again is refused before any money moves.
    """
    await set_up_booking_domain(world)
    late = await create_booking(world)
    world.later(hours=2)
    await create_booking(world, as_=BUDI)

    answer = await world.call(pay_booking, {"booking_id": late}, as_=ANA)

    assert (answer.status, answer.code, answer.invalid_fields) == (409, "slot_taken", ["starts_at"])


async def test_only_what_is_unpaid_is_payable(world: World) -> None:
    """
    A request is not to be paid yet, a confirmed booking not again; a stranger's is not found, nor by its expert.
    """
    await set_up_booking_domain(world)
    await allow_many_bookings(world)
    request = await create_booking_request(world)
    done = await create_confirmed_booking(world, starts_at=TOMORROW + timedelta(hours=2))
    unpaid = await create_booking(world, starts_at=TOMORROW + timedelta(hours=4))

    answers = [
        await world.call(pay_booking, {"booking_id": booking_id}, as_=person)
        for booking_id, person in ((request, ANA), (done, ANA), (unpaid, BUDI), (unpaid, EXPERT))
    ]

    assert [(one.status, one.code) for one in answers] == [
        (409, "booking_not_open"),
        (409, "booking_not_open"),
        (404, "booking_not_found"),
        (404, "booking_not_found"),
    ]


async def test_two_payments_at_once_are_two_bookings(world: World) -> None:
    """
    Of two bookings side by side that are paid at the same moment each has its own link.
    """
    await set_up_booking_domain(world)
    await add_meeting_links(world, "room-a", "room-b")
    pair = [await create_booking(world), await create_booking(world, as_=BUDI, starts_at=TOMORROW + timedelta(hours=1))]
    for booking_id in pair:
        await pay_invoice(world, booking_id)
        await deliver_invoice_callback(world, booking_id, "PAID")
    told = await news(world)

    await asyncio.gather(
        *(world.call.push_event(confirm_booking_when_order_paid, "OrderPaid", one.payload, id=one.id) for one in told)
    )

    assert [(await load_booking(world, booking_id)).status for booking_id in pair] == [Status.CONFIRMED] * 2
