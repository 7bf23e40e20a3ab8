"""A hold of an hour, an invoice of three days, and what becomes of a slot in between."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from functions.orders.cancel_order import cancel_order
from functions.orders.expire_order import expire_order
from functions.orders.get_order import get_order
from shared.claims.names import claim_names
from shared.contracts import slots
from shared.contracts.sales import Sale, SaleItem
from shared.kernel.ids import OrderId
from shared.kernel.money import compute_share
from shared.orders import actions, rules
from shared.orders.models import Buyer, RefundCause
from tests.builders import BUYER, NOON
from tests.orders.builders import (
    EXPERT_ID,
    PAYMENT_PERIOD,
    a_booking_sale,
    commit_action,
    create_booking_order,
    hold_booking_slot,
    load_order,
)
from tests.orders.steps import deliver_invoice_callback, load_order_status, pay_invoice
from tests.world import ANA, BUDI, World

pytestmark = pytest.mark.emulator


async def holders(world: World) -> list[str | None]:
    """Who has each quarter of the hour."""
    refs = slots.quarter_claim_refs(EXPERT_ID, NOON + timedelta(days=7), 60)
    return [claim.holder if claim else None for claim in await world.reader.get_all(refs)]


async def paid(world: World, order_id: str, **how: str) -> None:
    """Pay, be told, and let everything follow."""
    await pay_invoice(world, order_id, **how)
    await deliver_invoice_callback(world, order_id, "PAID")
    await world.deliver()


def announced(world: World, order_id: str) -> list[str]:
    """The events of an order that wait to be heard."""
    return [entry.type for entry in world.sent.entries if entry.payload.get("order_id") == order_id]


async def test_the_buyer_named_is_the_owner_and_pays_the_fee(world: World) -> None:
    """
    An order that an expert opens is its customer's: 150,000, a fee of 7,500, an invoice of 157,500 for three days.
    """
    order_id = await create_booking_order(world)

    seen = await world.call(get_order, {"order_id": order_id}, as_=ANA)
    stranger = await world.call(get_order, {"order_id": order_id}, as_=BUDI)

    (invoice,) = (await world.list_xendit_records("invoices"))["items"]
    assert (seen.body["subtotal"], seen.body["admin_fee"]) == (150_000, 7_500)
    assert seen.body["total"]["amount"] == 157_500 == invoice["amount"]
    assert seen.body["pay_before"] == (world.now + PAYMENT_PERIOD).isoformat().replace("+00:00", "Z")
    assert (stranger.status, stranger.code) == (404, "order_not_found")


@given(prices=st.lists(st.integers(0, 10**8), min_size=1, max_size=5), fee=st.integers(0, 10_000))
def test_the_parts_are_the_whole(prices: list[int], fee: int) -> None:
    """
    Subtotal and fee are whole rupiah, and their sum is the total, whatever the rate.
    """
    items = tuple(SaleItem(kind="booking", product="p", name="n", quantity=1, unit_price=price) for price in prices)
    sale = Sale(items=items, currency="IDR", hold=timedelta(hours=1), fee=fee)

    order = rules.order_from_sale(
        OrderId("BE-20261126-ACD346"), sale, Buyer.model_validate(BUYER), now=NOON, request_id="req_test"
    )

    assert order.admin_fee == compute_share(sum(prices), basis_points=fee)
    assert order.total.amount == sum(prices) + order.admin_fee


async def test_paid_within_the_hour(world: World) -> None:
    """
    Paid while the slot is held: it is the buyer's for good.
    """
    order_id = await create_booking_order(world)

    await paid(world, order_id)

    assert await load_order_status(world, order_id) == ("PAID", "PAID")
    assert await holders(world) == [order_id] * 4


async def test_paid_after_the_hold_while_nobody_has_the_slot(world: World) -> None:
    """
    The hold is over and the invoice is not: whoever pays has the slot, if it is still there.
    """
    order_id = await create_booking_order(world)
    world.later(days=2)
    await world.deliver()

    await paid(world, order_id)

    assert await load_order_status(world, order_id) == ("PAID", "PAID")
    assert await holders(world) == [order_id] * 4


async def test_paid_after_the_hold_when_another_has_the_slot(world: World) -> None:
    """
    Another has taken the slot after the hold: the money goes back whole, and the slot stays theirs.
    """
    order_id = await create_booking_order(world)
    world.later(minutes=61)
    await commit_action(world, hold_booking_slot, "another", world)

    await pay_invoice(world, order_id)
    await deliver_invoice_callback(world, order_id, "PAID")
    await world.deliver()

    order = await load_order(world, order_id)
    assert await load_order_status(world, order_id) == ("REFUNDED", "PAID")
    assert [refund.amount for refund in order.refunds] == [157_500]
    assert await holders(world) == ["another"] * 4


async def test_of_four_quarters_one_is_not_enough(world: World) -> None:
    """
    One quarter has gone to another: the other three are not kept either.
    """
    order_id = await create_booking_order(world)
    world.later(minutes=61)
    last = slots.quarter_claim_refs(EXPERT_ID, NOON + timedelta(days=7), 60)[-1]
    await commit_action(world, claim_names, [last], holder="another", now=world.now)

    await paid(world, order_id)

    freed, another = (await holders(world))[:3], (await holders(world))[3]
    assert await load_order_status(world, order_id) == ("REFUNDED", "PAID")
    assert (freed, another) == ([None] * 3, "another")


async def test_paid_when_all_is_over_and_the_slot_is_free(world: World) -> None:
    """
    Three days have passed and the order has expired; a payment that comes then still has the same four quarters.
    """
    order_id = await create_booking_order(world)
    world.later(days=3, minutes=1)
    await world.deliver()
    over, freed = await load_order_status(world, order_id), await holders(world)

    await paid(world, order_id)

    assert (over, freed) == (("EXPIRED", "EXPIRED"), [None] * 4)
    assert await load_order_status(world, order_id) == ("PAID", "PAID")
    assert await holders(world) == [order_id] * 4


async def test_the_end_of_an_order_is_announced(world: World) -> None:
    """
    Whoever waits for an order hears once that it has expired, or that it was called off.
    """
    lapsed = await create_booking_order(world)
    await commit_action(world, actions.cancel_order_by_system, OrderId(lapsed), now=world.now)
    cancelled = announced(world, lapsed)
    await commit_action(world, actions.cancel_order_by_system, OrderId(lapsed), now=world.now)
    again = announced(world, lapsed)
    order_id = await create_booking_order(world)
    job = next(entry for entry in world.sent.entries if entry.payload == {"order_id": order_id})
    world.later(days=3, minutes=1)
    await world.call.deliver_task(expire_order, job.payload, entry=job)

    assert cancelled.count("OrderCancelled") == again.count("OrderCancelled") == 1
    assert announced(world, order_id).count("OrderExpired") == 1


async def test_the_customer_may_cancel_what_the_expert_opened(world: World) -> None:
    """
    The quarters are free at once.
    """
    order_id = await create_booking_order(world)

    answer = await world.call(cancel_order, {"order_id": order_id}, as_=ANA)

    assert answer.body["status"] == "CANCELLED"
    assert await holders(world) == [None] * 4


async def test_an_hour_costs_something(world: World) -> None:
    """
    An order of nothing is paid at once, and there is nothing to give back.
    """
    free = a_booking_sale()
    order_id = await create_booking_order(world, free.having(items=(free.items[0].having(unit_price=0),)))

    await commit_action(
        world, actions.refund_order, OrderId(order_id), amount=0, cause=RefundCause.BOOKING_CANCELLED, now=world.now
    )

    order = await load_order(world, order_id)
    assert (order.status, order.total.amount, order.refunds) == ("PAID", 0, ())
