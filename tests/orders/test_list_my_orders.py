"""The list of what a person has ordered."""

from datetime import timedelta
from typing import Any

import pytest

from functions.control_center.run_document_fill import run_document_fill
from functions.orders.list_my_orders import list_my_orders
from shared.contracts.sales import SaleItem
from shared.kernel.ids import OrderId, UserId
from shared.orders import rules, store
from shared.orders.models import Order, OrderStatus, Payment, PaymentStatus
from tests.builders import NOON, put_tickets_on_sale
from tests.orders.builders import an_open_order
from tests.orders.steps import order_tickets
from tests.world import ADMIN, ANA, BUDI, Person, World

pytestmark = pytest.mark.emulator

ANAS = UserId(ANA.uid)


def an_order_of(kind: str, number: int, **changes: Any) -> Order:
    """Build Ana's order of one thing, `number` minutes after noon."""
    item = SaleItem.model_validate(
        {"kind": kind, "product": "dewi/x", "name": kind, "quantity": 1, "unit_price": 10_000}
    )
    return an_open_order(
        id=OrderId(f"BE-20261126-A{number:05d}"),
        customer=ANAS,
        items=(item,),
        kinds=rules.compute_item_kinds((item,)),
        created_at=NOON + timedelta(minutes=number),
        **changes,
    )


async def put_orders(world: World, *orders: Order) -> None:
    """Store orders from before."""
    await world.put_documents(*((store.order_ref(order.id), order) for order in orders))


async def list_names(world: World, as_: Person = ANA, **query: str) -> list[str]:
    """List the names of what was ordered, in the order of the answer."""
    answer = await world.call(list_my_orders, query, as_=as_)
    assert answer.status == 200, answer.body
    return [order["items"][0]["name"] for order in answer.body["items"]]


async def test_all_kinds_of_orders_are_listed_newest_first(world: World) -> None:
    """Everything that the caller has ordered is in one list, the latest first, and nothing of anybody else."""
    kinds = ("booking", "ticket", "product", "extension", "pairing")
    await put_orders(world, *(an_order_of(kind, number) for number, kind in enumerate(kinds)))
    await put_orders(world, an_order_of("booking", 9).having(customer=UserId("budi")))

    mine, others = await list_names(world), await list_names(world, BUDI)

    assert mine == list(reversed(kinds))
    assert others == ["booking"]


async def test_orders_are_filtered_by_kind_and_status(world: World) -> None:
    """A filter of kind, of status, or of both leaves the orders that match."""
    paid = {"status": OrderStatus.PAID, "payment": Payment(status=PaymentStatus.PAID, paid_at=NOON, channel="QRIS")}
    await put_orders(
        world,
        an_order_of("booking", 1),
        an_order_of("booking", 2).having(**paid),
        an_order_of("product", 3).having(**paid),
    )

    by_kind = await world.call(list_my_orders, {"kind": "booking"}, as_=ANA)
    by_status = await list_names(world, status="PAID")
    by_both = await world.call(list_my_orders, {"kind": "booking", "status": "PAID"}, as_=ANA)

    assert [order["order_id"] for order in by_kind.body["items"]] == ["BE-20261126-A00002", "BE-20261126-A00001"]
    assert by_status == ["product", "booking"]
    assert [(order["order_id"], order["channel"]) for order in by_both.body["items"]] == [
        ("BE-20261126-A00002", "QRIS")
    ]


async def test_an_order_knows_its_kinds_when_it_is_opened(world: World) -> None:
    """An order that a function opens is found by the kind of its items."""
    await put_tickets_on_sale(world)

    order_id = await order_tickets(world)

    order = await world.get(store.order_ref(order_id))
    assert order is not None
    assert order.kinds == ("ticket",)


async def test_an_unknown_kind_is_refused_by_its_field(world: World) -> None:
    """A kind that nobody sells is refused, and the answer names the field."""
    answer = await world.call(list_my_orders, {"kind": "unknown"}, as_=ANA)

    assert answer.status == 422
    assert [error["field"] for error in answer.body["errors"]] == ["kind"]


async def test_earlier_orders_are_found_by_kind_after_the_fill(world: World) -> None:
    """Orders of an earlier version, without kinds, get theirs by the fill `order_kinds`."""
    await put_orders(world, an_order_of("booking", 1).having(kinds=()))
    before = await list_names(world, kind="booking")

    await world.call(run_document_fill, {"fill": "order_kinds", "dry_run": False, "limit": 10}, as_=ADMIN)
    await world.deliver()

    assert (before, await list_names(world, kind="booking")) == ([], ["booking"])
