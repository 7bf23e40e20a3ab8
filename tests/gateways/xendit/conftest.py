"""Fixtures of the gateway to Xendit, with an account for each test."""

import time
from collections.abc import Callable

import pytest

from shared.gateways.xendit import XenditPayments
from shared.orders.models import Order
from tests.orders.builders import an_open_order
from tests.world import World


def create_gateway(world: World, *, patience: float, clock: Callable[[], float] = time.monotonic) -> XenditPayments:
    """Create the gateway for this test's account, with a timeout of `patience` seconds."""
    settings = world.runtime.settings
    return XenditPayments(
        base_url=settings.xendit_base_url,
        secret_key=settings.xendit_secret_key.get_secret_value(),
        callback_tokens="old-token, new-token",
        timeout=(patience, patience),
        clock=clock,
    )


@pytest.fixture
def payments(world: World) -> XenditPayments:
    """Provide the gateway with a timeout that is long enough for a slow machine."""
    return create_gateway(world, patience=30)


@pytest.fixture
def impatient_payments(world: World) -> XenditPayments:
    """Provide the gateway with a timeout of 0.4 seconds."""
    return create_gateway(world, patience=0.4)


@pytest.fixture
def order(world: World) -> Order:
    """Build an open order of Rp 300,000."""
    return an_open_order()
