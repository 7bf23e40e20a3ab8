"""Orders for the tests of pure rules."""

from datetime import timedelta
from typing import Any

from shared.kernel.ids import OrderId
from shared.kernel.sales import Item, Sale
from shared.orders import rules
from shared.orders.models import Buyer, Order
from tests.builders import BUYER, NOON


def an_open_order(**changes: Any) -> Order:
    """Two seats, unpaid."""
    item = Item(kind="ticket", product="e/t", name="TEDx", quantity=2, unit_price=150_000, claims=("a/1", "a/2"))
    sale = Sale(items=(item,), currency="IDR", hold=timedelta(minutes=15))
    buyer = Buyer.model_validate(BUYER)
    order = rules.opened(OrderId("BE-20261126-ACD346"), sale, buyer, now=NOON, request_id="req_test")
    return order.having(**changes)
