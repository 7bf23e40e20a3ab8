"""While a vendor hangs, the instance goes on serving: its event loop is free, and nobody waits for anybody else."""

import asyncio
from collections.abc import Awaitable, Callable

import pytest

from functions.tickets.create_ticket_order import create_ticket_order
from functions.tickets.get_ticket_event import get_ticket_event
from shared.gateways.sendgrid import SendGridMail
from shared.gateways.xendit import XenditPayments
from shared.kernel.errors import Unavailable
from shared.orders.messages import refund_notice
from shared.runtime.gateways import Gateways
from tests.builders import EVENT, FRONT_END, a_type, an_order, on_sale
from tests.orders.builders import a_refund, an_open_order
from tests.world import World

pytestmark = [pytest.mark.emulator, pytest.mark.slow]

FOR_EVER = 100.0
AT_ONCE = 20

Call = Callable[[], Awaitable[None]]


@pytest.fixture
async def xendit(world: World) -> Call:
    """An order's whole way through its function, while Xendit hangs."""
    settings = world.runtime.settings
    world.runtime.gateways.payments = XenditPayments(
        base_url=settings.xendit_base_url,
        secret_key=settings.xendit_secret_key.get_secret_value(),
        callback_tokens="",
        patience=(FOR_EVER, FOR_EVER),
    )
    await world.xendit("faults", operation="create_invoice", kind="hang", seconds=FOR_EVER, times=AT_ONCE)

    async def call() -> None:
        answer = await world.call(create_ticket_order, an_order(("regular", 1)), as_=FRONT_END)
        assert (answer.status, answer.body["checkout_url"]) == (200, None)

    return call


@pytest.fixture
async def sendgrid(world: World) -> Call:
    """A mail that SendGrid does not take."""
    settings = world.runtime.settings
    gateway = SendGridMail(
        base_url=settings.sendgrid_base_url,
        api_key=settings.sendgrid_api_key.get_secret_value(),
        sender=settings.mail_from,
        patience=FOR_EVER,
    )
    await world.sendgrid("faults", kind="hang", seconds=FOR_EVER, times=AT_ONCE)

    async def call() -> None:
        with pytest.raises(Unavailable):
            await gateway.send(refund_notice(an_open_order(), a_refund()))

    return call


@pytest.fixture(params=["xendit", "sendgrid"])
def vendor(request: pytest.FixtureRequest) -> str:
    """Each of the vendors."""
    name: str = request.param
    return name


@pytest.fixture
async def hanging(world: World, vendor: str, xendit: Call, sendgrid: Call) -> Call:
    """A call that hangs at the vendor; what it needs is imported, as on a real instance."""
    Gateways.warm(("payments", "mail"))
    await on_sale(world, a_type(quota=100))
    return {"xendit": xendit, "sendgrid": sendgrid}[vendor]


async def test_the_loop_is_free_while_a_vendor_hangs(world: World, vendor: str, hanging: Call) -> None:
    """
    Many calls hang at the same time, not in turn; and while they do, another caller is served.
    """
    calls = [asyncio.ensure_future(hanging()) for _ in range(AT_ONCE)]
    while await world.hanging(vendor) < AT_ONCE:
        assert not any(call.done() for call in calls)

    answer = await world.call(get_ticket_event, {"event_id": EVENT}, as_=FRONT_END)
    all_hang = await world.hanging(vendor) == AT_ONCE and not any(call.done() for call in calls)
    await world.recover(vendor)
    await asyncio.gather(*calls)

    assert (answer.status, all_hang) == (200, True)
