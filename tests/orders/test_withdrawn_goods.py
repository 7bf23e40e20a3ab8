"""Goods that are withdrawn between order and payment: the buyer gets them all the same, or the money with its cause."""

from datetime import timedelta
from typing import Any

import pytest

import functions.main
from functions.catalogue.delete_product import delete_product
from functions.catalogue.delete_service import delete_service
from functions.catalogue.download_product import download_product
from functions.catalogue.save_product import save_product
from functions.catalogue.save_service import save_service
from functions.pairing.accept_pairing import accept_pairing
from functions.pairing.request_pairing import request_pairing
from functions.sessions.extend_session import extend_session
from shared.contracts.bookings import BookingStatus
from shared.identity import store as identity
from shared.kernel.ids import OrderId
from shared.orders import store as orders
from shared.orders.models import OrderStatus, RefundCause
from tests.bookings.steps import (
    create_booking,
    list_taken_quarters,
    load_booking,
    pay_for_booking,
    set_up_booking_domain,
)
from tests.builders import BUYER
from tests.catalogue.fakes import FakeAccounts
from tests.catalogue.steps import PRODUCT_ID, add_product, buy_product_as
from tests.identity.admin_cases import a_restriction
from tests.orders.steps import deliver_invoice_callback, pay_invoice
from tests.pairing.steps import (
    TRIAL_CUSTOMER,
    load_pairing,
    load_session,
    pay_for_pairing,
    put_experts_online,
    register_customers,
    start_session,
)
from tests.world import ADMIN, ANA, EXPERT, World

pytestmark = pytest.mark.emulator

WITHDRAWN_PRODUCT = {
    "deleted": (delete_product, {"product_id": PRODUCT_ID}),
    "inactive": (
        save_product,
        {"product_id": PRODUCT_ID, "name": "CV that works", "kind": "ebook", "price": 80_000, "active": False},
    ),
}
WITHDRAWN_SERVICE = {
    "deleted": (delete_service, {"service_id": "career-talk"}),
    "inactive": (
        save_service,
        {
            "service_id": "career-talk",
            "name": "Career talk",
            "kind": "video",
            "minutes": 60,
            "price": 150_000,
            "active": False,
        },
    ),
}


async def suspend(world: World, uid: str, **given: Any) -> None:
    """Suspend an account as an admin. Nothing that follows has arrived yet."""
    world.runtime.gateways.accounts = FakeAccounts()  # type: ignore[assignment]
    body = {"user_id": uid, "cause": "spam", "reason": "60 mails to strangers", **given}
    assert (await world.call(functions.main.suspend_user, body, as_=ADMIN)).status == 200


async def pay(world: World, order_id: str) -> None:
    """Pay an order, and deliver all that follows."""
    await pay_invoice(world, order_id)
    await deliver_invoice_callback(world, order_id, "PAID")
    await world.deliver()


async def list_causes(world: World, order_id: str) -> list[RefundCause]:
    """List the causes of the refunds of an order."""
    order = await world.get(orders.order_ref(OrderId(order_id)))
    assert order is not None
    return [refund.cause for refund in order.refunds]


@pytest.mark.parametrize("how", WITHDRAWN_PRODUCT)
async def test_a_withdrawn_product_is_delivered(world: World, how: str) -> None:
    """Deleted or taken off sale after the order: who pays has it, and no money goes back."""
    await add_product(world)
    order_id = (await buy_product_as(world)).body["order_id"]

    function, body = WITHDRAWN_PRODUCT[how]
    withdrawn = await world.call(function, body, as_=EXPERT)
    await pay(world, order_id)
    file = await world.call(download_product, {"product_id": PRODUCT_ID}, as_=ANA)

    assert (withdrawn.status, file.status, await list_causes(world, order_id)) == (200, 200, [])


async def test_a_product_of_a_suspended_expert_is_delivered(world: World) -> None:
    """The page is hidden, and nobody orders any more; who had ordered and pays has the file."""
    await add_product(world)
    order_id = (await buy_product_as(world)).body["order_id"]

    await suspend(world, EXPERT.uid)
    await world.deliver()
    refused = await world.call(
        functions.main.buy_product,
        {"expert_id": EXPERT.uid, "product_id": PRODUCT_ID, "buyer": BUYER},
        as_=TRIAL_CUSTOMER,
    )
    await pay(world, order_id)
    file = await world.call(download_product, {"product_id": PRODUCT_ID}, as_=ANA)

    assert (refused.code, file.status, await list_causes(world, order_id)) == ("expert_not_found", 200, [])


@pytest.mark.parametrize("how", WITHDRAWN_SERVICE)
async def test_a_booking_of_a_withdrawn_service_is_confirmed(world: World, how: str) -> None:
    """Deleted or paused after the order: the expert is there for what was ordered."""
    await set_up_booking_domain(world)
    booking_id = await create_booking(world)

    function, body = WITHDRAWN_SERVICE[how]
    withdrawn = await world.call(function, body, as_=EXPERT)
    await pay_for_booking(world, booking_id)

    booking = await load_booking(world, booking_id)
    assert (withdrawn.status, booking.status) == (200, BookingStatus.CONFIRMED)
    assert await list_causes(world, booking_id) == []


@pytest.mark.parametrize("who", [EXPERT.uid, ANA.uid])
async def test_a_booking_of_suspended_people_gives_the_money_back(world: World, who: str) -> None:
    """The booking and its order end at once; whoever has paid before reading of it gets everything back."""
    await set_up_booking_domain(world)
    booking_id = await create_booking(world)
    await pay_invoice(world, booking_id)

    await suspend(world, who)
    await world.deliver()
    await deliver_invoice_callback(world, booking_id, "PAID")
    await world.deliver()

    assert (await load_booking(world, booking_id)).status is BookingStatus.CANCELLED
    assert await list_causes(world, booking_id) == [RefundCause.ORDER_CANCELLED]
    assert await list_taken_quarters(world) == {}


@pytest.mark.parametrize("who", [EXPERT.uid, ANA.uid])
async def test_an_expired_booking_is_not_revived_for_suspended_people(world: World, who: str) -> None:
    """A late payment confirms an expired booking while the time is free, but not if one of the two is suspended."""
    await set_up_booking_domain(world)
    booking_id = await create_booking(world, starts_at=world.now + timedelta(days=9, hours=2))
    world.later(days=4)
    await world.deliver()
    expired = await load_booking(world, booking_id)

    await suspend(world, who)
    await world.deliver()
    await pay(world, booking_id)

    booking = await load_booking(world, booking_id)
    assert expired.status is BookingStatus.EXPIRED
    assert (booking.status, booking.meeting, booking.refund) == (BookingStatus.EXPIRED, None, 157_500)
    assert await list_causes(world, booking_id) == [RefundCause.BOOKING_CANCELLED]
    assert await list_taken_quarters(world) == {}


async def test_a_booking_that_the_suspension_did_not_see_is_not_confirmed(world: World) -> None:
    """Ordered after the cancellation looked, and before the page was hidden: the payment finds the suspension."""
    await set_up_booking_domain(world)
    restriction = a_restriction(EXPERT.uid, world.now)
    await world.put_documents((identity.restriction_ref(EXPERT.uid), restriction))
    booking_id = await create_booking(world)

    await pay(world, booking_id)

    booking = await load_booking(world, booking_id)
    assert (booking.status, booking.refund) == (BookingStatus.CANCELLED, 157_500)
    assert await list_causes(world, booking_id) == [RefundCause.BOOKING_CANCELLED]
    assert await list_taken_quarters(world) == {}


async def test_a_suspension_that_ends_before_the_meeting_changes_nothing(world: World) -> None:
    """As for bookings that are confirmed already: the two will meet, so the payment confirms."""
    await set_up_booking_domain(world)
    booking_id = await create_booking(world)

    await suspend(world, EXPERT.uid, until=(world.now + timedelta(hours=2)).isoformat())
    await world.deliver()
    await pay_for_booking(world, booking_id)

    assert (await load_booking(world, booking_id)).status is BookingStatus.CONFIRMED


async def test_a_call_that_no_expert_can_take_any_more_gives_the_money_back(world: World) -> None:
    """Every expert is suspended between order and payment: the search finds nobody, and the money goes back."""
    await put_experts_online(world, EXPERT.uid)
    await register_customers(world, "ana")
    call = await world.call(request_pairing, as_=ANA)
    pairing = await load_pairing(world, call.body["pairing_id"])
    order_id = pairing.entitlement.order_id
    assert order_id is not None

    await suspend(world, EXPERT.uid)
    await world.deliver()
    await pay_for_pairing(world, order_id)
    searching = (await load_pairing(world, pairing.id)).status
    for _ in range(10):
        world.later(minutes=2)
        await world.deliver()

    assert searching == "searching"
    assert await list_causes(world, order_id) == [RefundCause.NOBODY_FOUND]


async def test_a_call_of_a_suspended_customer_gives_the_money_back(world: World) -> None:
    """The call ends with the suspension; the payment that arrives after it goes back."""
    await register_customers(world, "ana")
    call = await world.call(request_pairing, as_=ANA)
    order_id = (await load_pairing(world, call.body["pairing_id"])).entitlement.order_id
    assert order_id is not None
    await pay_invoice(world, order_id)

    await suspend(world, "ana")
    await world.deliver()
    await deliver_invoice_callback(world, order_id, "PAID")
    await world.deliver()

    order = await world.get(orders.order_ref(order_id))
    assert order is not None
    assert not (await load_pairing(world, call.body["pairing_id"])).open
    assert (order.status, len(order.refunds)) == (OrderStatus.REFUNDED, 1)
    assert order.refunds[0].cause in (RefundCause.ORDER_CANCELLED, RefundCause.CALL_OVER)


async def test_more_time_with_a_suspended_expert_is_had_with_another(world: World) -> None:
    """The session searches for another expert, who has the minutes that were paid for meanwhile."""
    dewi, eka = await put_experts_online(world, "dewi", "eka")
    session_id = await start_session(world, dewi, TRIAL_CUSTOMER)
    answer = await world.call(extend_session, {"session_id": session_id}, as_=TRIAL_CUSTOMER)
    order_id = answer.body["order_id"]

    await suspend(world, "dewi")
    await world.deliver()
    await pay(world, order_id)
    pairing_id = (await load_session(world, session_id)).pairing_id
    accepted = await world.call(accept_pairing, {"pairing_id": pairing_id}, as_=eka)

    session = await load_session(world, session_id)
    assert (accepted.status, session.expert, session.minutes) == (200, "eka", 30)
    assert await list_causes(world, order_id) == []


async def test_more_time_that_no_expert_gives_any_more_goes_back(world: World) -> None:
    """The expert is suspended between order and payment, and no other one comes: the session ends."""
    (dewi,) = await put_experts_online(world, "dewi")
    session_id = await start_session(world, dewi, TRIAL_CUSTOMER)
    answer = await world.call(extend_session, {"session_id": session_id}, as_=TRIAL_CUSTOMER)
    order_id = answer.body["order_id"]

    await suspend(world, "dewi")
    await world.deliver()
    await pay(world, order_id)
    for _ in range(10):
        world.later(minutes=2)
        await world.deliver()

    assert (await load_session(world, session_id)).status == "ended"
    assert await list_causes(world, order_id) == [RefundCause.NOBODY_FOUND]


async def test_more_time_paid_after_the_end_goes_back(world: World) -> None:
    """The session of a suspended customer ends at once: what they have paid for more of it comes back."""
    (dewi,) = await put_experts_online(world, "dewi")
    session_id = await start_session(world, dewi, TRIAL_CUSTOMER)
    order_id = (await world.call(extend_session, {"session_id": session_id}, as_=TRIAL_CUSTOMER)).body["order_id"]
    await pay_invoice(world, order_id)

    await suspend(world, TRIAL_CUSTOMER.uid)
    await world.deliver()
    await deliver_invoice_callback(world, order_id, "PAID")
    await world.deliver()

    assert (await load_session(world, session_id)).status == "ended"
    assert await list_causes(world, order_id) == [RefundCause.NOT_EXTENDED]
