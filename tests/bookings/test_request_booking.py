"""Asking an expert for a time."""

import asyncio
from datetime import timedelta
from typing import Any

import pytest

from functions.bookings.request_booking import request_booking
from functions.chat.block_user import block_user
from functions.chat.unblock_user import unblock_user
from shared.catalogue import store as catalogue
from shared.catalogue.hours_models import DateHours
from shared.claims.models import ClaimState
from shared.contracts.bookings import BookingStatus
from shared.identity import store as identity
from shared.orders import store as orders
from tests.bookings.builders import DEWI, TOMORROW
from tests.bookings.steps import (
    DAYTIME,
    MANUAL_SERVICE,
    TOPIC,
    a_booking_request,
    a_service,
    a_user,
    an_expert,
    count_documents,
    create_booking,
    create_booking_request,
    list_mail_subjects,
    list_quarter_holders,
    list_taken_quarters,
    load_booking,
    request_booking_as,
    set_up_booking_domain,
)
from tests.builders import NOON
from tests.chat.builders import create_room
from tests.world import ANA, BUDI, EXPERT, Person, World

pytestmark = pytest.mark.emulator


async def test_what_needs_no_approval_is_to_be_paid_at_once(world: World) -> None:
    """
    150,000 becomes 157,500; the time is held, the order is open, and the answer says where to pay.
    """
    await set_up_booking_domain(world)

    answer = await request_booking_as(
        world, notes="I have three years in fintech.", success_url="https://app.example.com/paid"
    )

    assert answer.status == 200
    told = answer.body
    assert (told["status"], told["version"], told["topic"]) == ("awaiting_payment", 1, TOPIC)
    assert (told["service"]["price"]["amount"], told["admin_fee"]["amount"]) == (150_000, 7_500)
    assert told["total"] == {"amount": 157_500, "currency": "IDR"}
    assert told["checkout_url"].startswith("http")
    order = await world.get(orders.order_ref(told["booking_id"]))
    assert order is not None
    assert (order.status, order.total.amount, order.customer) == ("PENDING", 157_500, "ana")
    assert (order.hold_until, order.pay_before) == (NOON + timedelta(hours=1), TOMORROW)
    assert await list_quarter_holders(world) == {(ClaimState.HELD, told["booking_id"])}
    assert len(await list_taken_quarters(world)) == 4


async def test_what_needs_approval_waits_for_the_expert(world: World) -> None:
    """
    There is nothing to pay yet, and the time is held until the answer is due; both are told.
    """
    await set_up_booking_domain(world)

    answer = await request_booking_as(world, service_id=MANUAL_SERVICE.id)
    await world.deliver()

    assert (answer.status, answer.body["status"], answer.body["checkout_url"]) == (200, "requested", None)
    assert answer.body["answer_before"] == (TOMORROW - timedelta(hours=2)).isoformat().replace("+00:00", "Z")
    assert await count_documents(world, "orders") == 0
    assert await list_quarter_holders(world) == {(ClaimState.HELD, answer.body["booking_id"])}
    assert {to for to, _ in await list_mail_subjects(world)} == {"ana@example.com", "dewi@example.com"}


async def test_a_service_may_wait_without_blocking(world: World) -> None:
    """
    Where a request blocks nothing, several may ask for one time.
    """
    await set_up_booking_domain(world, MANUAL_SERVICE.having(blocks_while_requested=False))

    await create_booking_request(world)
    second = await create_booking_request(world, as_=BUDI)

    assert (await load_booking(world, second)).status is BookingStatus.REQUESTED
    assert await list_taken_quarters(world) == {}


async def test_what_costs_nothing_is_confirmed_without_paying(world: World) -> None:
    """
    A free hour is had at once.
    """
    await set_up_booking_domain(world, a_service(price=0))

    booking_id = await create_booking(world)
    await world.deliver()

    assert (await load_booking(world, booking_id)).status is BookingStatus.CONFIRMED
    assert await list_quarter_holders(world) == {(ClaimState.SOLD, booking_id)}


BAD: dict[str, tuple[dict[str, Any], int, str, list[str]]] = {
    "in the past": ({"starts_at": NOON - timedelta(hours=1)}, 422, "starts_in_past", ["starts_at"]),
    "now": ({"starts_at": NOON}, 422, "starts_in_past", ["starts_at"]),
    "too soon": ({"starts_at": NOON + timedelta(hours=1)}, 422, "too_soon", ["starts_at"]),
    "too far": ({"starts_at": NOON + timedelta(days=61)}, 422, "too_far", ["starts_at"]),
    "at night": ({"starts_at": TOMORROW + timedelta(hours=9)}, 422, "outside_hours", ["starts_at"]),
    "into the night": ({"starts_at": TOMORROW + timedelta(hours=5, minutes=15)}, 422, "outside_hours", ["starts_at"]),
    "off the quarter": ({"starts_at": TOMORROW + timedelta(minutes=7)}, 422, "starts_off_quarter", ["starts_at"]),
    "without a zone": ({"starts_at": "2026-11-27T14:00:00"}, 422, "invalid", ["starts_at"]),
    "on no day": ({"starts_at": "2027-02-29T14:00:00+07:00"}, 422, "invalid", ["starts_at"]),
    "at the end of time": ({"starts_at": "9999-12-31T23:45:00-12:00"}, 422, "invalid", ["starts_at"]),
    "before the beginning": ({"starts_at": "0001-01-01T00:00:00+14:00"}, 422, "invalid", ["starts_at"]),
    "without a topic": ({"topic": ""}, 422, "invalid", ["topic"]),
    "with a blank topic": ({"topic": "   "}, 422, "invalid", ["topic"]),
    "with a topic too long": ({"topic": "x" * 201}, 422, "invalid", ["topic"]),
    "with too many notes": ({"notes": "x" * 5_001}, 422, "invalid", ["notes"]),
    "of no such expert": ({"expert_id": "nobody"}, 404, "expert_not_found", []),
    "of no such service": ({"service_id": "nothing"}, 404, "service_not_found", []),
    "of a service put away": ({"service_id": "old"}, 409, "service_inactive", []),
    "out of its place": ({"service_id": "../../orders"}, 422, "invalid", ["service_id"]),
    "with more than we ask": ({"price": 1}, 422, "invalid", ["price"]),
}


@pytest.mark.parametrize("case", BAD)
async def test_what_cannot_be_booked_changes_nothing(world: World, case: str) -> None:
    """
    Each wrong wish gets its code and its field, and nothing is held or kept.
    """
    given, status, code, fields = BAD[case]
    await set_up_booking_domain(world, a_service(), a_service("old", active=False))

    answer = await request_booking_as(world, **given)

    assert (answer.status, answer.code, answer.invalid_fields if fields else []) == (status, code, fields)
    assert (
        await count_documents(world, "bookings"),
        await count_documents(world, "orders"),
        await list_taken_quarters(world),
    ) == (0, 0, {})


async def test_ones_own_service(world: World) -> None:
    """
    An expert may book others, not themselves.
    """
    await set_up_booking_domain(world)

    answer = await request_booking_as(world, as_=EXPERT)

    assert (answer.status, answer.code, answer.invalid_fields) == (422, "own_service", ["expert_id"])
    assert await count_documents(world, "bookings") == 0


async def test_experts_book_experts(world: World) -> None:
    """
    Whoever is an expert may be a customer too, and owns the order.
    """
    await set_up_booking_domain(world)
    await world.put_documents((identity.user_ref("eli"), a_user("eli", role="expert")))

    booking_id = await create_booking(world, as_=Person("eli", role="expert"))

    order = await world.get(orders.order_ref(booking_id))
    assert order is not None
    assert order.customer == "eli"


async def test_an_expert_who_is_away(world: World) -> None:
    """
    A suspended expert is not to be found.
    """
    await set_up_booking_domain(world, expert=an_expert(status="suspended"))

    answer = await request_booking_as(world)

    assert (answer.status, answer.code) == (404, "expert_not_found")


async def test_whoever_books_has_registered(world: World) -> None:
    """
    Without a profile there is nobody to invoice; with half a one, what is missing is named.
    """
    await set_up_booking_domain(world)
    await world.put_documents((identity.user_ref("half"), a_user("half", email=None)))

    unknown = await request_booking_as(world, as_=Person("unknown"))
    half = await request_booking_as(world, as_=Person("half"))

    assert (unknown.status, unknown.code) == (404, "not_registered")
    assert (half.status, half.code, half.body["missing"]) == (409, "profile_incomplete", ["email"])
    assert await list_taken_quarters(world) == {}


@pytest.mark.parametrize("shift", [-45, -15, 0, 15, 45])
async def test_a_time_that_overlaps_is_taken(world: World, shift: int) -> None:
    """
    A quarter in common is enough, before or after; the field is named.
    """
    await set_up_booking_domain(world)
    first = await create_booking(world)

    answer = await request_booking_as(world, as_=BUDI, starts_at=TOMORROW + timedelta(minutes=shift))

    assert (answer.status, answer.code, answer.invalid_fields) == (409, "slot_taken", ["starts_at"])
    assert await list_quarter_holders(world) == {(ClaimState.HELD, first)}


@pytest.mark.parametrize("shift", [-60, 60])
async def test_a_time_beside_it_is_free(world: World, shift: int) -> None:
    """
    One meeting may end where the next begins.
    """
    await set_up_booking_domain(world)
    await create_booking(world)

    answer = await request_booking_as(world, as_=BUDI, starts_at=TOMORROW + timedelta(minutes=shift))

    assert answer.status == 200


async def test_of_fifty_who_overlap_one_wins(world: World) -> None:
    """
    Fifty ask at once for times that all overlap: one has it, the rest are told that it is taken.
    """
    await set_up_booking_domain(world)
    starts = [TOMORROW + timedelta(minutes=15 * (n % 3 - 1)) for n in range(50)]
    people = [Person(f"p{n}") for n in range(50)]
    await world.put_documents(*((identity.user_ref(one.uid), a_user(one.uid)) for one in people))

    answers = await asyncio.gather(
        *(request_booking_as(world, as_=one, starts_at=at) for one, at in zip(people, starts, strict=True))
    )

    won = [answer for answer in answers if answer.status == 200]
    assert len(won) == 1
    assert {(one.status, one.code) for one in answers if one not in won} == {(409, "slot_taken")}
    assert await list_quarter_holders(world) == {(ClaimState.HELD, won[0].body["booking_id"])}
    assert (await count_documents(world, "bookings"), await count_documents(world, "orders")) == (1, 1)


async def test_a_process_that_dies_blocks_nobody_for_ever(world: World) -> None:
    """
    Nothing runs any more after the commit: an hour later the time is free for others all the same.
    """
    await set_up_booking_domain(world)
    world.sent.closed = True
    await create_booking(world)
    world.sent.entries.clear()

    world.later(minutes=59)
    early = await request_booking_as(world, as_=BUDI)
    world.later(minutes=1)
    late = await request_booking_as(world, as_=BUDI)

    assert (early.code, late.status) == ("slot_taken", 200)
    assert await list_quarter_holders(world) == {(ClaimState.HELD, late.body["booking_id"])}


async def test_the_same_request_twice_is_one(world: World) -> None:
    """
    A retry under the same key gets the same booking, and the same place to pay.
    """
    await set_up_booking_domain(world)

    first = await request_booking_as(world, key="k-1")
    again = await request_booking_as(world, key="k-1")

    assert first.body == again.body
    assert again.headers["idempotency-replayed"] == "true"
    assert (await count_documents(world, "bookings"), (await world.list_xendit_records("invoices"))["payable"]) == (
        1,
        1,
    )


async def test_the_experts_exceptions_count(world: World) -> None:
    """
    A day off in the calendar is a day off.
    """
    await set_up_booking_domain(world, hours=DAYTIME.having(exceptions=(DateHours(date=TOMORROW.date()),)))

    answer = await request_booking_as(world)

    assert (answer.status, answer.code) == (422, "outside_hours")


async def test_a_day_of_25_hours(world: World) -> None:
    """
    In New York the hour from one to two comes twice on the first of November 2027: each is a time of its own.
    """
    night = DAYTIME.having(
        weekly=tuple(one.having(spans=(one.spans[0].having(begins="00:00", ends="06:00"),)) for one in DAYTIME.weekly),
        horizon_days=180,
    )
    await set_up_booking_domain(world, hours=night, expert=an_expert(zone="America/New_York"))
    # In 2026 the clocks go back on the first of November.
    world.set_clock(NOON.replace(month=10, day=30))

    summer = await request_booking_as(world, starts_at="2026-11-01T01:00:00-04:00")
    winter = await request_booking_as(world, as_=BUDI, starts_at="2026-11-01T01:00:00-05:00")

    assert (summer.status, winter.status) == (200, 200)
    assert len(await list_taken_quarters(world)) == 8


async def test_a_leap_day(world: World) -> None:
    """
    The 29th of February is a day like any other, in a year that has one.
    """
    await set_up_booking_domain(world)
    world.set_clock(NOON.replace(year=2028, month=2, day=20))

    there = await request_booking_as(world, starts_at="2028-02-29T14:00:00+07:00")

    assert there.status == 200


@pytest.mark.parametrize("service", ["career-talk", "portfolio-review"])
async def test_a_request_costs_three_round_trips(world: World, service: str) -> None:
    """
    One to read, one to keep it, one for the invoice; also of a longer service, once an instance knows its length.
    """
    await set_up_booking_domain(world, a_service(minutes=90), MANUAL_SERVICE.having(minutes=90))
    await create_booking(world, service_id=service)
    before = world.documents.meter.round_trips

    await create_booking(world, service_id=service, as_=BUDI, starts_at=TOMORROW + timedelta(hours=2))

    assert world.documents.meter.round_trips - before <= 3


async def test_nobody_books_without_signing_in(world: World) -> None:
    """
    Strangers are told to sign in, whatever they send.
    """
    await set_up_booking_domain(world)

    answer = await world.call(request_booking, a_booking_request())

    assert (answer.status, answer.code) == (401, "unauthenticated")
    assert await world.get(catalogue.hours_ref(DEWI)) == DAYTIME
    assert (ANA.uid, await count_documents(world, "bookings")) == ("ana", 0)


@pytest.mark.parametrize("blocker", ["ana", "dewi"])
async def test_the_blocked_do_not_book(world: World, blocker: str) -> None:
    """
    A block by either counts for bookings too: nothing is held, no money is asked for, and the answer tells not who.
    """
    await set_up_booking_domain(world)
    await create_room(world, "ana", "dewi")
    one, other = (ANA, "dewi") if blocker == "ana" else (EXPERT, "ana")
    blocked = await world.call(block_user, {"user_id": other}, as_=one)

    refused = await request_booking_as(world)
    await world.call(unblock_user, {"user_id": other}, as_=one)
    unblocked = await request_booking_as(world)

    assert (blocked.status, refused.status, refused.code) == (200, 403, "blocked")
    assert refused.body["user_id"] == "dewi"
    assert unblocked.status == 200
