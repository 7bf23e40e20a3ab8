"""What these tests ask, of the gateway and of the local Xendit."""

from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Any

import pytest

from shared.gateways.xendit import XenditPayments
from shared.kernel.errors import Unavailable
from shared.orders.models import Order
from shared.orders.ports import Invoice
from tests.world import World

SILENT_FAULTS = ("hang", "late")


async def ensure_invoice(payments: XenditPayments, order: Order, *, now: datetime) -> Invoice:
    """The one invoice of an order that is open, created if there is none yet."""
    return await payments.find_invoice(order, now=now) or await payments.create_invoice(order, now=now)


async def call_until_hanging(world: World, ask: Callable[[], Awaitable[Any]]) -> pytest.ExceptionInfo[Exception]:
    """What it is to a hasty one that the call which is to hang does.

    On a slow machine they may be tired of a call before it already: then they ask again.
    """
    while True:
        with pytest.raises(Unavailable) as raised:
            await ask()
        if await world.count_hanging_calls("xendit"):
            return raised


async def count_payable_invoices(world: World) -> int:
    """How many invoices could be paid."""
    count: int = (await world.list_xendit_records("invoices"))["payable"]
    return count


async def count_vendor_calls(world: World, operation: str) -> int:
    """How often we asked."""
    return sum(call["operation"] == operation for call in (await world.list_xendit_records("calls"))["items"])
