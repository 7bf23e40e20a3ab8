"""Orders that tests have, for pure rules and in a world."""

from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any

from shared.kernel import claims, slots
from shared.kernel.actors import Actor
from shared.kernel.ids import OrderId, UserId
from shared.kernel.ports import UnitOfWork
from shared.kernel.sales import Item, Sale
from shared.orders import actions, rules, store
from shared.orders.channels import Route
from shared.orders.models import Buyer, Cause, Order, Refund, RefundStatus
from shared.orders.schemas import OrderRequest
from tests.builders import BUYER, NOON
from tests.world import ANA, World

EXPERT_ID = UserId("dewi")
HOLD, PAY_WITHIN = timedelta(minutes=60), timedelta(days=3)


def an_open_order(**changes: Any) -> Order:
    """Two seats, unpaid."""
    item = Item(kind="ticket", product="e/t", name="TEDx", quantity=2, unit_price=150_000, claims=("a/1", "a/2"))
    sale = Sale(items=(item,), currency="IDR", hold=timedelta(minutes=15))
    buyer = Buyer.model_validate(BUYER)
    order = rules.opened(OrderId("BE-20261126-ACD346"), sale, buyer, now=NOON, request_id="req_test")
    return order.having(**changes)


def a_refund(**changes: Any) -> Refund:
    """All of that order's money, on its way back."""
    values: dict[str, Any] = {
        "route": Route.REFUND,
        "status": RefundStatus.REQUESTED,
        "amount": 300_000,
        "cause": Cause.GONE,
        "opened_at": NOON,
    }
    return Refund(**values | changes)


def an_hour(**changes: Any) -> Sale:
    """An hour of an expert's at 150,000, held for an hour, to be paid within three days, with a fee of 5 %."""
    names = tuple(ref.path for ref in slots.refs(EXPERT_ID, NOON + timedelta(days=7), 60))
    item = Item(kind="booking", product="dewi/cv", name="CV", quantity=1, unit_price=150_000, claims=names, exact=True)
    return Sale(items=(item,), currency="IDR", hold=HOLD, pay_within=PAY_WITHIN, fee=500).having(**changes)


async def commit(world: World, action: Callable[..., Awaitable[Any]], *args: Any, **kwargs: Any) -> Any:
    """Run an action as a function would, and send what it sends."""
    unit = world.unit()
    done = await action(unit, *args, **kwargs)
    await world.documents.commit(unit.writes())
    world.sent.entries += [entry for entry in unit.entries if not entry.sent_by_sweep_only(world.now)]
    return done


async def hold_hour(uow: UnitOfWork, order_id: str, world: World) -> None:
    """Hold that hour for an order."""
    names = [claims.ref(path) for item in an_hour().items for path in item.claims]
    await claims.claim_all(uow, names, holder=order_id, now=world.now, until=world.now + HOLD)


async def booked(world: World, sale: Sale | None = None) -> str:
    """An order of Ana's for that hour, opened by the expert, with its invoice; its id."""
    sale, order_id = sale or an_hour(), OrderId.at(world.now)
    wishes = OrderRequest.model_validate({"buyer": BUYER})

    async def hold_and_open(uow: UnitOfWork) -> Order:
        await hold_hour(uow, order_id, world)
        return await actions.open_order(
            uow, order_id, sale, wishes, actor=Actor("expert", EXPERT_ID), now=world.now, customer=UserId(ANA.uid)
        )

    order = await commit(world, hold_and_open)
    invoice = await world.runtime.gateways.payments.open_invoice(order, fresh=True, now=world.now)
    await commit(world, actions.attach_invoice, order_id, invoice, fresh=True, now=world.now)
    return order_id


async def kept(world: World, order_id: str) -> Order:
    """The order as it is kept."""
    order = await world.get(store.ref(order_id))
    assert order is not None
    return order
