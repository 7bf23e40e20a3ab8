"""The gateway, for each test's own account."""

import pytest

from shared.gateways.xendit import XenditPayments
from shared.orders.models import Order
from tests.orders.builders import an_open_order
from tests.world import World


def create_gateway(world: World, *, patience: float) -> XenditPayments:
    """The gateway, for this test's own account."""
    settings = world.runtime.settings
    return XenditPayments(
        base_url=settings.xendit_base_url,
        secret_key=settings.xendit_secret_key.get_secret_value(),
        callback_tokens="old-token, new-token",
        timeout=(patience, patience),
    )


@pytest.fixture
def payments(world: World) -> XenditPayments:
    """The gateway, with patience enough for a slow machine."""
    return create_gateway(world, patience=30)


@pytest.fixture
def hasty(world: World) -> XenditPayments:
    """The gateway, soon tired of a vendor that says nothing."""
    return create_gateway(world, patience=0.4)


@pytest.fixture
def order(world: World) -> Order:
    """An open order of 300,000."""
    return an_open_order()
