"""Transactions of an expert: who met, when and where, and what the expert has earned by it."""

from datetime import timedelta
from typing import Any

import pytest

from functions.assignments.decide_delivery_dispute import decide_delivery_dispute
from functions.bookings.list_my_transactions import list_my_transactions
from shared.assignments import store as assignments
from shared.catalogue import store as catalogue
from shared.catalogue.models import Review
from shared.identity import store as identity
from shared.kernel.ids import AssignmentId, Id, UserId
from shared.orders import store as orders
from shared.sessions import store as sessions
from tests.assignments.builders import an_assignment
from tests.assignments.steps import buy_service_as, start_and_dispute
from tests.bookings.steps import create_confirmed_booking, set_up_booking_domain
from tests.chat.steps import call_as, call_successfully
from tests.pairing.steps import start_session_with_expert
from tests.sessions.attendance_steps import hold_session
from tests.world import ADMIN, ANA, EXPERT, Person, World

pytestmark = pytest.mark.emulator
PHOTO = "https://files.example.com/ana.jpg"
OTHER_EXPERT = Person("eka", role="expert")


def list_amounts(shown: dict[str, dict[str, int]]) -> list[int]:
    """List total, refund, fee and income of a transaction."""
    return [shown[name]["amount"] for name in ("total", "refunded", "platform_fee", "income")]


async def test_a_booking_that_took_place(world: World) -> None:
    """Customer, photo, service, time, place, money and the published review; the list shows the same."""
    booking_id = await hold_session(world, ANA, EXPERT)
    ana = await world.get(identity.user_ref("ana"))
    assert ana is not None
    await world.put_documents((identity.user_ref("ana"), ana.having(photo_url=PHOTO)))
    review = Review(
        id=Id(booking_id),
        expert=UserId("dewi"),
        customer=UserId("ana"),
        customer_name="Ana W.",
        stars=5,
        text="Jelas",
        created_at=world.now,
    )
    await world.put_documents((catalogue.review_ref(booking_id), review))

    shown = await call_successfully(world, EXPERT, "get_my_transaction", session_id=booking_id)

    assert list_amounts(shown) == [157_500, 0, 7_500, 150_000]
    assert (shown["customer_name"], shown["customer_photo_url"]) == ("Ana Wijaya", PHOTO)
    assert (shown["service_name"], shown["minutes"], shown["status"]) == ("Career chat", 30, "completed")
    assert shown["meeting"] is None  # a link of the pool is another meeting's by now
    assert shown["review"] == {"stars": 5, "text": "Jelas", "reply": None}
    assert (await call_successfully(world, EXPERT, "list_my_transactions"))["items"] == [shown]


async def test_what_went_back_is_nobodys_income(world: World) -> None:
    """The expert did not come: all of the payment went back."""
    booking_id = await hold_session(world, ANA)

    shown = await call_successfully(world, EXPERT, "get_my_transaction", session_id=booking_id)

    assert list_amounts(shown) == [157_500, 157_500, 0, 0]


async def test_of_a_part_each_has_a_part(world: World) -> None:
    """The parts sum up to the payment, to the rupiah."""
    booking_id = await hold_session(world, ANA, EXPERT, ended_by=EXPERT, ended_at=10)

    total, refunded, fee, income = list_amounts(
        await call_successfully(world, EXPERT, "get_my_transaction", session_id=booking_id)
    )

    order = await world.get(orders.order_ref(booking_id))
    assert order is not None
    assert refunded == order.refunded_amount > 0
    assert total == refunded + fee + income == 157_500
    assert abs(income - (total - refunded) * 20 / 21) <= 0.5


async def test_strangers_find_nothing(world: World) -> None:
    """Neither another expert nor the customer who is an expert elsewhere; the expert sees where the two meet."""
    await set_up_booking_domain(world)
    booking_id = await create_confirmed_booking(world)
    shown = await call_successfully(world, EXPERT, "get_my_transaction", session_id=booking_id)
    assert (shown["status"], shown["meeting"]["kind"]) == ("confirmed", "room")

    for person in (OTHER_EXPERT, Person("ana", role="expert")):
        answer = await call_as(world, person, "get_my_transaction", session_id=booking_id)
        assert (answer.status, answer.code) == (404, "session_not_found")
    assert (await call_successfully(world, OTHER_EXPERT, "list_my_transactions"))["items"] == []


async def test_a_call_names_nobody(world: World) -> None:
    """The customer keeps the invented name, and has no photo; a trial brings nothing."""
    session_id = (await start_session_with_expert(world))["session_id"]
    session = await world.get(sessions.session_ref(session_id))
    assert session is not None

    (shown,) = (await call_successfully(world, EXPERT, "list_my_transactions", kind="call"))["items"]

    assert (shown["session_id"], shown["customer_name"]) == (session_id, session.pseudonym)
    assert (shown["customer_photo_url"], shown["service_name"], list_amounts(shown)) == (None, None, [0, 0, 0, 0])
    assert await call_successfully(world, EXPERT, "get_my_transaction", session_id=session_id) == shown
    assert (await call_as(world, OTHER_EXPERT, "get_my_transaction", session_id=session_id)).status == 404


async def test_an_assignment_with_its_dispute(world: World) -> None:
    """Its money is what the decision left; unpaid ones are not there, and strangers find nothing."""
    assignment_id = await start_and_dispute(world)
    await buy_service_as(world)
    body = {"assignment_id": assignment_id, "refund": 42_000, "reason": "Hanya satu kalimat"}
    await world.call(decide_delivery_dispute, body, as_=ADMIN)
    await world.deliver()

    (shown,) = (await call_successfully(world, EXPERT, "list_my_transactions", kind="assignment"))["items"]

    assert (shown["session_id"], shown["kind"], shown["status"]) == (assignment_id, "assignment", "decided")
    assert (shown["customer_name"], shown["service_name"]) == ("Ana Wijaya", "Resume Review")
    assert (shown["service_kind"], shown["minutes"], shown["meeting"], shown["review"]) == (None, 0, None, None)
    assert list_amounts(shown) == [105_000, 42_000, 3_000, 60_000]
    assert await call_successfully(world, EXPERT, "get_my_transaction", session_id=assignment_id) == shown
    for person in (OTHER_EXPERT, ANA):
        answer = await call_as(world, person, "get_my_transaction", session_id=assignment_id)
        assert (answer.status, answer.code) == (404, "session_not_found")


async def test_assignments_page_by_page(world: World) -> None:
    """The latest paid first, none twice and none left out."""
    rows = [
        an_assignment(id=AssignmentId(f"BE-20261126-A{number:05d}"), paid_at=world.now + timedelta(minutes=number // 2))
        for number in range(5)
    ]
    await world.put_documents(*((assignments.assignment_ref(row.id), row) for row in rows))

    shown: list[str] = []
    query: dict[str, Any] = {"kind": "assignment", "limit": 2}
    while True:
        page = (await world.call(list_my_transactions, query, as_=EXPERT)).body
        shown += [item["session_id"] for item in page["items"]]
        if page["next_cursor"] is None:
            break
        query["cursor"] = page["next_cursor"]

    assert shown == [row.id for row in reversed(rows)]
