"""A hold of an hour, an invoice of three days, and what becomes of a slot in between."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from functions.orders.cancel_order import cancel_order
from functions.orders.expire_order import expire_order
from functions.orders.get_order import get_order
from shared.kernel import claims, slots
from shared.kernel.ids import OrderId
from shared.kernel.money import share
from shared.kernel.sales import Item, Sale
from shared.orders import actions, rules
from shared.orders.models import Buyer, Cause
from tests.builders import BUYER, NOON
from tests.orders.builders import EXPERT_ID, PAY_WITHIN, an_hour, booked, commit, hold_hour, kept
from tests.orders.test_settling import pay, state, tell
from tests.world import ANA, BUDI, World

pytestmark = pytest.mark.emulator


async def holders(world: World) -> list[str | None]:
    """Who has each quarter of the hour."""
    refs = slots.refs(EXPERT_ID, NOON + timedelta(days=7), 60)
    return [claim.holder if claim else None for claim in await world.reader.get_all(refs)]


async def paid(world: World, order_id: str, **how: str) -> None:
    """Pay, be told, and let everything follow."""
    await pay(world, order_id, **how)
    await tell(world, order_id, "PAID")
    await world.deliver()


def announced(world: World, order_id: str) -> list[str]:
    """The events of an order that wait to be heard."""
    return [entry.type for entry in world.sent.entries if entry.payload.get("order_id") == order_id]


async def test_the_buyer_named_is_the_owner_and_pays_the_fee(world: World) -> None:
    """
    An order that an expert opens is its customer's: 150,000, a fee of 7,500, an invoice of 157,500 for three days.
    """
    order_id = await booked(world)

    seen = await world.call(get_order, {"order_id": order_id}, as_=ANA)
    stranger = await world.call(get_order, {"order_id": order_id}, as_=BUDI)

    (invoice,) = (await world.xendit_records("invoices"))["items"]
    assert (seen.body["subtotal"], seen.body["admin_fee"]) == (150_000, 7_500)
    assert seen.body["total"]["amount"] == 157_500 == invoice["amount"]
    assert seen.body["pay_before"] == (world.now + PAY_WITHIN).isoformat().replace("+00:00", "Z")
    assert (stranger.status, stranger.code) == (404, "order_not_found")


@given(prices=st.lists(st.integers(0, 10**8), min_size=1, max_size=5), fee=st.integers(0, 10_000))
def test_the_parts_are_the_whole(prices: list[int], fee: int) -> None:
    """
    Subtotal and fee are whole rupiah, and their sum is the total, whatever the rate.
    """
    items = tuple(Item(kind="booking", product="p", name="n", quantity=1, unit_price=price) for price in prices)
    sale = Sale(items=items, currency="IDR", hold=timedelta(hours=1), fee=fee)

    order = rules.opened(
        OrderId("BE-20261126-ACD346"), sale, Buyer.model_validate(BUYER), now=NOON, request_id="req_test"
    )

    assert order.admin_fee == share(sum(prices), basis_points=fee)
    assert order.total.amount == sum(prices) + order.admin_fee


async def test_paid_within_the_hour(world: World) -> None:
    """
    Paid while the slot is held: it is the buyer's for good.
    """
    order_id = await booked(world)

    await paid(world, order_id)

    assert await state(world, order_id) == ("PAID", "PAID")
    assert await holders(world) == [order_id] * 4


async def test_paid_after_the_hold_while_nobody_has_the_slot(world: World) -> None:
    """
    The hold is over and the invoice is not: whoever pays has the slot, if it is still there.
    """
    order_id = await booked(world)
    world.later(days=2)
    await world.deliver()

    await paid(world, order_id)

    assert await state(world, order_id) == ("PAID", "PAID")
    assert await holders(world) == [order_id] * 4


async def test_paid_after_the_hold_when_another_has_the_slot(world: World) -> None:
    """
    Another has taken the slot after the hold: the money goes back whole, and the slot stays theirs.
    """
    order_id = await booked(world)
    world.later(minutes=61)
    await commit(world, hold_hour, "another", world)

    await pay(world, order_id)
    await tell(world, order_id, "PAID")
    await world.deliver()

    order = await kept(world, order_id)
    assert await state(world, order_id) == ("REFUNDED", "PAID")
    assert [refund.amount for refund in order.refunds] == [157_500]
    assert await holders(world) == ["another"] * 4


async def test_of_four_quarters_one_is_not_enough(world: World) -> None:
    """
    One quarter has gone to another: the other three are not kept either.
    """
    order_id = await booked(world)
    world.later(minutes=61)
    last = slots.refs(EXPERT_ID, NOON + timedelta(days=7), 60)[-1]
    await commit(world, claims.claim_all, [last], holder="another", now=world.now)

    await paid(world, order_id)

    freed, another = (await holders(world))[:3], (await holders(world))[3]
    assert await state(world, order_id) == ("REFUNDED", "PAID")
    assert (freed, another) == ([None] * 3, "another")


async def test_paid_when_all_is_over_and_the_slot_is_free(world: World) -> None:
    """
    Three days have passed and the order has expired; a payment that comes then still has the same four quarters.
    """
    order_id = await booked(world)
    world.later(days=3, minutes=1)
    await world.deliver()
    over, freed = await state(world, order_id), await holders(world)

    await paid(world, order_id)

    assert (over, freed) == (("EXPIRED", "EXPIRED"), [None] * 4)
    assert await state(world, order_id) == ("PAID", "PAID")
    assert await holders(world) == [order_id] * 4


async def test_the_end_of_an_order_is_announced(world: World) -> None:
    """
    Whoever waits for an order hears once that it has expired, or that it was called off.
    """
    lapsed = await booked(world)
    await commit(world, actions.call_off, OrderId(lapsed), now=world.now)
    cancelled = announced(world, lapsed)
    await commit(world, actions.call_off, OrderId(lapsed), now=world.now)
    again = announced(world, lapsed)
    order_id = await booked(world)
    job = next(entry for entry in world.sent.entries if entry.payload == {"order_id": order_id})
    world.later(days=3, minutes=1)
    await world.call.task(expire_order, job.payload, entry=job.id)

    assert cancelled.count("OrderCancelled") == again.count("OrderCancelled") == 1
    assert announced(world, order_id).count("OrderExpired") == 1


async def test_the_customer_may_cancel_what_the_expert_opened(world: World) -> None:
    """
    The quarters are free at once.
    """
    order_id = await booked(world)

    answer = await world.call(cancel_order, {"order_id": order_id}, as_=ANA)

    assert answer.body["status"] == "CANCELLED"
    assert await holders(world) == [None] * 4


async def test_an_hour_costs_something(world: World) -> None:
    """
    An order of nothing is paid at once, and there is nothing to give back.
    """
    free = an_hour()
    order_id = await booked(world, free.having(items=(free.items[0].having(unit_price=0),)))

    await commit(
        world, actions.give_back_money, OrderId(order_id), amount=0, cause=Cause.BOOKING_CANCELLED, now=world.now
    )

    order = await kept(world, order_id)
    assert (order.status, order.total.amount, order.refunds) == ("PAID", 0, ())
