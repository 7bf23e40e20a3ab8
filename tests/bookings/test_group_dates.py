"""Dates of groups: opened by the expert, sold by the seat, given back, cancelled."""

import asyncio
from collections import Counter
from datetime import timedelta

import pytest

from functions.bookings.settle_group_dates import settle_group_dates
from shared.bookings.group_models import GroupDateStatus
from shared.claims.models import ClaimState
from shared.contracts.bookings import BookingStatus
from shared.contracts.offers import CancellationPolicy
from shared.kernel.ids import BookingId
from shared.orders import store as orders
from shared.orders.models import RefundCause
from tests.bookings.builders import DEWI, TOMORROW
from tests.bookings.group_steps import (
    CARI,
    buy_seats,
    hold_seat,
    list_dates,
    load_date,
    open_another_date,
    open_date,
    register_buyers,
    take_seat,
)
from tests.bookings.steps import (
    allow_many_bookings,
    create_booking,
    list_mail_subjects,
    list_quarter_holders,
    list_taken_quarters,
    load_booking,
    pay_for_booking,
    request_booking_as,
)
from tests.catalogue.fakes import FakeAccounts
from tests.chat.steps import call_as, call_successfully
from tests.orders.steps import deliver_invoice_callback, pay_invoice
from tests.world import ADMIN, ANA, BUDI, EXPERT, NOBODY, World

pytestmark = pytest.mark.emulator
PRICE_WITH_FEE = 157_500


async def list_refunds(world: World, *booking_ids: str) -> list[tuple[int, str]]:
    """List all refunds of the orders of bookings: amount and cause."""
    found = [await world.get(orders.order_ref(id)) for id in booking_ids]
    return [(refund.amount, refund.cause) for order in found if order for refund in order.refunds]


async def test_a_date_takes_the_experts_time_as_a_booking_does(world: World) -> None:
    """Neither a booking nor another date overlaps it; a date overlaps no booking; cancelled, the time is free."""
    group_date = await open_date(world)
    await create_booking(world, starts_at=TOMORROW + timedelta(hours=2))
    shown = await call_successfully(world, NOBODY, "list_group_dates", expert_id=DEWI)
    unknown = await call_as(world, NOBODY, "list_group_dates", expert_id="nobody")

    assert [(one["group_date_id"], one["free_seats"], one["is_sure"]) for one in shown["items"]] == [
        (group_date, 5, False)
    ]
    assert (unknown.status, unknown.code) == (404, "expert_not_found")
    assert await list_quarter_holders(world) >= {(ClaimState.SOLD, group_date)}
    answers = [
        await request_booking_as(world, as_=BUDI, starts_at=TOMORROW + timedelta(minutes=30)),
        await request_booking_as(world, as_=BUDI, service_id="career-circle", starts_at=TOMORROW + timedelta(hours=4)),
        *[
            await call_as(world, EXPERT, "open_group_date", service_id="career-circle", starts_at=at.isoformat())
            for at in (
                TOMORROW + timedelta(minutes=45),
                TOMORROW + timedelta(hours=2, minutes=30),
                TOMORROW + timedelta(minutes=7),
                world.now - timedelta(hours=1),
                TOMORROW + timedelta(days=365),
            )
        ],
        await call_as(world, EXPERT, "open_group_date", service_id="career-talk", starts_at=TOMORROW.isoformat()),
    ]
    assert [(one.status, one.code) for one in answers] == [
        (409, "slot_taken"),
        (409, "service_inactive"),
        (409, "slot_taken"),
        (409, "slot_taken"),
        (422, "starts_off_quarter"),
        (422, "starts_in_past"),
        (422, "too_far"),
        (409, "service_inactive"),
    ]

    await call_successfully(world, EXPERT, "cancel_group_date", group_date_id=group_date, reason="Sakit.")
    assert all(holder != group_date for _, holder in (await list_taken_quarters(world)).values())
    assert await list_dates(world) == []
    mine = (await call_successfully(world, EXPERT, "list_my_group_dates"))["items"]
    assert [(one["status"], one["cancelled_by"], one["reason"]) for one in mine] == [("cancelled", "expert", "Sakit.")]


async def test_a_service_for_groups_meets_online_and_is_not_booked_alone(world: World) -> None:
    """Its seats fit its kind and its minimum; it has no free times, which are for meetings of two."""
    await open_date(world)
    body = {"name": "Lingkar karier", "kind": "chat", "minutes": 60, "price": 50_000, "seats": 8, "fewest_seats": 3}
    place = {"address": "Jalan Sudirman 1"}

    saved = await call_successfully(world, EXPERT, "save_service", **body)
    refused = [
        await call_as(world, EXPERT, "save_service", **body | change)
        for change in (
            {"kind": "offline", "place": place},
            {"minutes": 0, "delivery_days": 3},
            {"fewest_seats": 9},
            {"seats": 31},
        )
    ]
    times = await call_as(world, ANA, "list_free_slots", expert_id=DEWI, service_id="career-circle")

    assert (saved["seats"], saved["fewest_seats"], saved["decide_hours"], saved["on_sale"]) == (8, 3, 24, True)
    assert [one.invalid_fields for one in refused] == [["seats"], ["seats"], ["fewest_seats"], ["seats"]]
    assert (times.status, times.code) == (409, "service_inactive")


async def test_thirty_buyers_of_five_seats_buy_exactly_five(world: World) -> None:
    """All ask at once; each seat is a booking with its order, and nobody has two."""
    group_date = await open_date(world)
    buyers = await register_buyers(world, 30)

    answers = await asyncio.gather(*(take_seat(world, group_date, who) for who in (*buyers, *buyers)))

    won = [one.body["booking_id"] for one in answers if one.status == 200]
    assert len(won) == 5
    assert {one.code for one in answers if one.status != 200} <= {
        "no_seat_left",
        "already_seated",
        "too_many_open_bookings",
        "busy",
    }
    date = await load_date(world, group_date)
    assert sorted(seat.booking_id for seat in date.taken) == sorted(won)
    assert max(Counter(seat.customer for seat in date.taken).values()) == 1
    assert await list_dates(world) == [(group_date, 0)]


async def test_an_unpaid_seat_comes_back_once_and_is_paid_late_only_if_free(world: World) -> None:
    """Its hold ends after an hour; whoever pays then gets the seat, or the money back. Its expiry takes nobody's."""
    group_date = await open_date(world, starts_at=TOMORROW + timedelta(days=7), seats=2, fewest_seats=1)
    ana, budi = await hold_seat(world, group_date, ANA), await hold_seat(world, group_date, BUDI)
    assert (await take_seat(world, group_date, CARI)).code == "no_seat_left"
    world.later(minutes=61)
    (cari,) = await buy_seats(world, group_date, CARI)
    assert (await take_seat(world, group_date, CARI)).code == "already_seated"

    await pay_for_booking(world, ana)
    late = await call_as(world, BUDI, "pay_booking", booking_id=budi)
    await pay_invoice(world, budi)
    await deliver_invoice_callback(world, budi, "PAID")
    await world.deliver()

    assert late.code == "no_seat_left"
    assert {seat.booking_id for seat in (await load_date(world, group_date)).sold} == {cari, ana}
    assert (await load_booking(world, budi)).status is BookingStatus.CANCELLED
    assert await list_refunds(world, ana, budi, cari) == [(PRICE_WITH_FEE, RefundCause.GONE)]


async def test_seats_of_expired_and_cancelled_orders_are_free(world: World) -> None:
    """One order expires, the other is cancelled by its buyer; the event comes twice."""
    group_date = await open_date(world, starts_at=TOMORROW + timedelta(days=7))
    ana, budi = await hold_seat(world, group_date, ANA), await hold_seat(world, group_date, BUDI)

    await call_successfully(world, BUDI, "cancel_order", order_id=budi)
    await world.deliver()
    assert [seat.booking_id for seat in (await load_date(world, group_date)).taken] == [ana]
    world.later(days=3, hours=1)
    await world.control_xendit("expire", external_id=ana, drop=True)
    await deliver_invoice_callback(world, ana, "EXPIRED")
    await world.deliver()
    await world.deliver(filtered=False)

    assert (await load_date(world, group_date)).taken == ()
    assert [(await load_booking(world, one)).status for one in (ana, budi)] == [
        BookingStatus.EXPIRED,
        BookingStatus.CANCELLED,
    ]


async def test_a_paid_seat_is_given_back_by_the_policy_and_never_moved(world: World) -> None:
    """The customer is quoted, paid back and out; the seat is on sale again. It cannot be moved or extended."""
    group_date = await open_date(world, starts_at=TOMORROW + timedelta(days=7))
    ana, budi = await buy_seats(world, group_date)
    moved = await call_as(
        world, ANA, "propose_reschedule", booking_id=ana, starts_at=(TOMORROW + timedelta(days=3)).isoformat()
    )
    assert (moved.status, moved.code) == (409, "seat_is_fixed")
    shown = await call_successfully(world, ANA, "get_booking", booking_id=ana)
    assert (shown["group_date_id"], shown["meeting"]["room_id"]) == (group_date, group_date)

    quote = await call_successfully(world, ANA, "quote_cancellation", booking_id=ana)
    await call_successfully(
        world, ANA, "cancel_booking", booking_id=ana, reason="Sakit.", refund=quote["refund"]["amount"]
    )
    await world.deliver()

    assert await list_dates(world) == [(group_date, 4)]
    assert await list_refunds(world, ana, budi) == [(PRICE_WITH_FEE, RefundCause.BOOKING_CANCELLED)]
    listed = (await call_successfully(world, EXPERT, "list_my_transactions"))["items"]
    assert {one["session_id"] for one in listed} == {ana, budi}


async def test_nobody_sits_with_whom_they_blocked_or_in_their_own_group(world: World) -> None:
    """Blocks, anonymous people, the expert, a hidden expert, and the end of the sale are refused."""
    group_date = await open_date(world)
    await call_successfully(world, ANA, "block_user", user_id=DEWI)

    answers = [
        await take_seat(world, group_date, ANA),
        await take_seat(world, group_date, EXPERT),
        await call_as(world, BUDI, "cancel_group_date", group_date_id=group_date, reason="Iseng."),
        await take_seat(world, "no-such-date", BUDI),
    ]
    world.set_clock(TOMORROW - timedelta(minutes=15))
    answers.append(await take_seat(world, group_date, BUDI))

    assert [(one.status, one.code) for one in answers] == [
        (403, "blocked"),
        (422, "own_service"),
        (403, "forbidden"),
        (404, "group_date_not_found"),
        (409, "group_date_not_open"),
    ]


async def test_a_date_cancelled_pays_everybody_back_once(world: World) -> None:
    """Tasks and events come twice, one task comes only after the start: each seat is paid back once."""
    group_date = await open_date(world)
    ana, budi = await buy_seats(world, group_date)
    cari = await hold_seat(world, group_date, CARI)
    await call_successfully(world, ADMIN, "cancel_group_date", group_date_id=group_date, reason="Banjir.")
    again = await call_as(world, EXPERT, "cancel_group_date", group_date_id=group_date, reason="Banjir.")
    assert again.code == "group_date_not_open"
    tasks = [one for one in world.sent.entries if one.type == "GiveSeatBack"]
    assert len(tasks) == 3
    world.sent.entries.remove(next(one for one in tasks if one.payload["booking_id"] == budi))
    for task in tasks:
        if task.payload["booking_id"] == ana:
            await world.deliver_entry(task)
    await world.deliver()
    assert [seat.booking_id for seat in (await load_date(world, group_date)).taken] == [budi]

    world.set_clock(TOMORROW + timedelta(minutes=5))
    for _ in range(2):
        await call_schedule(world)
        await world.deliver(filtered=False)

    assert (await load_date(world, group_date)).taken == ()
    statuses = [(await load_booking(world, one)).status for one in (ana, budi, cari)]
    assert statuses == [BookingStatus.CANCELLED] * 3
    assert await list_refunds(world, ana, budi, cari) == [(PRICE_WITH_FEE, RefundCause.BOOKING_CANCELLED)] * 2
    assert (await load_booking(world, BookingId(budi))).reason == "Banjir."


async def test_a_date_is_read_by_its_id(world: World) -> None:
    """
    Everybody reads an open date of a listed expert; of a cancelled one, the expert, admins and those with a seat.
    """
    group_date = await open_date(world)
    await buy_seats(world, group_date, ANA)
    open_to_budi = await call_as(world, BUDI, "get_group_date", group_date_id=group_date)
    world.sent.entries.clear()
    await call_successfully(world, EXPERT, "cancel_group_date", group_date_id=group_date, reason="Sakit")

    answers = [await call_as(world, who, "get_group_date", group_date_id=group_date) for who in (EXPERT, ADMIN, ANA)]
    closed_to_budi = await call_as(world, BUDI, "get_group_date", group_date_id=group_date)

    assert (open_to_budi.status, open_to_budi.body["free_seats"]) == (200, 4)
    assert [(one.status, one.body["status"], one.body["reason"]) for one in answers] == [
        (200, "cancelled", "Sakit")
    ] * 3
    assert (closed_to_budi.status, closed_to_budi.code) == (404, "group_date_not_found")


async def test_who_cancels_a_seat_of_a_cancelled_date_gets_all_back(world: World) -> None:
    """The policy gives nothing so late. But the date is off: a customer who is faster than the task gets all back."""
    group_date = await open_date(world, policy=CancellationPolicy(free_until_hours=48, late_refund_percent=0))
    (ana,) = await buy_seats(world, group_date, ANA)
    before = await call_successfully(world, ANA, "quote_cancellation", booking_id=ana)
    await call_successfully(world, EXPERT, "cancel_group_date", group_date_id=group_date, reason="Sakit.")

    quote = await call_successfully(world, ANA, "quote_cancellation", booking_id=ana)
    assert [one["refund"]["amount"] for one in (before, quote)] == [0, PRICE_WITH_FEE]
    await call_successfully(world, ANA, "cancel_booking", booking_id=ana, reason="Batal.", refund=PRICE_WITH_FEE)
    await world.deliver()

    assert await list_refunds(world, ana) == [(PRICE_WITH_FEE, RefundCause.BOOKING_CANCELLED)]


async def test_a_cancelled_date_ends_the_unpaid_bookings_whose_hold_has_run_out(world: World) -> None:
    """Cari has the seat that Ana did not pay in time. Nobody asks Ana to pay for a date that is off."""
    group_date = await open_date(world, starts_at=TOMORROW + timedelta(days=7), seats=2, fewest_seats=1)
    ana = await hold_seat(world, group_date, ANA)
    world.later(minutes=61)
    await buy_seats(world, group_date, BUDI, CARI)
    await call_successfully(world, EXPERT, "cancel_group_date", group_date_id=group_date, reason="Sakit.")
    await world.deliver()

    assert (await load_booking(world, ana)).status is BookingStatus.CANCELLED
    assert (await load_date(world, group_date)).taken == ()


async def test_a_date_with_too_few_paid_seats_is_date_cancelled_in_time(world: World) -> None:
    """At the time to decide one is paid and one held, of two that are needed; the other date has enough and stays."""
    group_date = await open_date(world)
    await allow_many_bookings(world)
    other = await open_another_date(world, TOMORROW + timedelta(hours=2))
    (ana,) = await buy_seats(world, group_date, ANA)
    await buy_seats(world, other, BUDI, CARI)
    world.set_clock(TOMORROW - timedelta(hours=12, minutes=1))
    await call_schedule(world)
    assert (await load_date(world, group_date)).status is GroupDateStatus.OPEN

    world.set_clock(TOMORROW - timedelta(hours=9))
    await call_schedule(world)
    await world.deliver()

    dates = [await load_date(world, one) for one in (group_date, other)]
    assert [(one.status, one.is_sure, one.check_at) for one in dates] == [
        (GroupDateStatus.CANCELLED, False, None),
        (GroupDateStatus.OPEN, True, None),
    ]
    assert await list_refunds(world, ana) == [(PRICE_WITH_FEE, RefundCause.BOOKING_CANCELLED)]
    assert (await load_booking(world, ana)).status is BookingStatus.CANCELLED
    mails = [to for to, subject in await list_mail_subjects(world) if subject == "Sesi grup dibatalkan"]
    assert mails == ["dewi@example.com"]


async def test_a_suspension_gives_seats_back(world: World) -> None:
    """A suspended customer loses the own seat; with a suspended expert all go, and no more are sold or paid late."""
    group_date = await open_date(world, starts_at=TOMORROW + timedelta(days=7))
    ana, budi = await buy_seats(world, group_date)
    cari = await hold_seat(world, group_date, CARI)
    world.runtime.gateways.accounts = FakeAccounts()  # type: ignore[assignment]

    await call_successfully(world, ADMIN, "suspend_user", user_id="ana", cause="other", reason="Uji")
    await world.deliver()
    assert [seat.booking_id for seat in (await load_date(world, group_date)).taken] == [budi, cari]
    await pay_invoice(world, cari)
    await call_successfully(world, ADMIN, "suspend_user", user_id=DEWI, cause="other", reason="Uji")
    await world.deliver()
    await deliver_invoice_callback(world, cari, "PAID")
    await world.deliver()

    assert (await load_date(world, group_date)).taken == ()
    assert [amount for amount, _ in await list_refunds(world, ana, budi, cari)] == [PRICE_WITH_FEE] * 3
    assert (await call_as(world, CARI, "list_group_dates", expert_id=DEWI)).code == "expert_not_found"


async def test_free_seats_are_sold_at_once(world: World) -> None:
    """A seat that costs nothing has no order, and is taken for good."""
    group_date = await open_date(world, price=0)

    booking_id = await hold_seat(world, group_date, ANA)
    await world.deliver()

    assert (await load_booking(world, booking_id)).status is BookingStatus.CONFIRMED
    assert [seat.booking_id for seat in (await load_date(world, group_date)).sold] == [booking_id]


async def call_schedule(world: World) -> None:
    """Run the sweep of dates now."""
    run = await world.call.run_schedule(settle_group_dates, due_at=world.now)
    assert run.status == 200
    assert run.body.get("failed", 0) == 0
