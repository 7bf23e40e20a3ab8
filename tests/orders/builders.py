"""Builders of orders, for tests of pure rules and in a world."""

import secrets
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any

from shared.claims.models import claim_ref
from shared.claims.names import claim_names
from shared.contracts import slots
from shared.contracts.sales import Sale, SaleItem
from shared.kernel.actors import Actor
from shared.kernel.ids import OrderId, UserId
from shared.kernel.ports import UnitOfWork
from shared.orders import actions, rules, store
from shared.orders.channels import RefundRoute
from shared.orders.invoices import Bill, BillKind, BillLine
from shared.orders.models import Buyer, Order, OrderStatus, Refund, RefundCause, RefundStatus
from shared.orders.schemas import OrderDetails
from tests.builders import BUYER, NOON
from tests.world import ANA, World

EXPERT_ID = UserId("dewi")
HOLD_DURATION, PAYMENT_PERIOD = timedelta(minutes=60), timedelta(days=3)


def an_open_order(**changes: Any) -> Order:
    """Build an unpaid order of two seats."""
    item = SaleItem(kind="ticket", product="e/t", name="TEDx", quantity=2, unit_price=150_000, claims=("a/1", "a/2"))
    sale = Sale(items=(item,), currency="IDR", hold=timedelta(minutes=15))
    buyer = Buyer.model_validate(BUYER)
    order = rules.order_from_sale(OrderId("BE-20261126-ACD346"), sale, buyer, now=NOON, request_id="req_test")
    return order.having(**changes)


def a_refund(**changes: Any) -> Refund:
    """Build a requested refund of the whole amount of `an_open_order`."""
    values: dict[str, Any] = {
        "route": RefundRoute.REFUND,
        "status": RefundStatus.REQUESTED,
        "amount": 300_000,
        "cause": RefundCause.GONE,
        "opened_at": NOON,
    }
    return Refund(**values | changes)


def a_bill(**changes: Any) -> Bill:
    """Build the invoice of `an_open_order`."""
    order = an_open_order()
    bill = Bill(
        reference="INV/2026/000123",
        kind=BillKind.INVOICE,
        order_id=order.id,
        issued_at=NOON,
        seller="Temani",
        buyer=order.buyer,
        lines=tuple(
            BillLine(name=item.name, quantity=item.quantity, unit_price=item.unit_price, amount=item.amount)
            for item in order.items
        ),
        total=order.total.amount,
        currency=order.currency,
    )
    return bill.having(**changes)


def a_booking_sale(**changes: Any) -> Sale:
    """Build the sale of an expert's hour at Rp 150,000 with a fee of 5 %.

    The time is held for an hour, and the order can be paid for three days.
    """
    names = tuple(ref.path for ref in slots.quarter_claim_refs(EXPERT_ID, NOON + timedelta(days=7), 60))
    item = SaleItem(
        kind="booking", product="dewi/cv", name="CV", quantity=1, unit_price=150_000, claims=names, irreplaceable=True
    )
    return Sale(items=(item,), currency="IDR", hold=HOLD_DURATION, pay_within=PAYMENT_PERIOD, fee=500).having(**changes)


async def commit_action(world: World, action: Callable[..., Awaitable[Any]], *args: Any, **kwargs: Any) -> Any:
    """Run and commit an action as a function would, and send its outbox entries."""
    unit = world.new_unit_of_work()
    done = await action(unit, *args, **kwargs)
    await world.documents.commit(unit.build_writes())
    world.sent.entries += [entry for entry in unit.outbox_entries if not entry.is_sent_by_sweep_only(world.now)]
    return done


async def hold_booking_slot(uow: UnitOfWork, order_id: str, world: World) -> None:
    """Claim the hour of `a_booking_sale` for an order."""
    names = [claim_ref(path) for item in a_booking_sale().items for path in item.claims]
    await claim_names(uow, names, holder=order_id, now=world.now, until=world.now + HOLD_DURATION)


async def create_booking_order(world: World, sale: Sale | None = None) -> str:
    """Open Ana's order for an expert's hour with its invoice, as the expert, and return its id."""
    sale, order_id = sale or a_booking_sale(), OrderId.at(world.now, secrets.randbelow)
    wishes = OrderDetails.model_validate({"buyer": BUYER})

    async def hold_and_open(uow: UnitOfWork) -> Order:
        await hold_booking_slot(uow, order_id, world)
        return await actions.open_order(
            uow,
            order_id,
            sale,
            wishes,
            actor=Actor("expert", EXPERT_ID),
            now=world.now,
            customer=UserId(ANA.uid),
            call_id="call",
        )

    order = await commit_action(world, hold_and_open)
    if order.status is OrderStatus.PENDING:
        invoice = await world.runtime.gateways.payments.create_invoice(order, now=world.now)
        await commit_action(world, actions.attach_invoice, order_id, invoice, call_id="call", now=world.now)
    return order_id


async def load_order(world: World, order_id: str) -> Order:
    """Load the stored order."""
    order = await world.get(store.order_ref(order_id))
    assert order is not None
    return order
