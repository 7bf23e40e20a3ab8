"""Steps of the gateway's tests: calls of the gateway, and records of the local Xendit."""

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
    """Find the open invoice of an order, or create one."""
    return await payments.find_invoice(order, now=now) or await payments.create_invoice(order, now=now)


async def call_until_hanging(world: World, ask: Callable[[], Awaitable[Any]]) -> pytest.ExceptionInfo[Exception]:
    """Repeat a call until it fails because the provider does not answer, and return the failure.

    On a slow machine the gateway may time out before the call hangs; the call is then repeated.
    """
    while True:
        with pytest.raises(Unavailable) as raised:
            await ask()
        if await world.count_hanging_calls("xendit"):
            return raised


async def count_payable_invoices(world: World) -> int:
    """Count the invoices that can still be paid."""
    count: int = (await world.list_xendit_records("invoices"))["payable"]
    return count


async def count_vendor_calls(world: World, operation: str) -> int:
    """Count the calls of an operation that the local Xendit has received."""
    return sum(call["operation"] == operation for call in (await world.list_xendit_records("calls"))["items"])
